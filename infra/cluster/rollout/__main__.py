"""
``python -m rollout production/eu 1.3.0``: with ``--canary`` one process of the API alone; ``--without-migration`` to come back to a former
version.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from manifests.rendering import overlays
from rollout import RolloutFailed, roll_out
from toolbox import ToolFailed


def main() -> None:
    """:raises SystemExit: 1 with the command that failed"""
    parser = argparse.ArgumentParser(prog="python -m rollout")
    parser.add_argument("overlay", choices=overlays())
    parser.add_argument("version", help="such as 1.3.0, of which the images were pushed")
    parser.add_argument("--canary", action="store_true")
    parser.add_argument("--without-migration", action="store_true")
    given = parser.parse_args()
    try:
        roll_out(given.overlay, given.version, is_canary=given.canary, is_migrating=not given.without_migration)
    except RolloutFailed as error:
        sys.exit(f"Failed, and nothing after it was done: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(str(error.stderr or error))
    except ToolFailed as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
