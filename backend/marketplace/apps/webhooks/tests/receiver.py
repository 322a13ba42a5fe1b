"""A vendor's own system, on this machine: it keeps what comes, and answers as a test wants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import msgspec


class Received(NamedTuple):
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = msgspec.json.decode(self.body)
        return content

    def is_signed_by(self, secret: str) -> bool:
        """As the guide for receivers has it: docs/guides/receive-webhooks.md."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return expected in self.headers["webhook-signature"].split(" ")


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a whole batch comes at once


class Dripping:
    """Answers a header letter by letter for ever: every single read of its caller is in time."""

    def __init__(self) -> None:
        self.was_hung_up_on = threading.Event()
        mine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not mine.was_hung_up_on.wait(0.05):
                    try:
                        self.connection.sendall(b"a")
                    except OSError:
                        mine.was_hung_up_on.set()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server.server_port}/hooks"

    def stop(self) -> None:
        self.was_hung_up_on.set()
        self.server.shutdown()
        self.server.server_close()


class Receiver:
    """Answers with the next of ``statuses``, then with 204. A 302 leads to ``/elsewhere``."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.statuses: list[int] = []
        mine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mine.received.append(Received({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(mine.statuses.pop(0) if mine.statuses else 204)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server.server_port}/hooks"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
