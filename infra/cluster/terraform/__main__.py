"""``python -m terraform tables`` writes the tables of the README anew; ``verify`` has hclfmt and tflint read every file."""

from __future__ import annotations

import argparse
import sys

from terraform import FOLDER, MODULES, README, with_tables
from toolbox import ToolFailed, run, tool

CHECKED = ("environments/production", "environments/staging", *MODULES)


def main() -> None:
    """:raises SystemExit: 1 with what a tool says"""
    parser = argparse.ArgumentParser(prog="python -m terraform")
    parser.add_argument("command", choices=["tables", "verify"])
    try:
        _run(parser.parse_args().command)
    except ToolFailed as error:
        sys.exit(str(error))


def _run(command: str) -> None:
    if command == "tables":
        README.write_text(with_tables(README.read_text()))
        return
    print("checking with hclfmt and tflint", flush=True)
    run([str(tool("hclfmt")), "-check", *(str(file) for file in sorted(FOLDER.rglob("*.tf")))])
    for part in CHECKED:
        run([str(tool("tflint")), f"--config={FOLDER / '.tflint.hcl'}"], cwd=FOLDER / part)


if __name__ == "__main__":
    main()
