"""
Signed notices to the web server, which keeps whole pages: which tags of the answers that they were made from are out of date.

The receiver computes the same HMAC over time, dot and body, and refuses a time that is minutes away from its own.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Collection, Iterator
from functools import cache

import httpx
import msgspec
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.mail.links import web_host
from marketplace.kit import limits

SIGNATURE = "GM-Signature"
MAX_TAGS = limits.declare("revalidation.tags", 1_000, "tags", "Tags of one notice to the web server; more come in further ones.")
TIMEOUT = httpx.Timeout(5.0, connect=1.0)


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """``change`` is the number of the region's change up to which the tags are out of date; ``sent_at`` is in seconds since 1970."""

    tenant: str
    host: str
    tags: tuple[str, ...]
    change: int
    sent_at: int


class NoticeRefused(RuntimeError):
    """The web server did not accept a notice."""


def send(tags: Collection[str], *, change: int) -> None:
    """
    Send these tags of the tenant in scope to every web server, in as many notices as they need.

    :raises NoticeRefused: by an answer other than 2xx :raises httpx.TransportError: without an answer
    """
    for part in _parts(sorted(tags)):
        notice = Notice(tenant=tenancy.current().slug, host=web_host(), tags=part, change=change, sent_at=int(time.time()))
        for address in settings.WEB_REVALIDATE_URLS:
            _post(address, msgspec.json.encode(notice), at=notice.sent_at)


def sign(secret: str, body: bytes, *, at: int) -> str:
    """The value of ``GM-Signature``."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _parts(tags: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(tags), MAX_TAGS):
        yield tuple(tags[start : start + MAX_TAGS])


def _post(address: str, body: bytes, *, at: int) -> None:
    headers = {"Content-Type": "application/json", SIGNATURE: sign(settings.WEB_REVALIDATE_SECRET, body, at=at)}
    answer = _client().post(address, content=body, headers=headers)
    if not answer.is_success:
        raise NoticeRefused(f"{address} answered {answer.status_code}")


@cache
def _client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT, trust_env=False)
