"""
Runs live updates: ``python -m config.realtime --port 8005``.

The one place that says how uvicorn is set up: ``make up``, production, the benchmark and the tests start this. One process for each core
that is to be used; any number of them may run.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import struct
from typing import Any

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from config.open_files import allow_open_files
from marketplace.foundation.realtime.limits import HEAD_S, MAX_MESSAGE_BYTES, SLOW_S

CONNECTIONS = 10_000  # of a process; more are refused with 503
STOP_WAIT_S = 3  # connections are closed at once; this is for those who do not take it
PING_S = 30.0  # a client that does not answer one within as long is gone


def _cut(transport: Any) -> None:
    """Reset the connection: closed otherwise, the system would keep for minutes what its reader does not take."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class _CutsSlowReaders(asyncio.Protocol):
    """Nothing waits for a reader that does not read: its connection is cut, and what was to be sent is let go."""

    _patience: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()
        transport: Any = self.transport  # type: ignore[attr-defined]  # of both protocols
        self._patience = asyncio.get_running_loop().call_later(SLOW_S, _cut, transport)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._lose_patience()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._lose_patience()

    def _lose_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class _WebSocketProtocol(_CutsSlowReaders, WebSocketsSansIOProtocol):
    pass


class _HttpProtocol(_CutsSlowReaders, H11Protocol):
    """uvicorn waits for the head of a first request for ever."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._head = asyncio.get_running_loop().call_later(HEAD_S, _cut, transport)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head is not None and (self.cycle is not None or self.transport.get_protocol() is not self):
            self._head.cancel()
            self._head = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._head is not None:
            self._head.cancel()


def main() -> None:
    given = _arguments()
    allow_open_files(CONNECTIONS + 1024)
    config = Config(
        "config.asgi:application",
        host=given.host,
        port=given.port,
        http=_HttpProtocol,
        ws=_WebSocketProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # messages are small, and its memory for each connection is not
        backlog=1024,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=STOP_WAIT_S,
        proxy_headers=False,  # the application reads them by the API's rule
        server_header=False,
        access_log=False,
        log_config=None,  # Django's
    )
    Server(config).run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.realtime", description="Runs live updates.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8005)
    return parser.parse_args()


if __name__ == "__main__":
    main()
