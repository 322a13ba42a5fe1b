"""Uploads as the real web server passes them on: what a client says of a body and what it sends are two things."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.tests.factories import file_of, row
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.serving.tests.server import running_api
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
END = b"\r\n--b--\r\n"

pytestmark = pytest.mark.django_db(transaction=True)
Send = Callable[..., bytes]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running_api() as api:
        yield api.port


@pytest.fixture
def send(port: int, tenant) -> Send:
    """The first bytes of the answer to a body, of which the headers say what the test wants."""
    token = vendor_token(make_vendor().id)

    def exchange(body: bytes, *headers: str, who: str = f"Authorization: Bearer {token}", is_all: bool = False) -> bytes:
        lines = [
            "POST /api/v1/vendor/imports HTTP/1.1",
            "Host: api.eu.localhost",
            who,
            f"Idempotency-Key: {new_id('key', at=NOW)}",
            "Content-Type: multipart/form-data; boundary=b",
            *headers,
        ]
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            if is_all:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)

    return exchange


def test_a_whole_file_is_taken(send: Send):
    body = HEAD + file_of(row()) + END

    assert send(body, f"Content-Length: {len(body)}").startswith(b"HTTP/1.1 201")


def test_a_body_that_is_said_to_be_too_long_is_refused_though_nothing_of_it_was_sent(send: Send):
    assert send(b"", "Content-Length: 1000000000").startswith(b"HTTP/1.1 413")


def test_a_stranger_is_refused_though_nothing_was_sent(send: Send):
    assert send(b"", "Content-Length: 1000000000", who="X-Who: nobody").startswith(b"HTTP/1.1 401")


def test_a_body_in_chunks_is_asked_for_its_length(send: Send):
    body = HEAD + file_of(row()) + END

    assert send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body), "Transfer-Encoding: chunked").startswith(b"HTTP/1.1 411")


def test_a_body_that_goes_on_behind_its_length_starts_no_import(send: Send):
    body = HEAD + file_of(row()) * 100 + END

    assert send(body, f"Content-Length: {len(body) // 2}").startswith(b"HTTP/1.1 400")
    assert not ImportJob.objects.exists()


def test_a_body_that_breaks_off_starts_no_import(send: Send):
    body = HEAD + file_of(row()) * 100

    assert not send(body, f"Content-Length: {len(body) * 2}", is_all=True).startswith(b"HTTP/1.1 2")
    assert not ImportJob.objects.exists()
