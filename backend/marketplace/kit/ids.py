"""Prefixed ULIDs: sortable by time, unique without a round trip, and telling what they name (``ord_01J...``)."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime
from typing import NewType

from ulid import ULID

CheckoutId = NewType("CheckoutId", str)
OrderId = NewType("OrderId", str)
PaymentId = NewType("PaymentId", str)
ProductId = NewType("ProductId", str)
VariantId = NewType("VariantId", str)
VendorId = NewType("VendorId", str)

_ID = re.compile(r"[a-z]{2,8}_[0-6][0-9A-HJKMNP-TV-Z]{25}")  # from 7 on, the time is later than any that Python knows


def new_id(prefix: str, *, at: datetime) -> str:
    """A fresh id such as ``ord_01J9Z...`` whose time part is ``at`` (UTC, to the millisecond)."""
    return f"{prefix}_{ULID.from_datetime(at)}"


def derived_id(prefix: str, *parts: str, at: datetime) -> str:
    """The same id for the same parts and time, every time: what a repeated step needs to find its first result."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    milliseconds = int(at.timestamp() * 1000)
    return f"{prefix}_{ULID.from_bytes(milliseconds.to_bytes(6, 'big') + digest[:10])}"


def is_id(text: str, prefix: str) -> bool:
    return text.startswith(f"{prefix}_") and _ID.fullmatch(text) is not None


def is_any_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def time_of(identifier: str) -> datetime:
    """When an id was made (UTC). :raises ValueError: if it is not one of ours"""
    return ULID.from_str(identifier.rpartition("_")[2]).datetime.astimezone(UTC)


def new_secret() -> str:
    """A secret for a bearer to hold (cart token, API key): 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of such a secret. It has full entropy, so a fast hash is enough (unlike for a password)."""
    return hashlib.sha256(secret.encode()).hexdigest()
