"""Stripe's library, with our HTTP client beneath it: deadlines, and one meaning for each failure. Imported when it is first used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from marketplace.apps.payments.providers.calls import Gateway, code_of, multipart

T = TypeVar("T")


class StripeClient:
    """One account. ``post``, ``get`` and ``delete`` raise what ``Gateway.fetch`` does."""

    def __init__(self, url: str, secret_key: str) -> None:
        import stripe

        self._gateway = Gateway("Stripe", url=url, headers={}, refusal=_refusal, is_final=_is_final)
        self._files = Gateway("Stripe", url=files_url(url), headers={}, refusal=_refusal, is_final=_is_final)
        self._secret_key = secret_key
        gateway, prefix = self._gateway, urlsplit(url).path

        class Transport(stripe.HTTPClient):
            """Sends what the library asks for; it never repeats a request by itself."""

            name = "globalmarket"

            def request(
                self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
            ) -> tuple[str, int, Mapping[str, str]]:
                parts = urlsplit(url)
                path = f"{parts.path.removeprefix(prefix)}?{parts.query}" if parts.query else parts.path.removeprefix(prefix)
                content = post_data.encode() if isinstance(post_data, str) else post_data
                fetched = gateway.fetch(method.upper(), path, content=content, headers=headers)
                return fetched.body.decode(), fetched.status, fetched.headers

            def close(self) -> None:
                """The connections stay, for the next client of the account."""

        self._signature = stripe.WebhookSignature
        self._client = stripe.StripeClient(secret_key, http_client=Transport(), base_addresses={"api": url}, max_network_retries=0)

    def post(self, path: str, kind: type[T], params: Mapping[str, Any], *, key: str | None) -> T:
        """Without a key, each call makes something of its own."""
        return self._read(self._client.raw_request("post", path, **params, idempotency_key=key), kind)

    def get(self, path: str, kind: type[T], params: Mapping[str, Any]) -> T:
        return self._read(self._client.raw_request("get", path, **params), kind)

    def delete(self, path: str, kind: type[T]) -> T:
        return self._read(self._client.raw_request("delete", path), kind)

    def upload(self, purpose: str, name: str, content: bytes, kind: type[T], *, key: str) -> T:
        """A PDF, at the host that Stripe has for files (https://docs.stripe.com/file-upload)."""
        body, content_type = multipart({"purpose": purpose}, {"file": (name, content, "application/pdf")})
        headers = {"Content-Type": content_type, "Idempotency-Key": key, "Authorization": f"Bearer {self._secret_key}"}
        return self._files.call("POST", "/v1/files", kind, content=body, headers=headers)

    def is_signed(self, body: bytes, header: str, secret: str, *, life_s: int) -> bool:
        """Whether the header holds a signature of the body, not older than ``life_s``."""
        import stripe

        try:
            return bool(secret) and bool(self._signature.verify_header(body, header, secret, tolerance=life_s))
        except (stripe.SignatureVerificationError, ValueError):  # of bytes that are no text
            return False

    def _read(self, answer: Any, kind: type[T]) -> T:
        return self._gateway.read(answer.body.encode(), kind)


def files_url(url: str) -> str:
    """Where files are sent: another host at Stripe, and the same one at a stand-in."""
    return url.replace("//api.stripe.", "//files.stripe.", 1)


@lru_cache(maxsize=32)
def client_of(url: str, secret_key: str) -> StripeClient:
    """The client of an account; it may be used by many threads."""
    return StripeClient(url, secret_key)


def _is_final(status: int, reason: str) -> bool:
    """403 also answers for a vendor's account that does not exist, or whose owner has revoked our access: nothing is wrong with our key."""
    return status == 403 and reason == "account_invalid"


def _refusal(body: bytes) -> str:
    """Stripe's code of a refusal, the bank's before Stripe's own."""
    try:
        error = msgspec.json.decode(body, type=dict[str, Any]).get("error") or {}
    except msgspec.DecodeError:
        return "unreadable"
    return code_of(str(error.get("decline_code") or error.get("code") or error.get("type") or "refused"))
