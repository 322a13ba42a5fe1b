"""Files in a folder of this machine: for development, and for an operator with one server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage

from marketplace.foundation import tenancy
from marketplace.foundation.blobs import links
from marketplace.foundation.blobs.names import ENDINGS
from marketplace.foundation.blobs.port import Attachment, BlobStore, BlobsUnavailable
from marketplace.kit.ids import new_secret

NOT_THERE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class FileBlobStore(BlobStore):
    def provision(self) -> None:
        with _translated():
            Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)

    def check(self) -> None:
        with _translated():
            os.scandir(settings.MEDIA_ROOT).close()

    def put(self, path: str, content: IO[bytes], content_type: str) -> None:
        storage = _storage()
        with _translated():
            draft = storage.save(f"{path}.{new_secret()[:8]}", File(content))
            os.replace(storage.path(draft), storage.path(path))  # nobody ever reads a half of it

    def open(self, path: str) -> IO[bytes]:
        try:
            file: IO[bytes] = _storage().open(path, "rb")
        except NOT_THERE:
            raise FileNotFoundError(path) from None
        except OSError as error:
            raise BlobsUnavailable from error
        return file

    def beginning_of(self, path: str, byte_count: int) -> bytes:
        with self.open(path) as file, _translated():
            return file.read(byte_count)

    def paths_in(self, folder: str) -> list[str]:
        with _translated():
            try:
                return sorted(f"{folder}/{name}" for name in _storage().listdir(folder)[1])
            except NOT_THERE:
                return []

    def all_paths(self) -> Iterator[str]:
        root = Path(settings.MEDIA_ROOT)
        with _translated():
            for folder, _, names in os.walk(root / tenancy.current().slug):
                for name in sorted(names):
                    if Path(name).suffix in ENDINGS.values():  # a draft that is being written has none of ours
                        yield str((Path(folder) / name).relative_to(root))

    def delete(self, path: str) -> None:
        with _translated():
            _storage().delete(path)

    def public_origin(self) -> str:
        return f"{_api_origin()}{settings.MEDIA_URL}"

    def private_url(self, path: str, attachment: Attachment, *, life: timedelta, now: datetime) -> str:
        return f"{_api_origin()}/private/{links.sign(path, attachment, expires_at=now + life)}"


def _storage() -> Storage:
    return default_storage


@contextmanager
def _translated() -> Iterator[None]:
    """A full, broken or missing disk is an outage like any other."""
    try:
        yield
    except OSError as error:
        raise BlobsUnavailable from error


def _api_origin() -> str:
    """The folder is served from the API's own host."""
    hosts = [host for host in tenancy.current().domains if host.startswith("api.")]
    if not hosts:
        return ""
    port = f":{settings.PORT_BASE}" if hosts[0].endswith(".localhost") else ""
    return f"{settings.PUBLIC_SCHEME}://{hosts[0]}{port}"
