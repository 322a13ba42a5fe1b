"""Gateways that give an access token for credentials (OAuth 2.0, RFC 6749, 4.4): kept until it ends, and replaced if it is refused."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from marketplace.apps.payments.errors import ProviderKeyRefused
from marketplace.apps.payments.providers.calls import Fetched, Gateway

MARGIN_S = 60.0  # a token is not used in the last minute of its life: a call takes time

T = TypeVar("T")


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float


class Bearer:
    """One account. Each process keeps a token of its own; several threads may fetch one at once, which harms nobody."""

    def __init__(self, gateway: Gateway, *, path: str, user: str, secret: str, body: bytes = b"", headers: Mapping[str, str]) -> None:
        credentials = b64encode(f"{user}:{secret}".encode()).decode()
        self._gateway, self._path, self._body = gateway, path, body
        self._headers = {"Authorization": f"Basic {credentials}", **headers}
        self._token, self._ends_at = "", 0.0

    def call(self, method: str, path: str, kind: type[T], *, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> T:
        """The answer, read as ``kind``. Raises what ``Gateway.call`` does."""
        return self._gateway.read(self.fetch(method, path, content=content, headers=headers).body, kind)

    def fetch(self, method: str, path: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer as it came. Raises what ``Gateway.fetch`` does; nothing was done for a token that was refused."""
        is_kept = bool(self._token) and time.monotonic() < self._ends_at
        if not is_kept:
            self.renew()
        try:
            return self._send(method, path, content, headers)
        except ProviderKeyRefused:
            if not is_kept:
                raise
            self.renew()
            return self._send(method, path, content, headers)

    def renew(self) -> None:
        """Ask for another token. :raises ProviderKeyRefused: if the gateway does not know the credentials"""
        found = self._gateway.call("POST", self._path, _Token, content=self._body, headers=self._headers)
        self._token, self._ends_at = found.access_token, time.monotonic() + found.expires_in - MARGIN_S

    def _send(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str] | None) -> Fetched:
        authorized = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        return self._gateway.fetch(method, path, content=content, headers=authorized)
