"""The actors: each speaks HTTP to one region, from an address and with a token of its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from narration import Stopped

PATIENCE_S = 60.0
POLL_S = 0.25

T = TypeVar("T")


class Answer:
    """What came back, and what was asked."""

    def __init__(self, response: httpx.Response, request: str) -> None:
        self.status, self.headers, self.content = response.status_code, response.headers, response.content
        self.request = request
        is_json = "json" in response.headers.get("Content-Type", "")
        self.data: Any = response.json() if is_json and response.content else None

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    @property
    def code(self) -> str:
        """The stable code of a problem; empty for any other answer."""
        return str(self.data.get("code", "")) if isinstance(self.data, dict) and self.status >= 400 else ""

    @property
    def etag(self) -> str:
        return self.headers.get("ETag", "")


class Caller:
    """One person, or one machine of theirs, in front of one region's API."""

    def __init__(self, name: str, region: str, port: int, *, language: str = "en", host: str = "") -> None:
        self.name, self.region, self.language = name, region, language
        self.token = ""
        self.extra: dict[str, str] = {}  # such as Cart-Token
        self._host = host or f"api.{region}.localhost:{port}"
        self.shop = f"http://{self._host.removeprefix('api.')}"  # where the region's own pages are
        self._base = f"http://127.0.0.1:{port}/api/v1/"
        # The gateway would tell each caller's address; here everybody would share the machine's, and its throttles.
        self._address = f"198.18.{secrets.randbelow(256)}.{1 + secrets.randbelow(254)}"
        self._http = httpx.Client(timeout=60, trust_env=False)

    def get(self, path: str, *, expect: int = 200, **query: Any) -> Answer:
        return self.send("GET", path, expect=expect, params={name: str(value) for name, value in query.items()})

    def post(self, path: str, body: Any = None, *, expect: int = 200, key: str = "", **options: Any) -> Answer:
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        return self.send("POST", path, expect=expect, headers=headers, **({"json": body} if body is not None else {}), **options)

    def patch(self, path: str, body: Any, *, etag: str, expect: int = 200) -> Answer:
        return self.send("PATCH", path, expect=expect, json=body, headers={"If-Match": etag})

    def put(self, path: str, body: Any, *, etag: str, expect: int = 200) -> Answer:
        return self.send("PUT", path, expect=expect, json=body, headers={"If-Match": etag})

    def send(self, method: str, path: str, *, expect: int, headers: dict[str, str] | None = None, **options: Any) -> Answer:
        """Sends the request again when the answer says so. :raises Stopped: if the answer is not of the expected status"""
        sent = {"Host": self._host, "Accept-Language": self.language, "X-Forwarded-For": self._address, **self.extra, **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        until = time.monotonic() + PATIENCE_S
        response = self._ask(method, path, headers=sent, **options)
        while response.status_code == 503 != expect and "Retry-After" in response.headers and time.monotonic() < until:
            time.sleep(float(response.headers["Retry-After"]))
            response = self._ask(method, path, headers=sent, **options)
        answer = Answer(response, f"{method} {path} → {response.status_code}")
        if response.status_code != expect:
            raise Stopped(f"{self.name} ({self.region}): {answer.request}, expected {expect}\n    {response.text[:1500]}")
        return answer

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._http.request(method, self._base + path, **options)
        except httpx.HTTPError as error:
            raise Stopped(f"{self.name} gets no answer to {method} {path} at {self._host}: {error}. Does make up run?") from error

    def every(self, path: str, **query: Any) -> Iterator[Any]:
        """All items of a list, page by page."""
        cursor = ""
        while True:
            page = self.get(path, limit=100, **query, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def log_in(self, *, audience: str, email: str, password: str) -> Answer:
        """Begin a session; the token that held before is gone."""
        self.token = ""
        answer = self.post("auth/login", {"audience": audience, "email": email, "password": password})
        self.token = answer["access_token"]
        return answer

    @contextmanager
    def with_token(self, token: str) -> Iterator[Caller]:
        """Speak with another token for a while."""
        own, self.token = self.token, token
        try:
            yield self
        finally:
            self.token = own


def wait_for(what: str, read: Callable[[], T | None], *, patience_s: float = PATIENCE_S) -> T:
    """The first true value that ``read`` gives. :raises Stopped: if it gives none in time"""
    until = time.monotonic() + patience_s
    while True:
        if found := read():
            return found
        if time.monotonic() > until:
            raise Stopped(f"Waited {patience_s:.0f} s in vain for {what}. make logs shows what the programs do.")
        time.sleep(POLL_S)
