from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from marketplace.kit.ids import VendorId

ImportId = NewType("ImportId", str)


class ImportState(StrEnum):
    """
    ``FAILED`` is an import whose file could not be read at all or has too many errors, or whose task failed; ``COMPLETED`` has read
    it to its end.
    """

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class MissingVariants(StrEnum):
    """What becomes of a product's variants that the file does not name, though it names the product."""

    KEEP = "keep"
    DELETE = "delete"


class Turn(NamedTuple):
    """So much of an import as a worker does at once; ``number`` is how many there have been before."""

    import_id: ImportId
    number: int


class ImportCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Products by what became of them; ``refused`` ones stay out. Rows are those below the header."""

    rows_total: int
    rows_done: int
    rows_refused: int
    created: int
    updated: int
    unchanged: int
    refused: int
    variants_removed: int
    errors: int
    notices: int


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import and how far it is. ``is_complete`` says that every row of the file went in (or would have, in a dry run)."""

    id: ImportId
    vendor_id: VendorId
    filename: str
    currency: str
    language: str
    dry_run: bool  # the request's name
    missing_variants: MissingVariants
    state: ImportState
    is_complete: bool
    progress_percent: int
    counts: ImportCounts
    failure: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ProblemView(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is wrong (``error``: its product stayed out) or worth knowing (``notice``), and where: the row that a spreadsheet
    shows, the header being row 1. ``value`` is what the file says there; its first 500 characters when ``is_value_cut``.
    """

    row: int
    column: str
    code: str
    message: str
    severity: str
    handle: str
    value: str
    is_value_cut: bool


class CellCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell of the file should have said."""

    row: int
    column: str
    value: str
