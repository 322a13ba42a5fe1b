"""A request as the server gives it (RSGI), in WSGI's words (PEP 3333)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import IO, Any, Protocol

_BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_FIXED: dict[str, Any] = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class Headers(Protocol):
    def items(self) -> Iterable[tuple[str, str]]: ...
    def get(self, key: str, default: Any = None) -> Any: ...
    def __contains__(self, key: str) -> bool: ...


class Scope(Protocol):
    """What granian knows of a request; ``path`` is decoded, ``server`` and ``client`` are addresses with a port."""

    http_version: str
    scheme: str
    method: str
    path: str
    query_string: str
    server: str
    client: str
    authority: str | None
    headers: Headers


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Headers that come twice are joined; one with an underscore in its name, which could pass for another, is dropped."""
    server_name, _, server_port = scope.server.rpartition(":")
    environ = {
        **_FIXED,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server_name,
        "SERVER_PORT": server_port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _as_latin(scope.path),
        "QUERY_STRING": _as_latin(scope.query_string),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = _BARE.get(name) or "HTTP_" + name.upper().replace("-", "_")
        if key in environ:
            value = f"{environ[key]}{';' if name == 'cookie' else ','}{value}"
        environ[key] = value
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    return environ


def _as_latin(text: str) -> str:
    return text if text.isascii() else text.encode().decode("latin-1")
