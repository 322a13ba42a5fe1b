"""Addresses that open one private file for a short time, where the files lie in a folder of ours; Azure signs its own."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.foundation.blobs.port import Attachment
from marketplace.foundation.encryption import CannotDecrypt, decrypt, encrypt
from marketplace.kit.errors import MarketplaceError, NotFound

PURPOSE = "private-link"


class LinkExpired(MarketplaceError):
    """The file is still there for those who may see it: they ask for a new link."""

    code = "link_expired"
    status = 410
    title = "This link has expired; ask for a new one"


class _Link(msgspec.Struct, frozen=True):
    path: str
    attachment: Attachment
    expires_at: datetime


def sign(path: str, attachment: Attachment, *, expires_at: datetime) -> str:
    """What stands in the address: encrypted with a key of the tenant, so that nobody makes, changes or reads one."""
    return encrypt(msgspec.json.encode(_Link(path, attachment, expires_at)), purpose=PURPOSE)


def read(token: str, *, now: datetime) -> tuple[str, Attachment]:
    """
    The file that a link opens.

    :raises NotFound: for a link that was altered or made up, or is another tenant's
    :raises LinkExpired: if its time is over
    """
    try:
        link = msgspec.json.decode(decrypt(token, purpose=PURPOSE), type=_Link)
    except (CannotDecrypt, UnicodeEncodeError):
        raise NotFound from None
    if now >= link.expires_at:
        raise LinkExpired
    return link.path, link.attachment
