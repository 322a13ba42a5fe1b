"""Calls of a carrier over HTTP: one pool of connections, a deadline for each call, and one meaning for each failure."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import httpx
import msgspec

from marketplace.apps.carriers.errors import CarrierKeysRefused, CarrierUnavailable, LabelRefused
from marketplace.foundation import metrics, tenancy, tracing

DEADLINE_S = 30.0  # for the whole answer: the carrier's carrier is asked meanwhile
# Two calls, as of a return, end well before the two minutes that a label is claimed for.
TIMEOUT = httpx.Timeout(20.0, connect=3.0, write=5.0, pool=2.0)
ANSWER_MAX_BYTES = 10_000_000  # labels are files
REASON_MAX = 300

log = logging.getLogger(__name__)
T = TypeVar("T")


class _Error(msgspec.Struct):
    detail: str = ""
    title: str = ""


class _Errors(msgspec.Struct):
    """Errors as JSON:API has them."""

    errors: list[_Error] = []


class Caller:
    """One account at one carrier, whose requests are authenticated by user and password (RFC 7617)."""

    def __init__(self, title: str, *, url: str, user: str, password: str) -> None:
        self._title, self._url, self._auth = title, url, httpx.BasicAuth(user, password)

    def call(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        taken: tuple[int, ...] = (),
    ) -> T:
        """
        The answer, read as ``kind``. Statuses in ``taken`` are answers, too.

        :raises LabelRefused: if the carrier refuses for good :raises CarrierKeysRefused: if it does not know the keys
        :raises CarrierUnavailable: without an answer in time, or with one that cannot be read: what was done is unknown
        """
        content = self.fetch(method, path, body=body, query=query, taken=taken)
        try:
            return msgspec.json.decode(content, type=kind)
        except msgspec.DecodeError as error:
            raise CarrierUnavailable(note=f"{self._title} answered nonsense: {error}") from error

    def fetch(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        accept: str = "application/json",
        taken: tuple[int, ...] = (),
    ) -> bytes:
        """The answer's content. Raises as ``call`` does."""
        tenancy.forbid_in_transaction("a carrier is called")
        began, outcome = time.perf_counter(), "ok"
        try:
            return self._fetch(method, path, body, query, accept, taken)
        except Exception as error:
            outcome = "refused" if isinstance(error, LabelRefused) else metrics.outcome_of(error)
            raise
        finally:
            took_s = time.perf_counter() - began
            metrics.PROVIDER_CALLS.labels(metrics.tenant_in_scope(), self._title, outcome).observe(took_s)
            tracing.part_ended("provider", took_s, outcome, provider=self._title)

    def _fetch(self, method: str, path: str, body: Any, query: Mapping[str, str] | None, accept: str, taken: tuple[int, ...]) -> bytes:
        headers = {"Accept": accept, **({} if body is None else {"Content-Type": "application/json"})}
        content = None if body is None else msgspec.json.encode(body)
        ends_at, received = time.monotonic() + DEADLINE_S, b""
        try:
            with _client(self._url).stream(
                method, path, content=content, params=dict(query or {}), headers=headers, auth=self._auth
            ) as response:
                for chunk in response.iter_bytes():
                    received += chunk
                    if time.monotonic() > ends_at or len(received) > ANSWER_MAX_BYTES:
                        raise CarrierUnavailable(note=f"{self._title} answers too slowly, or too much")
        except httpx.HTTPError as error:
            raise CarrierUnavailable(note=f"{type(error).__name__} at {self._title}") from error
        status = response.status_code
        if status < 300 or status in taken:
            return received
        log.warning("%s answered %s to %s %s", self._title, status, method, path)
        if status in (401, 403):
            raise CarrierKeysRefused(note=f"{self._title} answered {status}")
        if status in (408, 425, 429) or status >= 500:
            raise CarrierUnavailable(note=f"{self._title} answered {status}")
        raise LabelRefused(reason=reason_of(received) or str(status))


def reason_of(content: bytes) -> str:
    """What a carrier says about a refusal, in its own words; empty if it says nothing that can be shown."""
    try:
        errors = msgspec.json.decode(content, type=_Errors).errors
    except msgspec.DecodeError:
        return ""
    return plain("; ".join(found.detail or found.title for found in errors))


def plain(text: str) -> str:
    """A text of the carrier's as one line that people can be shown."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:REASON_MAX]


@lru_cache(maxsize=8)
def _client(url: str) -> httpx.Client:
    """
    A client may be used by many threads. Vendors share it: each request carries its own vendor's keys, and no cookie is kept that would
    take one vendor's session into another's request.
    """
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    transport = httpx.HTTPTransport(limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))
    return httpx.Client(base_url=url, timeout=TIMEOUT, transport=transport, trust_env=False, cookies=no_cookies)
