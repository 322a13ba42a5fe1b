"""``python -m manifests`` writes every overlay to .local/rendered (``make render``); with ``--canary VERSION`` a canary of each as well."""

from __future__ import annotations

import argparse
import subprocess
import sys

from manifests.rendering import write_rendered
from toolbox import ToolFailed


def main() -> None:
    """:raises SystemExit: 1 with what Kustomize says"""
    parser = argparse.ArgumentParser(prog="python -m manifests")
    parser.add_argument("--canary", default="", help="the version of which one process of the API is to serve among the others")
    parser.add_argument("--version", default="", help="of our images; without it, as the sources say")
    given = parser.parse_args()
    try:
        write_rendered(version=given.version, canary=given.canary)
    except subprocess.CalledProcessError as error:
        sys.exit(str(error.stderr or error))
    except ToolFailed as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
