"""
Where files lie: ``eu/public/products/...`` or ``eu/private/...``.

A path holds only letters, digits, ``.``, ``_`` and ``-`` between its slashes, so that no file system, address or encoding
reads it in another way; and two files never share one, also where upper and lower case are the same.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import IO

from marketplace.foundation import tenancy
from marketplace.foundation.blobs.port import PRIVATE, PUBLIC

_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_FILENAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
MAX_NAME = 300
MAX_PATH = 400
CHUNK_BYTES = 64 * 1024

# What is kept, and its ending: the ending follows the type, so that a file is served as what it was stored as.
ENDINGS = {
    "application/json": ".json",
    "application/octet-stream": ".bin",
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/avif": ".avif",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/csv": ".csv",
    "text/plain": ".txt",
}


class InvalidBlob(ValueError):
    """A name that could lead out of the tenant's folder, or a type of content that is not kept: a programming error."""


def path_of(kind: str, name: str, content: IO[bytes], content_type: str) -> str:
    """
    The path of a file of that content. The digest in it covers the name as well: names that differ in their case or
    their ending only are files of their own everywhere.

    :raises InvalidBlob: for a bad name or type
    """
    check_name(name)
    stem = str(PurePosixPath(name).with_suffix(""))
    digest = hashlib.sha256(name.encode() + b"\0")
    content.seek(0)
    while chunk := content.read(CHUNK_BYTES):
        digest.update(chunk)
    return f"{tenancy.current().slug}/{kind}/{stem}-{digest.hexdigest()[:32]}{ending_of(content_type)}"


def check_name(name: str) -> None:
    """:raises InvalidBlob: unless it is a name like ``products/cup.webp``"""
    if len(name) > MAX_NAME or not all(_PART.fullmatch(part) for part in name.split("/")):
        raise InvalidBlob(f"{name!r} is not a name like products/cup.webp")


def check_filename(filename: str) -> None:
    """:raises InvalidBlob: unless it may stand in a header as it is"""
    if not _FILENAME.fullmatch(filename):
        raise InvalidBlob(f"{filename!r} is not a file name like statement.pdf")


def ending_of(content_type: str) -> str:
    """:raises InvalidBlob: for a type of content that is not kept"""
    if content_type not in ENDINGS:
        raise InvalidBlob(f"files of type {content_type} are not kept")
    return ENDINGS[content_type]


def is_own(path: str, kind: str = "") -> bool:
    """Whether it is a path of the tenant in scope, and of that kind if one is named."""
    slug, _, rest = path.partition("/")
    first, _, name = rest.partition("/")
    return (
        slug == tenancy.current().slug
        and first in ((kind,) if kind else (PUBLIC, PRIVATE))
        and len(path) <= MAX_PATH + 100
        and all(_PART.fullmatch(part) for part in name.split("/"))
    )
