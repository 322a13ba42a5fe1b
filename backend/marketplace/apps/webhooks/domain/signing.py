"""
Signatures of requests, as Standard Webhooks 1.0 describes them (https://github.com/standard-webhooks/standard-webhooks): libraries in many
languages verify them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

SECRET_START = "whsec_"  # noqa: S105  names what follows, and is no secret


def new_secret() -> str:
    """A fresh secret as its receiver keeps it: ``whsec_`` and base64."""
    return SECRET_START + base64.b64encode(secrets.token_bytes(32)).decode()


def headers_of(delivery_id: str, body: bytes, *, signed_by: Sequence[str], at: datetime) -> dict[str, str]:
    """The headers that identify and sign a request: one signature (HMAC-SHA256) by each of the secrets, any of which may be checked."""
    seconds = str(int(at.timestamp()))
    signed = f"{delivery_id}.{seconds}.".encode() + body
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in signed_by),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_START))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
