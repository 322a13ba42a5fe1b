"""A server for error reports, by Sentry's documented protocol: takes envelopes, which are lines of JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Reports:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    @property
    def events(self) -> list[dict[str, Any]]:
        """Of each envelope the item that is an event: a line that says so, and the next one."""
        found = []
        for body in self.bodies:
            lines = [json.loads(line) for line in body.splitlines() if line]
            found += [lines[place + 1] for place, line in enumerate(lines) if line.get("type") == "event"]
        return found


@contextmanager
def listening() -> Iterator[tuple[Reports, str]]:
    """What has arrived, and the address (DSN) to report to."""
    reports = Reports()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/api/7/envelope/"
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reports.bodies.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield reports, f"http://public@127.0.0.1:{server.server_port}/7"
    finally:
        server.shutdown()
        server.server_close()
