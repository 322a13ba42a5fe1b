"""Calls of a gateway over HTTP: one pool of connections for each account, a deadline for each call, and one meaning for each failure."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import httpx
import msgspec

from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderRightMissing, ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.foundation import metrics, tracing

DEADLINE_S = 15.0  # for the whole answer, however slowly it comes
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
ANSWER_MAX_BYTES = 2_000_000

log = logging.getLogger(__name__)
T = TypeVar("T")

# What a name or a text of a gateway's may be: whatever else it says is no answer of it.
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
Phrase = Annotated[str, msgspec.Meta(max_length=2_000, pattern=r"^[^\x00]*\Z")]


class Enveloped(msgspec.Struct, Generic[T]):
    """The answer of a gateway that puts what was asked for under ``data``."""

    data: T


class Fetched(NamedTuple):
    """What a gateway answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Gateway:
    """
    One account at one gateway. ``refusal`` reads the gateway's own short reason from the body of a refusal; ``is_final`` says of a status
    and such a reason whether it is a refusal where the status alone would not say so.
    """

    def __init__(
        self,
        title: str,
        *,
        url: str,
        headers: Mapping[str, str],
        refusal: Callable[[bytes], str],
        is_final: Callable[[int, str], bool] = lambda status, reason: False,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._title = title
        self._deadline_s = deadline_s
        self._client = _client(url, tuple(headers.items()))
        self._refusal, self._is_final = refusal, is_final

    def call(self, method: str, path: str, kind: type[T], *, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> T:
        """The answer, read as ``kind``. Raises what ``fetch`` does, and ProviderUnavailable for an answer that cannot be read."""
        return self.read(self.fetch(method, path, content=content, headers=headers).body, kind)

    def call_json(
        self, method: str, path: str, kind: type[T], *, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> T:
        """``call`` with ``body``, if there is one, as JSON."""
        given = dict(headers or {})
        if body is None:
            return self.call(method, path, kind, headers=given)
        return self.call(method, path, kind, content=msgspec.json.encode(body), headers={**given, "Content-Type": "application/json"})

    def fetch(self, method: str, path: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> Fetched:
        """
        The answer as it came.

        :raises Rejected: if the gateway refuses for good
        :raises ProviderKeyRefused: if it does not know our key; ProviderRightMissing, if the key may not do this
        :raises ProviderUnavailable: without an answer in time: what was done is unknown
        """
        began, outcome = time.perf_counter(), "ok"
        try:
            return self._fetch(method, path, content, headers)
        except Exception as error:
            outcome = _outcome_of(error)
            raise
        finally:
            took_s = time.perf_counter() - began
            metrics.PROVIDER_CALLS.labels(metrics.tenant_in_scope(), self._title, outcome).observe(took_s, metrics.exemplar())
            tracing.part_ended("provider", took_s, outcome, provider=self._title)

    def read(self, body: bytes, kind: type[T]) -> T:
        """:raises ProviderUnavailable: if it cannot be read: what was done is unknown, as without an answer"""
        try:
            return msgspec.json.decode(body, type=kind)
        except msgspec.DecodeError as error:
            raise ProviderUnavailable(note=f"{self._title} answered nonsense: {error}") from error

    def _fetch(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str] | None) -> Fetched:
        fetched = self._send(method, path, content, headers)
        if fetched.status < 300:
            return fetched
        reason, status = self._refusal(fetched.body), fetched.status
        if status in (401, 403) and not self._is_final(status, reason):
            log.error("%s refuses our key: %s %s to %s %s", self._title, status, reason, method, path)
            kind = ProviderRightMissing if status == 403 else ProviderKeyRefused
            raise kind(note=f"{self._title} refuses our key: {status} {reason}")
        if not self._is_final(status, reason) and (status in (408, 409, 425, 429) or status >= 500):  # 409: the same request is under way
            log.warning("%s answered %s %s to %s %s", self._title, status, reason, method, path)
            raise ProviderUnavailable(note=f"{self._title} answered {status}")
        raise Rejected(reason, body=fetched.body)

    def _send(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str] | None) -> Fetched:
        ends_at, body = time.monotonic() + self._deadline_s, b""
        try:
            with self._client.stream(method, path, content=content, headers=dict(headers or {})) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > ends_at or len(body) > ANSWER_MAX_BYTES:
                        raise ProviderUnavailable(note=f"{self._title} answers too slowly, or too much")
                return Fetched(response.status_code, body, response.headers)
        except httpx.HTTPError as error:
            raise ProviderUnavailable(note=f"{type(error).__name__} at {self._title}") from error


def _outcome_of(error: Exception) -> str:
    """For the metrics. A refusal is the gateway's answer; a key that it does not know is a fault of ours."""
    if isinstance(error, Rejected):
        return "refused"
    return "failed" if isinstance(error, ProviderKeyRefused) else metrics.outcome_of(error)


@lru_cache(maxsize=32)
def _client(url: str, headers: tuple[tuple[str, str], ...]) -> httpx.Client:
    """A client may be used by many threads. A connection that fails before anything is sent is tried once more."""
    transport = httpx.HTTPTransport(retries=1, limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))
    return httpx.Client(base_url=url, headers=dict(headers), timeout=TIMEOUT, transport=transport, trust_env=False)


def multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes, str]]) -> tuple[bytes, str]:
    """
    A form with files (RFC 7578) and its content type; of each file the name, the content and the type. The same is the same form, so that a
    gateway knows a request that it gets twice.
    """
    digest = hashlib.sha256(b"".join(content for _, content, _ in files.values())).hexdigest()[:32]
    kind = f"multipart/form-data; boundary={digest}"
    request = httpx.Request("POST", "http://gateway", data=fields, files=files, headers={"Content-Type": kind})
    return request.read(), kind


def code_of(text: str) -> str:
    """A short, stable code made of a gateway's words: ``Insufficient funds!`` is ``insufficient_funds``."""
    letters = "".join(character if character.isascii() and character.isalnum() else " " for character in text.lower())
    return "_".join(letters.split())[:100] or "refused"
