"""The logs of all programs as one stream, each line under its program's name."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92)
NAME_WIDTH = 12
CHUNK_BYTES = 1 << 16


@dataclass(slots=True)
class _Tail:
    file: Path
    inode: int = 0
    position: int = 0
    unfinished: bytes = b""

    def read_lines(self) -> Iterator[str]:
        """Whole lines written since the last call, also over supervisord's rotation of the file."""
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return
        if status.st_ino != self.inode or status.st_size < self.position:
            self.inode, self.position, self.unfinished = status.st_ino, 0, b""
        with self.file.open("rb") as source:
            source.seek(self.position)
            while chunk := source.read(CHUNK_BYTES):
                self.position += len(chunk)
                *lines, self.unfinished = (self.unfinished + chunk).split(b"\n")
                yield from (line.decode(errors="replace") for line in lines)


class Follower:
    """Follows every log of a folder; new files are found by themselves."""

    def __init__(self, folder: Path, *, is_coloured: bool) -> None:
        self._folder = folder
        self._is_coloured = is_coloured
        self._tails: dict[str, _Tail] = {}

    def skip(self, sizes: Mapping[str, int]) -> None:
        """Pass over the first ``sizes`` bytes of the named logs: what earlier runs have written."""
        for name, size in sizes.items():
            file = self._folder / f"{name}.log"
            if file.exists():
                self._tails[name] = _Tail(file, inode=file.stat().st_ino, position=size)

    def print_new(self) -> None:
        for file in sorted(self._folder.glob("*.log")):
            tail = self._tails.setdefault(file.stem, _Tail(file))
            for line in tail.read_lines():
                print(f"{self._label(file.stem)} {line}")
        sys.stdout.flush()

    def _label(self, name: str) -> str:
        label = f"{name:<{NAME_WIDTH}}|"
        colour = COLOURS[list(self._tails).index(name) % len(COLOURS)]
        return f"\x1b[{colour}m{label}\x1b[0m" if self._is_coloured else label


def log_sizes(folder: Path) -> dict[str, int]:
    """How long each log is now, in bytes."""
    return {file.stem: file.stat().st_size for file in folder.glob("*.log")}


def last_lines(file: Path, count: int) -> str:
    """The end of a log; empty if there is none."""
    if not file.exists():
        return ""
    return "\n".join(file.read_text(errors="replace").splitlines()[-count:])
