"""Files of the tenant in scope, in whatever engine the settings name."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import IO

from django.core.files.base import File

from marketplace.foundation import tenancy
from marketplace.foundation.blobs import names
from marketplace.foundation.blobs.names import InvalidBlob
from marketplace.foundation.blobs.port import PRIVATE, PUBLIC, Attachment, PrivateLink
from marketplace.foundation.blobs.store import store
from marketplace.kit.errors import NotFound

LINK_LIFE = timedelta(minutes=5)

Content = bytes | IO[bytes]  # a large file is passed opened, and never in memory as a whole


def save_public(name: str, content: Content, content_type: str) -> str:
    """Keep a file that everybody may fetch; its path. Safe to repeat. :raises InvalidBlob: for a bad name or type"""
    file = _opened(content)
    return _save(names.path_of(PUBLIC, name, file, content_type), file, content_type)


def save_private(name: str, content: Content, content_type: str) -> str:
    """Keep a file that only our own code and signed links open; its path. Safe to repeat. :raises InvalidBlob: for a bad name or type"""
    file = _opened(content)
    return _save(names.path_of(PRIVATE, name, file, content_type), file, content_type)


def public_folder(name: str) -> str:
    """
    The path of a folder for files that belong together. Since its files are kept for ever by caches, ``name`` ends in a
    fresh id, or in a digest of what they are made of.

    :raises InvalidBlob: for a bad name
    """
    names.check_name(name)
    return f"{tenancy.current().slug}/{PUBLIC}/{name}"


def save_into(folder: str, stem: str, content: Content, content_type: str) -> str:
    """Keep a file of a folder that ``public_folder`` gave; its path. Safe to repeat. :raises InvalidBlob: for a bad name or type"""
    path = f"{folder}/{stem}{names.ending_of(content_type)}"
    if "/" in stem or not names.is_own(path, PUBLIC):
        raise InvalidBlob(f"{path!r} is not in a public folder of this tenant")
    return _save(path, _opened(content), content_type)


def list_folder(folder: str) -> list[str]:
    """The paths of the files in a folder of this tenant."""
    tenancy.forbid_in_transaction("a blob store's call")
    return store().paths_in(_own(folder))


def delete_blob(path: str) -> None:
    """Remove a file of this tenant; one that is gone already is no error."""
    tenancy.forbid_in_transaction("a blob store's call")
    store().delete(_own(path))


def open_blob(path: str) -> IO[bytes]:
    """The file, for reading; close it. :raises NotFound: if there is none of this tenant at that path"""
    tenancy.forbid_in_transaction("a blob store's call")
    if not names.is_own(path):
        raise NotFound
    try:
        return store().open(path)
    except FileNotFoundError:
        raise NotFound from None


def beginning_of_blob(path: str, byte_count: int) -> bytes:
    """At most so many bytes from the file's start, whatever its size. :raises NotFound: if there is none of this tenant at that path"""
    tenancy.forbid_in_transaction("a blob store's call")
    if not names.is_own(path):
        raise NotFound
    try:
        return store().beginning_of(path, byte_count)
    except FileNotFoundError:
        raise NotFound from None


def public_url(path: str) -> str:
    """Where a browser fetches a public file. :raises InvalidBlob: for a path that is not one of the tenant's public files"""
    if not names.is_own(path, PUBLIC):
        raise InvalidBlob(f"{path!r} is not a public file of this tenant")
    return f"{store().public_origin()}{path}"


def private_link(path: str, *, filename: str, content_type: str, now: datetime, life: timedelta = LINK_LIFE) -> PrivateLink:
    """
    An address that downloads a private file as ``filename``, without a login, for a short time. The caller has
    made sure that the caller may see the file: the address asks for nothing more.

    :raises InvalidBlob: for a path that is not one of the tenant's private files, or a file name with odd characters
    """
    names.check_filename(filename)
    names.ending_of(content_type)
    if not names.is_own(path, PRIVATE):
        raise InvalidBlob(f"{path!r} is not a private file of this tenant")
    attachment = Attachment(filename=filename, content_type=content_type)
    return PrivateLink(url=store().private_url(path, attachment, life=life, now=now), expires_at=now + life)


def _save(path: str, content: IO[bytes], content_type: str) -> str:
    tenancy.forbid_in_transaction("a blob store's call")
    store().put(path, content, content_type)
    return path


def _opened(content: Content) -> IO[bytes]:
    """As a file, without what an upload says of itself: its type is a stranger's word."""
    if isinstance(content, bytes):
        return BytesIO(content)
    inner = content.file if isinstance(content, File) else None
    return inner or content


def _own(path: str) -> str:
    """:raises InvalidBlob: for a path that is not the tenant's"""
    if not names.is_own(path):
        raise InvalidBlob(f"{path!r} is not a path of this tenant")
    return path
