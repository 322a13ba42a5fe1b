from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from marketplace.kit.ids import VendorId
from marketplace.kit.money import Money

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


class ColumnUse(StrEnum):
    """What becomes of a column: read as a ``field`` of the format, ``kept`` with the product as it stands, or ``ignored``."""

    FIELD = "field"
    KEPT = "kept"
    IGNORED = "ignored"


class ImportDraftView(msgspec.Struct, frozen=True, kw_only=True):
    """A file that can be looked at and mapped before it is imported."""

    id: str
    filename: str
    currency: str
    language: str
    created_at: datetime


class PreviewColumn(msgspec.Struct, frozen=True, kw_only=True):
    """
    A column of the file: what its header calls it, the ``field`` that it is read as (empty when it is kept or ignored), what the format
    itself would read it as (``usual_field``), and up to three of its first values.
    """

    name: str
    use: ColumnUse
    field: str
    usual_field: str
    samples: list[str]


class PreviewVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as it would become; ``price`` and ``quantity`` are null where the file does not say them."""

    row: int
    sku: str
    options: list[str]
    price: Money | None
    quantity: int | None


class PreviewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """One of the file's first products as it would become; empty where the file says nothing. At most 20 of its variants are shown."""

    row: int
    handle: str
    title: str
    brand: str
    category: str
    status: str
    image_url: str
    variant_count: int
    variants: list[PreviewVariant]


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """
    How the beginning of a file would be read; nothing is stored by it. ``fields`` are those that a column can be read as in this region.
    ``missing`` are required and named by no column: the file cannot be imported; ``missing_for_new`` only new products need.
    ``is_remembered`` says that the mapping is that of an earlier file with the same header.
    """

    draft: ImportDraftView
    is_remembered: bool
    fields: list[str]
    columns: list[PreviewColumn]
    missing: list[str]
    missing_for_new: list[str]
    products: list[PreviewProduct]
    problems: list[ProblemView]


class CellCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell of the file should have said."""

    row: int
    column: str
    value: str
