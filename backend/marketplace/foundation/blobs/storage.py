"""
Files in the storage that the settings name (a folder, Azure Blob Storage, S3), under the tenant's own prefix.

A path is ``eu/public/products/...`` or ``eu/private/...``. It contains a digest of the content, so a file never changes:
the same content under the same name is the same path, and caches may keep it for ever.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from marketplace.foundation import tenancy
from marketplace.kit.errors import NotFound

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
MAX_NAME = 300

# What a browser may show from our own address; the ending follows the type, so that it is served as what it was stored as.
_ENDINGS = {
    "application/json": ".json",
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


def save_public(name: str, content: bytes, content_type: str) -> str:
    """Keep a file that everybody may fetch; its path. Safe to repeat. :raises InvalidBlob: for a bad name or type"""
    return _save("public", name, content, content_type)


def save_private(name: str, content: bytes, content_type: str) -> str:
    """Keep a file that only our own code opens; its path. Safe to repeat. :raises InvalidBlob: for a bad name or type"""
    return _save("private", name, content, content_type)


def open_blob(path: str) -> IO[bytes]:
    """The file, for reading; close it. :raises NotFound: if there is none of this tenant at that path"""
    tenancy.forbid_in_transaction("a blob store's call")
    if not _is_own(path):
        raise NotFound
    try:
        file: IO[bytes] = default_storage.open(path, "rb")
    except FileNotFoundError:
        raise NotFound from None
    return file


def public_url(path: str) -> str:
    """Where a browser fetches a public file. :raises InvalidBlob: for a path that is not one of the tenant's public files"""
    if not _is_own(path) or not path.startswith(f"{tenancy.current().slug}/public/"):
        raise InvalidBlob(f"{path!r} is not a public file of this tenant")
    url = default_storage.url(path)
    return url if "//" in url else f"{_api_origin()}{url}"


def _save(kind: str, name: str, content: bytes, content_type: str) -> str:
    tenancy.forbid_in_transaction("a blob store's call")
    _check(name)
    if content_type not in _ENDINGS:
        raise InvalidBlob(f"files of type {content_type} are not kept")
    stem, digest = str(PurePosixPath(name).with_suffix("")), hashlib.sha256(content).hexdigest()[:16]
    path = f"{tenancy.current().slug}/{kind}/{stem}-{digest}{_ENDINGS[content_type]}"
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return path
        default_storage.delete(path)  # half written when its process ended
    saved = default_storage.save(path, ContentFile(content))
    if saved != path:  # somebody else stored the same content meanwhile
        default_storage.delete(saved)
    return path


def _check(name: str) -> None:
    if len(name) > MAX_NAME or not all(_PART.fullmatch(part) for part in name.split("/")):
        raise InvalidBlob(f"{name!r} is not a name like products/cup.webp")


def _is_own(path: str) -> bool:
    slug, _, rest = path.partition("/")
    parts = rest.split("/")
    return slug == tenancy.current().slug and len(parts) > 1 and all(_PART.fullmatch(part) for part in parts)


def _api_origin() -> str:
    """The file storage serves from the API's own host."""
    hosts = [host for host in tenancy.current().domains if host.startswith("api.")]
    if not hosts:
        return ""
    port = f":{settings.PORT_BASE}" if hosts[0].endswith(".localhost") else ""
    return f"{settings.PUBLIC_SCHEME}://{hosts[0]}{port}"
