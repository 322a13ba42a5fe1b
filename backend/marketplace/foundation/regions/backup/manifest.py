"""What a backup says of itself, in its last member."""

from __future__ import annotations

from datetime import datetime

import msgspec

FORMAT = 1
NAME = "manifest.json"
PLATFORM_NAME = "platform"


class BackupRefused(Exception):
    """The backup, the key or the target is not what it has to be; the message says what, and nothing was changed."""


class Member(msgspec.Struct, frozen=True):
    """A part of the archive, as it was before it was compressed."""

    name: str
    size: int
    sha256: str


class Table(msgspec.Struct, frozen=True):
    name: str
    columns: list[str]
    rows: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``database`` is the region's slug, or ``platform``; ``sequences`` have the last number that was given, or none."""

    format: int
    database: str
    schema: str
    made_at: datetime
    documents_engine: str
    migrations: list[str]
    tables: list[Table]
    sequences: dict[str, int | None]
    members: list[Member]

    @property
    def row_count(self) -> int:
        return sum(table.rows for table in self.tables)
