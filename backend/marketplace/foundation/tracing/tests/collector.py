"""A collector, by OpenTelemetry's documented protocol over HTTP: takes what is posted to /v1/traces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Sent
from opentelemetry.proto.trace.v1.trace_pb2 import Status


class Span(NamedTuple):
    name: str
    program: str
    trace_id: str
    span_id: str
    parent_id: str
    facts: dict[str, str | int]
    links: list[str]
    has_failed: bool


class Collector:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.bodies: list[bytes] = []

    def take(self, body: bytes) -> None:
        self.bodies.append(body)
        for of_program in ExportTraceServiceRequest.FromString(body).resource_spans:
            (program,) = [item.value.string_value for item in of_program.resource.attributes if item.key == "service.name"]
            self.spans += [_span(program, sent) for scope in of_program.scope_spans for sent in scope.spans]

    def named(self, name: str) -> Span:
        (found,) = [span for span in self.spans if span.name == name]
        return found


@contextmanager
def listening() -> Iterator[tuple[Collector, str]]:
    """A collector and its address."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _span(program: str, sent: Sent) -> Span:
    facts = {item.key: item.value.string_value or item.value.int_value for item in sent.attributes}
    return Span(
        sent.name,
        program,
        sent.trace_id.hex(),
        sent.span_id.hex(),
        sent.parent_span_id.hex(),
        facts,
        [link.trace_id.hex() for link in sent.links],
        sent.status.code == Status.STATUS_CODE_ERROR,
    )
