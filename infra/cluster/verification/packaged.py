"""Checks that come as Python packages too many for our own lock: uv makes an environment for the moment, from a lock of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from toolbox import ROOT, Lacking

UV = Path(sys.prefix) / ".uv" / "bin" / "uv"
TIMEOUT_S = 900


def command(lock: str, program: str) -> list[str]:
    """What to put before the program's arguments. :raises Lacking: if its packages are neither here nor can be fetched"""
    start = [str(UV), "run", "--quiet", "--isolated", "--no-project", "--with-requirements", lock, "--", program]
    done = subprocess.run([*start, "--version"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    if done.returncode:
        raise Lacking(f"{program} cannot be fetched: {done.stderr.strip()[-300:]}")
    return start


def run(start: Sequence[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*start, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
