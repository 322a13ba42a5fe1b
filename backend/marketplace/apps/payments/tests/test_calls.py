"""What the failures of a call mean: refused for good, or unknown and to be asked again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from launcher.ports import free_port
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderRightMissing, ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.calls import ANSWER_MAX_BYTES, Gateway, Name
from marketplace.foundation.metrics.testing import value


class Answer(msgspec.Struct):
    id: Name


def gateway(url: str, **changes: float) -> Gateway:
    return Gateway("the gateway", url=url, headers={}, refusal=lambda body: body.decode()[:20], **changes)


@pytest.fixture
def answering() -> Iterator[Callable[[int, bytes], str]]:
    """A server that answers everything with that status and body; the result is its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(status: int, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_answer_is_read_into_its_type(answering):
    assert gateway(answering(200, b'{"id": "tr_1", "more": 1}')).call("GET", "/", Answer) == Answer("tr_1")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, ProviderKeyRefused),
        (402, Rejected),
        (403, ProviderRightMissing),
        (404, Rejected),
        (409, ProviderUnavailable),
        (422, Rejected),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
def test_what_a_status_means(answering, status, kind):
    with pytest.raises(kind) as raised:
        gateway(answering(status, b"because")).call("GET", "/", Answer)

    assert type(raised.value) is kind


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": ""}', b'{"id": "tr 1"}', b'{"id": "tr_1\\u0000"}'])
def test_an_answer_that_does_not_fit_is_none(answering, body):
    with pytest.raises(ProviderUnavailable):
        gateway(answering(200, body)).call("GET", "/", Answer)


def test_an_answer_has_a_deadline_however_its_parts_come(answering):
    url = answering(200, b'{"id": "tr_1"}')

    with pytest.raises(ProviderUnavailable, match="too slowly"):
        gateway(url, deadline_s=-1.0).call("GET", "/", Answer)


def test_an_answer_without_an_end_is_not_read_to_it(answering):
    with pytest.raises(ProviderUnavailable, match="too much"):
        gateway(answering(200, b" " * (ANSWER_MAX_BYTES + 1))).call("GET", "/", Answer)


def test_nobody_there_is_no_answer():
    with pytest.raises(ProviderUnavailable):
        gateway(f"http://127.0.0.1:{free_port()}").call("GET", "/", Answer)


@pytest.mark.parametrize(("status", "outcome"), [(200, "ok"), (400, "refused"), (401, "failed"), (503, "unavailable")])
def test_each_call_is_counted_with_how_it_ended(answering, status, outcome):
    labels = {"tenant": "-", "provider": "the gateway", "outcome": outcome}
    before = value("globalmarket_provider_call_seconds_count", **labels)
    with suppress(Rejected, ProviderUnavailable):
        gateway(answering(status, b'{"id": "tr_1"}')).call("GET", "/", Answer)

    assert value("globalmarket_provider_call_seconds_count", **labels) == before + 1
