"""
Reads the body of a request before a thread is taken for it.

The time that a body may take grows with what has arrived, so that a large file on a slow line comes through and a body that drips
does not: ``WAIT_S``, and a second more for each ``SLOWEST_BYTES_S``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, NoReturn

from marketplace.foundation.rest.problems import Malformed, TooLarge
from marketplace.kit import limits
from marketplace.kit.errors import MarketplaceError, Unavailable
from marketplace.kit.texts import Text

MB = 1024 * 1024
MAX_BODY_BYTES = limits.declare(
    "serving.body", 64 * MB, "bytes", "Bytes of any request body, files included; 413 `too_large`. Most endpoints take less."
)
WAIT_S = limits.declare("serving.body_wait", 20, "seconds", "Until a body is complete, and more for a large one; 408 `body_too_slow`.")
SLOWEST_BYTES_S = limits.declare("serving.body_rate", 16 * 1024, "bytes a second", "The slowest that a body may arrive in the long run.")
MAX_WAITING_BYTES = 1024 * MB  # of all incomplete bodies of a process together
IN_MEMORY_BYTES = 128 * 1024  # of one body; the rest waits on disk


class BodyTooSlow(MarketplaceError):
    """The body did not arrive in time."""

    code = "body_too_slow"
    status = 408
    title = "The body arrived too slowly"


class RefusedBody(BytesIO):
    """A body whose reader gets an error."""

    def __init__(self, error: MarketplaceError) -> None:
        super().__init__()
        self._error = error

    def read(self, size: int | None = -1, /) -> NoReturn:
        raise self._error

    def readline(self, size: int | None = -1, /) -> NoReturn:
        raise self._error


class BodyReader:
    """Of one process; runs in its event loop. ``wait_s`` is in seconds."""

    def __init__(
        self, *, wait_s: float = WAIT_S, slowest_bytes_s: float = SLOWEST_BYTES_S, max_waiting_bytes: int = MAX_WAITING_BYTES
    ) -> None:
        self._wait_s = wait_s
        self._slowest_bytes_s = slowest_bytes_s
        self._max_waiting_bytes = max_waiting_bytes
        self._waiting_bytes = 0

    async def read(self, chunks: AsyncIterator[bytes], length: int) -> IO[bytes]:
        """The body of ``length`` bytes, from its start; a ``RefusedBody`` where it is too large, too slow or cut off."""
        if length > MAX_BODY_BYTES:
            return RefusedBody(TooLarge(Text("A body has at most {limit} MB.", limit=MAX_BODY_BYTES // MB), limit_bytes=MAX_BODY_BYTES))
        try:
            return await self._receive(chunks, length)
        except TimeoutError:
            return RefusedBody(BodyTooSlow(Text("The body did not arrive in time.")))
        except MarketplaceError as error:
            return RefusedBody(error)

    async def _receive(self, chunks: AsyncIterator[bytes], length: int) -> IO[bytes]:
        """:raises TimeoutError: :raises Malformed: if it is cut off :raises Unavailable: if too much is on its way already"""
        body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # the response closes it
        received = 0
        started_at = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(started_at + self._wait_s) as timeout:
                while received < length:
                    chunk = await anext(chunks)
                    if not chunk:  # so granian says that the body has ended, or that its connection has
                        raise Malformed(Text("The body ended before its Content-Length."))
                    self._waiting_bytes += len(chunk)
                    received += len(chunk)
                    if self._waiting_bytes > self._max_waiting_bytes:
                        raise Unavailable(Text("Too many uploads are on their way."))
                    body.write(chunk)
                    timeout.reschedule(started_at + self._wait_s + received / self._slowest_bytes_s)
        except BaseException:
            body.close()
            raise
        finally:
            self._waiting_bytes -= received
        body.seek(0)
        return body
