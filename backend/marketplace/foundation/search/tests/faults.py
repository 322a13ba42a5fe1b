"""A server in front of a search server, which answers some requests itself: the far side of a network on a bad day."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import httpx

Fault = Callable[[bytes], tuple[int, Any]]


class Faults:
    """Each fault answers one bulk request in place of the server, in the order in which they were given."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.waiting: deque[Fault] = deque()
        self.requests: list[bytes] = []

    def refuse(self, status: int, *, times: int = 1) -> None:
        self.waiting.extend([lambda body: (status, {"error": {"type": "busy", "reason": "too much to do"}, "status": status})] * times)

    def refuse_some(self, ids: set[str], status: int) -> None:
        """The server takes the batch but for these documents, which it has no time for."""

        def answer(body: bytes) -> tuple[int, Any]:
            lines = body.splitlines()
            pairs = list(zip(lines[::2], lines[1::2], strict=True))
            kept = [pair for pair in pairs if json.loads(pair[0])["index"]["_id"] not in ids]
            taken = {}
            if kept:
                content = b"\n".join(line for pair in kept for line in pair) + b"\n"
                taken = {item["index"]["_id"]: item for item in self.forward("PUT", "/_bulk", content).json()["items"]}
            busy = {"type": "es_rejected_execution_exception", "reason": "queue is full"}
            order = [json.loads(head)["index"]["_id"] for head, _ in pairs]
            refused = {id_: {"index": {"_id": id_, "status": status, "error": busy}} for id_ in ids}
            return 200, {"took": 1, "errors": True, "items": [taken.get(id_) or refused[id_] for id_ in order]}

        self.waiting.append(answer)

    def forward(self, method: str, path: str, body: bytes) -> httpx.Response:
        headers = {"content-type": "application/json" if b"\n{" not in body else "application/x-ndjson"}
        return httpx.request(method, self.url + path, content=body, headers=headers, timeout=30, trust_env=False)


@contextmanager
def faulty(url: str) -> Iterator[tuple[str, Faults]]:
    """The address to ask in place of ``url``, and what is to go wrong there."""
    faults = Faults(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            is_bulk = self.path.startswith("/_bulk")
            if is_bulk:
                faults.requests.append(body)
            if is_bulk and faults.waiting:
                status, answer = faults.waiting.popleft()(body)
                content = json.dumps(answer).encode()
            else:
                response = faults.forward(self.command, self.path, body)
                status, content = response.status_code, response.content
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    for method in ("GET", "PUT", "POST", "HEAD", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", faults
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mute() -> Iterator[tuple[str, list[Any]]]:
    """The address of a server that hangs up on everybody, and everybody who called."""
    calls: list[Any] = []

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            calls.append(self.client_address)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", calls
        finally:
            server.shutdown()
