"""
Numbers for the processes of one program, in a folder that they share: each has the lowest that no other living one has.

A process that takes a dead one's number goes on counting where it stopped. So sums never fall, and there are as many files as processes
have lived at once; named after process ids, as is usual, they would pile up and make each scrape slower.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

from marketplace.foundation.metrics import exemplars

_held: list[TextIOWrapper] = []  # open files hold their locks for as long as the process lives


def take(folder: Path) -> int:
    """A number for this process. If no other process lives, what earlier ones have counted is forgotten. :raises PermissionError:"""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user, who could read and change the metrics")
    with (folder / "taking").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        count = len(list(folder.glob("*.slot"))) + 1
        free = {number: file for number in range(count) if (file := _lock(folder / f"{number}.slot"))}
        if len(free) == count:
            for path in (*folder.glob("*.db"), *folder.glob(f"*{exemplars.SUFFIX}")):
                path.unlink()
        number = min(free)
        mark_process_dead(number, str(folder))
        _held.append(free.pop(number))
        for file in free.values():
            file.close()
    return number


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Whether no other process has the file; it is this one's for as long as it lives, unless the block fails."""
    file = _lock(path)
    try:
        yield file is not None
    except BaseException:
        if file is not None:
            file.close()
        raise
    if file is not None:
        _held.append(file)


def _lock(path: Path) -> TextIOWrapper | None:
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
