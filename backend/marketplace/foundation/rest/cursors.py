"""
Cursors as callers see them: sealed, so that only what this API has given out for the same list comes back in.

A store's own cursor says where its list goes on, and may hold the words that are searched; made by hand, it could ask for anything. The
seal (an HMAC) holds for the region, the address, the filters and whose list it is. Queries and stores know nothing of it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import msgspec
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.encryption import secret_keys
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_LENGTH = limits.declare("rest.cursor", 4_000, "characters", "Of a cursor, which is refused unread above; 422.")
SEAL_LENGTH = 32  # hexadecimal digits: 128 bits

Parameters = Iterable[tuple[str, list[str]]]


def list_name(path: str, parameters: Parameters, *, owner: str = "") -> bytes:
    """What a cursor is good for: the list at that address of the region in scope, narrowed by these parameters, of that owner."""
    narrowed = sorted((name, values) for name, values in parameters if name not in ("cursor", "limit"))
    return msgspec.json.encode([tenancy.current().slug, path, narrowed, owner])


def seal(cursor: str, *, name: bytes) -> str:
    return _seal(cursor, name, settings.SECRET_KEY) + cursor


def unseal(sealed: str, *, name: bytes) -> str:
    """The store's own cursor. :raises InvalidInput: if it was not given out for the list of that name"""
    seal, cursor = sealed[:SEAL_LENGTH], sealed[SEAL_LENGTH:]
    if len(sealed) > MAX_LENGTH or not sealed.isascii() or not _is_seal(seal, cursor, name):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    return cursor


def _is_seal(seal: str, cursor: str, name: bytes) -> bool:
    return any(hmac.compare_digest(seal, _seal(cursor, name, secret)) for secret in secret_keys())


def _seal(cursor: str, name: bytes, secret: str) -> str:
    key = b"cursor of a list\x00" + secret.encode()
    return hmac.digest(key, name + b"\x00" + cursor.encode(), "sha256").hex()[:SEAL_LENGTH]
