"""What tests of every app share. Nothing outside tests imports this."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from marketplace.kit.ids import new_id

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


class QuickArgon2Hasher(Argon2PasswordHasher):
    """Argon2 at the least cost that it accepts."""

    time_cost, memory_cost, parallelism = 1, 8, 1


class ApiClient:
    """Speaks to the API as a caller of one region would: ``api.get("store/products", tenant="eu", q="mug")``."""

    def get(self, path: str, /, *, tenant: str = "eu", **query: Any) -> HttpResponse:
        return self.send("GET", path, tenant=tenant, **query)

    def post(self, path: str, body: Any = None, *, tenant: str = "eu", **options: Any) -> HttpResponse:
        return self.send("POST", path, body, tenant=tenant, **options)

    def patch(self, path: str, body: Any = None, *, tenant: str = "eu", **options: Any) -> HttpResponse:
        return self.send("PATCH", path, body, tenant=tenant, **options)

    def put(self, path: str, body: Any = None, *, tenant: str = "eu", **options: Any) -> HttpResponse:
        return self.send("PUT", path, body, tenant=tenant, **options)

    def delete(self, path: str, *, tenant: str = "eu", **options: Any) -> HttpResponse:
        return self.send("DELETE", path, tenant=tenant, **options)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        /,  # a query may have a parameter of one of these names
        *,
        tenant: str = "eu",
        host: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        key: str | None = None,
        etag: str | None = None,
        files: dict[str, Any] | None = None,
        **query: Any,
    ) -> HttpResponse:
        """``key`` is the Idempotency-Key (a fresh one when left out), ``etag`` what If-Match says, ``files`` makes it multipart."""
        sent = {"Host": host or f"api.{tenant}.localhost", **(headers or {})}
        if token:
            sent["Authorization"] = token if " " in token else f"Bearer {token}"
        if method == "POST":
            sent["Idempotency-Key"] = key or new_id("key", at=datetime.now(UTC))
        if etag is not None:
            sent["If-Match"] = f'"{etag}"'
        content: dict[str, Any] = {}
        if files is not None:
            fields = {**(body or {}), **files}  # Django's client encodes those of a POST alone
            is_post = method == "POST"
            content = {"data": fields if is_post else encode_multipart(BOUNDARY, fields), "content_type": MULTIPART_CONTENT}
        elif method != "GET":
            content = {"data": msgspec.json.encode(body) if body is not None else b"", "content_type": "application/json"}
        client = Client(raise_request_exception=True)
        verb = getattr(client, method.lower())
        return verb(f"/api/v1/{path}", headers=sent, query_params=query or None, **content)
