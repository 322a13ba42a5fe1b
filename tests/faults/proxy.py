"""
An HTTP server that stands before another one and breaks what a test asks for.

    with Proxy(upstream="http://127.0.0.1:8081/") as proxy:
        proxy.plan(answer(429, {"x-ms-retry-after-ms": "20"}), cut_after)
        ...                                    # the next request gets 429, the one after is executed and not answered

Requests whose path ``counts`` refuses are passed through and take no fault, so that a client may look around first.

It stands before servers as they run in production, too: with ``tls`` it speaks https, and ``demand`` is a fault that asks for a key.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import struct
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
UPSTREAM_TIMEOUT_S = 60


class Exchange:
    """One request, and what a fault may do with it."""

    def __init__(self, handler: BaseHTTPRequestHandler, upstream: str) -> None:
        self._handler = handler
        self._upstream = urlsplit(upstream)
        self._body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))

    def header(self, name: str) -> str | None:
        value: str | None = self._handler.headers.get(name)
        return value

    def forward(self) -> tuple[int, dict[str, str], bytes]:
        """Have the server carry it out: its status, headers and body."""
        connection = http.client.HTTPConnection(self._upstream.hostname or "", self._upstream.port, timeout=UPSTREAM_TIMEOUT_S)
        try:
            headers = {name: value for name, value in self._handler.headers.items() if name.lower() not in HOP_BY_HOP}
            connection.request(self._handler.command, self._handler.path, self._body, headers)
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP}
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    def answer(self, status: int, headers: Mapping[str, str], body: bytes, *, sent: int | None = None) -> None:
        """``sent`` bytes of the body only, if that is given."""
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        if status not in (204, 304):
            self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body[:sent])

    def cut(self) -> None:
        """End the connection without another word."""
        self._handler.close_connection = True
        self._handler.wfile.flush()
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End the connection at once, for the client to fall over."""
        self._handler.close_connection = True
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.connection.close()

    def garble(self) -> None:
        """Past the encryption, if there is any."""
        self._handler.close_connection = True
        os.write(self._handler.connection.fileno(), b"\x15\x03\x03 nothing that makes sense" * 3)


Fault = Callable[[Exchange], None]


def pass_on(exchange: Exchange) -> None:
    exchange.answer(*exchange.forward())


def answer(status: int, headers: Mapping[str, str] | None = None, *, is_executed: bool = False) -> Fault:
    """A failure of the server's, before or after it has done its work."""

    def fault(exchange: Exchange) -> None:
        if is_executed:
            exchange.forward()
        exchange.answer(status, {"Content-Type": "application/json", **(headers or {})}, b'{"code": "Fault", "message": "planned"}')

    return fault


def demand(header: str, value: str) -> Fault:
    """Only who shows the key is let through."""

    def fault(exchange: Exchange) -> None:
        if exchange.header(header) == value:
            pass_on(exchange)
        else:
            exchange.answer(401, {"Content-Type": "application/json"}, b'{"error": {"type": "security_exception"}, "status": 401}')

    return fault


def cut_before(exchange: Exchange) -> None:
    """The request is lost on its way."""
    exchange.cut()


def cut_after(exchange: Exchange) -> None:
    """The request is executed, and the answer is lost."""
    exchange.forward()
    exchange.cut()


def reset_after(exchange: Exchange) -> None:
    """The request is executed, and the connection is reset, as by a gateway that is restarted."""
    exchange.forward()
    exchange.reset()


def garble_after(exchange: Exchange) -> None:
    """The request is executed, and what comes back is no answer, nor anything that https knows."""
    exchange.forward()
    exchange.garble()


def cut_within(exchange: Exchange) -> None:
    """Half of the answer's body arrives."""
    status, headers, body = exchange.forward()
    exchange.answer(status, headers, body, sent=len(body) // 2)
    exchange.cut()


def hold(release: Event) -> Fault:
    """The request is executed, and the answer waits for ``release``."""

    def fault(exchange: Exchange) -> None:
        found = exchange.forward()
        release.wait(UPSTREAM_TIMEOUT_S)
        exchange.answer(*found)

    return fault


class Proxy:
    """``seen`` lists the requests that count, as method and path."""

    def __init__(self, upstream: str, *, counts: Callable[[str], bool] = lambda path: True, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[tuple[str, str]] = []
        self._planned: deque[Fault] = deque()
        self._always: Fault | None = None
        self._counts = counts
        seen, is_counted, fault_for = self.seen, lambda path: self._counts(path), self._fault

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True  # the client has gone, or was cut off

            def do(self) -> None:
                exchange = Exchange(self, upstream)
                if not is_counted(self.path):
                    pass_on(exchange)
                    return
                seen.append((self.command, self.path))
                fault_for()(exchange)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}/"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def plan(self, *faults: Fault) -> None:
        """For the next requests, one each; those after them are passed on."""
        self._planned.extend(faults)

    def always(self, fault: Fault | None) -> None:
        """For every request that nothing is planned for, until a test plans another."""
        self._always = fault

    def everything_counts(self) -> None:
        self._counts = lambda path: True

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _fault(self) -> Fault:
        return self._planned.popleft() if self._planned else self._always or pass_on

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
