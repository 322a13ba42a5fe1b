"""
Processes that outlived the process that was to stop them.

A supervisord, or a server's main process, that was killed leaves children that go on serving old code on the same port.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from launcher.paths import Paths

STOP_TIMEOUT_S = 10.0
STORES = ("postgres", "valkey-server")


def find_leftovers(paths: Paths) -> list[psutil.Process]:
    """Every process that an earlier supervisord of this checkout has started."""
    return _find(lambda process: _is_supervised(process, paths.socket) or _is_store(process, paths))


def find_predecessors(socket: Path, program: str) -> list[psutil.Process]:
    """What the supervisord on ``socket`` has started for ``program``, but for this process and its parents."""
    return _find(lambda process: _is_supervised(process, socket, program))


def end_leftovers(processes: Sequence[psutil.Process]) -> None:
    """Ask those on top to stop, which stop their children in their own order; wait, and kill what is left."""
    for process in _on_top(processes):
        _send(process, signal.SIGINT if _name(process) == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=STOP_TIMEOUT_S)
    for process in alive:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=STOP_TIMEOUT_S)


def _find(is_meant: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    spared = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in psutil.process_iter() if process.pid not in spared and is_meant(process)]


def _is_supervised(process: psutil.Process, socket: Path, program: str | None = None) -> bool:
    try:
        environment = process.environ()
    except (psutil.Error, OSError):
        return False  # another user's, or already gone
    is_named = program is None or environment.get("SUPERVISOR_PROCESS_NAME") == program
    return environment.get("SUPERVISOR_SERVER_URL") == f"unix://{socket}" and is_named


def _is_store(process: psutil.Process, paths: Paths) -> bool:
    """The stores overwrite their environment with a title, but stand in the folder of their data."""
    try:
        return process.name() in STORES and Path(process.cwd()) in (paths.postgres, paths.valkey)
    except (psutil.Error, OSError):
        return False


def _on_top(processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    numbers = {process.pid for process in processes}
    return [process for process in processes if _parent(process) not in numbers]


def _parent(process: psutil.Process) -> int:
    try:
        return int(process.ppid())
    except psutil.NoSuchProcess:
        return 0


def _send(process: psutil.Process, signal_: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(signal_)


def _name(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.NoSuchProcess:
        return ""
