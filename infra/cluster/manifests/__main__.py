"""``python -m manifests render`` writes every overlay to .local/rendered; ``verify`` does so and has the tools check it."""

from __future__ import annotations

import argparse
import subprocess
import sys

import yaml

from manifests.rendering import NoKustomize, overlays, render
from manifests.tools import verify
from toolbox import ROOT, ToolFailed

RENDERED = ROOT / ".local" / "rendered"


def main() -> None:
    """:raises SystemExit: 1 with what a tool says"""
    parser = argparse.ArgumentParser(prog="python -m manifests")
    parser.add_argument("command", choices=["render", "verify"])
    try:
        _run(parser.parse_args().command)
    except subprocess.CalledProcessError as error:
        sys.exit(str(error.stderr or error))
    except (NoKustomize, ToolFailed) as error:
        sys.exit(str(error))


def _run(command: str) -> None:
    RENDERED.mkdir(parents=True, exist_ok=True)
    files = []
    for overlay in overlays():
        file = RENDERED / f"{overlay.replace('/', '-')}.yaml"
        file.write_text(yaml.safe_dump_all(render(overlay), sort_keys=False, allow_unicode=True, width=140))
        files.append(file)
        print(f"rendered {file.relative_to(ROOT)}")
    if command == "verify":
        verify(files)


if __name__ == "__main__":
    main()
