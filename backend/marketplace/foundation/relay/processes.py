"""
The relay's processes: one for each queue of each region, and the one that looks after them.

A subscriber that holds the interpreter (a regular expression, a decoder) stops its own process and no other, and the one that looks after
them, which notifies nobody, still hears that it is to stop.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from django.db import connections

from marketplace.foundation.events.subscribers import BULK, PROMPT
from marketplace.foundation.tenancy import directory

LOOK_S = 5.0  # for new regions, and processes that have died
STOP_S = 10.0  # what has not ended after it is killed; its events are due again when its claim has ended
PARENT_S = 1.0

Serve = Callable[[str, str, threading.Event], None]  # a queue of a region, until the event is set

log = logging.getLogger(__name__)
_forks = get_context("fork")


def supervise(serve: Serve, stop: threading.Event) -> None:
    """Keep a process running for each queue of each active region, until ``stop`` is set. New regions join in."""
    processes: dict[str, BaseProcess] = {}
    gc.freeze()  # what is loaded stays shared with the processes
    try:
        while not stop.is_set():
            for name, slug, queue in [(f"{queue}-{slug}", slug, queue) for slug in _active_slugs() for queue in (PROMPT, BULK)]:
                if name not in processes or not processes[name].is_alive():
                    if name in processes:
                        log.error("relay: %s has ended by itself, and is started again", name)
                    processes[name] = _forks.Process(target=_run, args=(serve, slug, queue), name=name)
                    processes[name].start()
            stop.wait(LOOK_S)
    finally:
        _end(list(processes.values()))


def _end(processes: list[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_S
    for process in processes:
        process.join(max(until - time.monotonic(), 0))
        if process.is_alive():
            log.error("relay: %s does not end, and is killed", process.name)
            process.kill()
            process.join()


def _run(serve: Serve, slug: str, queue: str) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    work = threading.Thread(target=serve, args=(slug, queue, stop))
    work.start()
    while work.is_alive():
        work.join(PARENT_S)
        if os.getppid() != parent:  # nobody is left to say so
            stop.set()


def _active_slugs() -> list[str]:
    """A process is forked without a connection, so those that this took are closed, with their pool's threads."""
    try:
        return [tenant.slug for tenant in directory.list_active()]
    except Exception:
        log.exception("the directory of regions cannot be read; the relay tries again")
        return []
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
