"""What vendors share: a client that carries nothing of one into another's request."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from marketplace.apps.carriers.providers.http import Caller

pytestmark = pytest.mark.django_db


def test_no_vendor_sends_the_cookie_of_another(tenant):
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers.get("Cookie"))
            self.send_response(200)
            self.send_header("Set-Cookie", "session=of-the-first; Path=/")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"

    for user in ("first", "second"):
        Caller("Carrier", url=url, user=user, password="secret").fetch("GET", "/")
    server.shutdown()
    server.server_close()

    assert sent == [None, None]
