from __future__ import annotations

from io import BytesIO
from typing import Any

from marketplace.foundation.serving.environ import environ_of


class Headers(list[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return list(self)


class Request:
    http_version, scheme, method, query_string = "1.1", "http", "GET", "q=1"
    path, server, client, authority = "/é", "127.0.0.1:80", "[::1]:4711", None

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.headers = Headers(headers)


def environ(*headers: tuple[str, str]) -> dict[str, Any]:
    return environ_of(Request(*headers), BytesIO())


def test_headers_that_come_twice_are_joined():
    assert environ(("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2"))["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"


def test_no_header_passes_for_another():
    assert "HTTP_X_FORWARDED_FOR" not in environ(("x_forwarded_for", "1.1.1.1"))


def test_a_path_is_given_as_wsgi_wants_it():
    assert environ()["PATH_INFO"].encode("latin-1").decode() == "/é"


def test_an_address_has_no_port():
    assert environ()["REMOTE_ADDR"] == "::1"
