"""What granian calls: an application of RSGI that reads the body of a request, then has a thread answer it by WSGI."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from queue import SimpleQueue
from typing import IO, Any, NamedTuple, Protocol

from marketplace.foundation.serving.bodies import BodyReader
from marketplace.foundation.serving.environ import Scope, environ_of

log = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Transport(Protocol):
    def send_bytes(self, data: bytes) -> Any: ...


class Exchange(Protocol):
    """One request of granian's: its body comes out of it, the answer goes in, from any thread."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...
    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None: ...
    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport: ...


class _Job(NamedTuple):
    scope: Scope
    exchange: Exchange
    body: IO[bytes]
    done: asyncio.Future[None]


class Front:
    """``threads`` answer what has arrived whole, in the order of its arrival."""

    def __init__(self, application: Application, *, threads: int, reader: BodyReader | None = None) -> None:
        self._application = application
        self._threads = threads
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._reader = reader or BodyReader()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        for number in range(self._threads):
            threading.Thread(target=self._answer_all, name=f"answers-{number}", daemon=True).start()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        body: IO[bytes] = BytesIO()
        length = scope.headers.get("content-length", "")
        if length.isdecimal() and int(length):
            body = await self._reader.read(aiter(exchange), int(length))
        done = self._loop.create_future()
        self._jobs.put(_Job(scope, exchange, body, done))
        await done

    def _answer_all(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                self._answer(job)
            except Exception:  # granian answers 500 where nothing was answered
                log.exception("request not answered")
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                self._loop.call_soon_threadsafe(job.done.set_result, None)

    def _answer(self, job: _Job) -> None:
        started = _Started()
        with job.body:
            answer = self._application({**environ_of(job.scope, job.body), "wsgi.file_wrapper": _File}, started)
            try:
                _pass_on(answer, started, job.exchange)
            finally:
                if hasattr(answer, "close"):
                    answer.close()


class _Started:
    """WSGI's ``start_response``."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        self.status, self.headers = int(status[:3]), headers


class _File:
    """WSGI's ``wsgi.file_wrapper``."""

    def __init__(self, file: IO[bytes], block_size: int = 64 * 1024) -> None:
        self._file = file
        self._block_size = block_size

    def path(self, length: str | None) -> str | None:
        """Where the file lies, if all of it is the answer."""
        path = getattr(self._file, "name", None)
        if not isinstance(path, str) or self._file.tell() or not os.path.isfile(path):
            return None
        return path if str(os.path.getsize(path)) == length else None

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._file.read(self._block_size):
            yield chunk

    def close(self) -> None:
        self._file.close()


def _pass_on(answer: Iterable[bytes], started: _Started, exchange: Exchange) -> None:
    """A file is sent from disk. What is made while it is sent waits in memory for a slow reader: a thread does not."""
    if isinstance(answer, _File):
        length = next((value for name, value in started.headers if name.lower() == "content-length"), None)
        if (path := answer.path(length)) is not None:
            exchange.response_file(started.status, started.headers, path)
            return
    elif not getattr(answer, "streaming", False):
        exchange.response_bytes(started.status, started.headers, b"".join(answer))
        return
    transport = exchange.response_stream(started.status, started.headers)
    for chunk in answer:
        transport.send_bytes(chunk)
