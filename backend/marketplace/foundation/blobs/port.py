"""What an engine of files can do. The paths it is given are checked, and of the tenant in scope."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

import msgspec

from marketplace.kit.errors import Unavailable

PUBLIC, PRIVATE = "public", "private"


class BlobsUnavailable(Unavailable):
    code = "blobs_unavailable"
    title = "Files cannot be stored or read right now"


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """How a browser is to take a private file: under which name, and as what."""

    filename: str
    content_type: str

    @property
    def disposition(self) -> str:
        return f'attachment; filename="{self.filename}"'


class PrivateLink(msgspec.Struct, frozen=True, kw_only=True):
    """An address that opens one private file without a login, until ``expires_at``."""

    url: str
    expires_at: datetime


class BlobStore(ABC):
    """Every method raises ``BlobsUnavailable`` when the store does not answer; nothing is half done then."""

    @abstractmethod
    def provision(self) -> None:
        """Make what the tenant in scope needs. Safe to repeat."""

    @abstractmethod
    def check(self) -> None:
        """Ask the store a cheap question. :raises BlobsUnavailable: if it does not answer"""

    @abstractmethod
    def put(self, path: str, content: IO[bytes], content_type: str) -> None:
        """Store the whole file, read from its beginning, or nothing; what lies at the path already is replaced."""

    @abstractmethod
    def open(self, path: str) -> IO[bytes]:
        """The file, for reading. :raises FileNotFoundError: if there is none"""

    @abstractmethod
    def beginning_of(self, path: str, byte_count: int) -> bytes:
        """At most so many bytes from the file's start, without fetching the rest. :raises FileNotFoundError: if there is none"""

    @abstractmethod
    def paths_in(self, folder: str) -> list[str]:
        """The paths of the files in a folder; none if there is no such folder."""

    @abstractmethod
    def all_paths(self) -> Iterator[str]:
        """The paths of all files of the tenant in scope, for a backup: it may take long."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no error."""

    @abstractmethod
    def public_origin(self) -> str:
        """What stands before the path in a public file's address. Cheap: asked for every picture of a page."""

    @abstractmethod
    def private_url(self, path: str, attachment: Attachment, *, life: timedelta, now: datetime) -> str:
        """
        An address that opens the private file for as long as ``life`` (minutes), and no other. Rarely asks the store: for the
        key to sign with, where that is lent.
        """
