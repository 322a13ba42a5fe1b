"""
Runs the API: ``python -m config.server --port 8000``.

The one place that says how granian is set up: ``make up``, production, the benchmark and the tests start this.
"""

from __future__ import annotations

import argparse

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from config.open_files import allow_open_files

WORKERS = 2
THREADS = 8  # of each worker; more only queue for the interpreter
CONNECTIONS = 4096  # of each worker: those that are silent or idle cost little, and the next wait in the system's queue
HEADER_WAIT_MS = 30_000  # until the head of a request is complete; also how long a connection may be idle
STOP_WAIT_S = 15  # for the requests under way; a slow client's do not hold up the end for longer


def main() -> None:
    given = _arguments()
    allow_open_files(CONNECTIONS + 1024)
    Server(
        given.target,
        address=given.host,
        port=given.port,
        workers=given.workers,
        interface=Interfaces.RSGI,
        # HTTP/1 alone, since a connection that may still turn out to be HTTP/2 has no time limit until it says something.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_WAIT_MS, max_buffer_size=64 * 1024),
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=STOP_WAIT_S,
    ).serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.server", description="Runs the API.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes, each with eight threads")
    parser.add_argument("--target", default="config.rsgi:application", help="an application of RSGI")
    return parser.parse_args()


if __name__ == "__main__":
    main()
