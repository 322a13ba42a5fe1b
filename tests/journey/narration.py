"""What the journey says while it goes, and how it stops at the first wrong amount."""

from __future__ import annotations

import os
import sys
import time
from typing import Any


class Stopped(Exception):
    """The journey cannot go on; the message says where and why, for a person to read."""


class Narrator:
    """Prints chapters and steps, and counts what it has shown."""

    def __init__(self) -> None:
        self.chapters = self.steps = self.comparisons = 0
        self._began = time.monotonic()
        self._is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def chapter(self, title: str) -> None:
        self.chapters += 1
        print(f"\n{self._styled('1', f'{self.chapters}. {title}')}", flush=True)

    def step(self, actor: str, does: str, request: str = "", outcome: str = "") -> None:
        """One thing that an actor does: the request that it took, and what came of it."""
        self.steps += 1
        print(f"  {self._styled('36', actor)} {does}", flush=True)
        if request:
            print(f"      {self._styled('2', request)}{f'  {outcome}' if outcome else ''}", flush=True)

    def note(self, text: str) -> None:
        print(f"      {text}", flush=True)

    def check(self, what: str, actual: Any, expected: Any, *, quietly: bool = False) -> None:
        """Show an amount that is as expected. :raises Stopped: naming both where it is not"""
        if actual != expected:
            raise Stopped(f"{what} is wrong:\n    expected  {expected}\n    got       {actual}")
        self.comparisons += 1
        if not quietly:
            print(f"      {self._styled('32', '✓')} {what}: {expected}", flush=True)

    def require(self, what: str, holds: bool, otherwise: str = "") -> None:
        """Show something that is so. :raises Stopped: where it is not"""
        if not holds:
            raise Stopped(f"This does not hold: {what}{f' ({otherwise})' if otherwise else ''}")
        self.comparisons += 1
        print(f"      {self._styled('32', '✓')} {what}", flush=True)

    def _styled(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._is_coloured else text
