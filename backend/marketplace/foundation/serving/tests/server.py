"""The API as a process, under the command line that everything starts it with."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from launcher.ports import free_port
from launcher.programs import API

BACKEND = Path(__file__).resolve().parents[4]
START_TIMEOUT_S = 120
PATIENCE_S = 60.0
HOST = b"Host: api.eu.localhost\r\n"
ALIVE = b"GET /api/v1/health/live HTTP/1.1\r\n" + HOST + b"\r\n"


class Api:
    """A running one. Connections that a test opens are closed with it."""

    def __init__(self, port: int, process: psutil.Process) -> None:
        self.port = port
        self.process = process
        self._opened: list[socket.socket] = []

    def connect(self, sent: bytes = b"") -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        self._opened.append(opened)
        opened.sendall(sent)
        return opened

    def is_alive(self) -> bool:
        """Whether a new caller is answered."""
        with self.connect(ALIVE) as connection:
            return answer_of(connection).startswith(b"HTTP/1.1 200")

    def workers(self) -> list[psutil.Process]:
        """The processes that answer, the oldest first."""
        spawned = [child for child in self.process.children() if "resource_tracker" not in " ".join(child.cmdline())]
        return sorted(spawned, key=lambda child: child.create_time())

    def listening_workers(self) -> list[psutil.Process]:
        """Those of ``workers`` that accept connections: each opens the port for itself, some time after it was spawned."""
        return [worker for worker in self.workers() if _listens(worker, self.port)]

    def hang_up(self) -> None:
        for opened in self._opened:
            opened.close()


def answer_of(connection: socket.socket) -> bytes:
    """The head and the body of one answer; what there is of it where the server hangs up."""
    received = b""
    while b"\r\n\r\n" not in received:
        if not (chunk := connection.recv(65536)):
            return received
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length and (chunk := connection.recv(65536)):
        body += chunk
    return head + b"\r\n\r\n" + body


@contextmanager
def running_api(command: Sequence[str] = API, *, workers: int = 2) -> Iterator[Api]:
    port = free_port()
    arguments = [*command, f"--port={port}", f"--workers={workers}"]
    process = subprocess.Popen([sys.executable, *arguments], cwd=BACKEND, stdout=subprocess.DEVNULL)
    api = Api(port, psutil.Process(process.pid))
    try:
        _wait_for(api, process, workers)
        yield api
    finally:
        api.hang_up()
        process.terminate()
        process.wait(PATIENCE_S)


def _wait_for(api: Api, process: subprocess.Popen[bytes], workers: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while len(api.listening_workers()) < workers:
        assert process.poll() is None, "the web server ended"
        assert time.monotonic() < deadline, "the web server does not listen"


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        opened = process.net_connections("tcp4")
    except psutil.NoSuchProcess:
        return False
    return any(found.status == psutil.CONN_LISTEN and found.laddr.port == port for found in opened)
