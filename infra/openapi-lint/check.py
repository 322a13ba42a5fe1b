"""
Judges docs/reference/openapi.json with Spectral and Redocly, as a maker of clients would: ``make lint``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from launcher import node
from launcher.errors import Refusal

FOLDER = Path(__file__).resolve().parent
DOCUMENT = FOLDER.parents[1] / "docs" / "reference" / "openapi.json"
WHAT = "The judges of the OpenAPI document"
SPECTRAL = ("spectral", "lint", "--quiet", "--ruleset", str(FOLDER / "ruleset.yaml"), "--fail-severity", "error", "--display-only-failures")
REDOCLY = ("redocly", "lint", "--config", str(FOLDER / "redocly.yaml"), "--max-problems", "20")


def main() -> None:
    """:raises SystemExit: 1 if the document has an error"""
    try:
        node.install(FOLDER, WHAT)
    except Refusal as error:
        sys.exit(str(error))
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    for name, *arguments in (SPECTRAL, REDOCLY):
        command = [str(node.NODE), str(FOLDER / "node_modules" / ".bin" / name), *arguments, str(DOCUMENT)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.exit(f"{name} refuses {DOCUMENT.name}:\n{done.stdout[-8000:]}")


if __name__ == "__main__":
    main()
