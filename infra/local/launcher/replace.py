"""Supervisord runs this before each program: it ends what a killed predecessor has left, then becomes the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from launcher.leftovers import end_leftovers, find_predecessors


def main() -> None:
    socket = os.environ["SUPERVISOR_SERVER_URL"].removeprefix("unix://")
    end_leftovers(find_predecessors(Path(socket), os.environ["SUPERVISOR_PROCESS_NAME"]))
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
