"""Files that are looked at before they are imported: uploaded once, mapped, tried, imported."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import IO

import msgspec

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.reading import FileRefused, ProductFile
from marketplace.apps.imports.models import ImportDraft, ImportJob, ImportMapping
from marketplace.apps.imports.queries import view_of
from marketplace.apps.imports.queries.previewing import DOUBLED, MAX_BYTES, draft_view_of, get_draft, header_hash
from marketplace.apps.imports.services import sources
from marketplace.apps.imports.services.jobs import check_file, require_room, safe_filename
from marketplace.apps.imports.types import ImportDraftView, ImportView, MissingVariants
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import beginning_of_blob, delete_blob, save_private
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import VendorId, new_id
from marketplace.kit.texts import Text

MAX_DRAFTS = limits.declare("imports.drafts", 20, "drafts", "Uploaded files of one vendor to be mapped; the oldest goes for one more.")
MAX_MAPPINGS = limits.declare("imports.mappings", 100, "mappings", "Remembered of one vendor; the oldest goes for one more.")

_OLDER_DRAFTS = """
    vendor_id = %(vendor_id)s AND id NOT IN (
        SELECT id FROM import_drafts WHERE vendor_id = %(vendor_id)s ORDER BY id DESC LIMIT %(most)s
    )
"""
_OLDER_MAPPINGS = """
    vendor_id = %(vendor_id)s AND id NOT IN (
        SELECT id FROM import_mappings WHERE vendor_id = %(vendor_id)s ORDER BY saved_at DESC, id DESC LIMIT %(most)s
    )
"""


def upload_draft(*, vendor_id: VendorId, filename: str, file: IO[bytes], currency: str, language: str, now: datetime) -> ImportDraftView:
    """
    Keep a file that is to be mapped; nothing of it is imported.

    :raises InvalidInput: :raises VendorStateForbids: :raises TooManyImports: as ``start_import``
    """
    check_file(file, currency=currency, language=language)
    require_room(vendor_id)
    draft_id = new_id("impd", at=now)
    draft = ImportDraft(
        id=draft_id,
        vendor_id=vendor_id,
        filename=safe_filename(filename),
        path=save_private(sources.path_of(draft_id), file, "text/csv"),
        currency=currency,
        language=language,
        created_at=now,
    )
    with tenancy.atomic():
        rows.insert(draft)
        older = rows.every(ImportDraft, _OLDER_DRAFTS, {"vendor_id": vendor_id, "most": MAX_DRAFTS}, for_update=True)
        rows.delete_where(ImportDraft, "id = ANY (%(ids)s::text[])", {"ids": [old.id for old in older]})
    _delete_files([old.path for old in older], vendor_id=vendor_id)
    return draft_view_of(draft)


def _delete_files(paths: list[str], *, vendor_id: VendorId) -> None:
    """Of drafts that are gone; an import that was begun from one has its file still."""
    used = set(ImportJob.objects.filter(vendor_id=vendor_id, path__in=paths).values_list("path", flat=True)) if paths else set()
    for path in paths:
        if path not in used:
            delete_blob(path)


def import_draft(
    *,
    vendor_id: VendorId,
    draft_id: str,
    mapping: Mapping[str, str],
    is_dry_run: bool,
    missing_variants: MissingVariants,
    actor: Actor,
    now: datetime,
) -> ImportView:
    """
    Start an import of the file with its columns read by ``mapping``, which is remembered for files of the same header. The draft stays: a
    trial is followed by the real one.

    :raises NotFound: if the vendor has no such draft, or it went for newer ones meanwhile
    :raises InvalidInput: for a column or field that there is not, two columns of one field, or no column of a required one
    :raises VendorStateForbids: :raises TooManyImports: as ``start_import``
    """
    draft = get_draft(draft_id, vendor_id=vendor_id)
    require_room(vendor_id)
    said, mapping = _require_mapping(draft, mapping)
    job = ImportJob(
        id=new_id("imp", at=now),
        vendor_id=vendor_id,
        filename=draft.filename,
        path=draft.path,
        mapping=mapping,
        currency=draft.currency,
        language=draft.language,
        is_dry_run=is_dry_run,
        missing_variants=missing_variants.value,
        actor=msgspec.to_builtins(actor),
        created_at=now,
        touched_at=now,
    )
    with tenancy.atomic():
        # Locked, so that the process that removes the draft either finds this import or is found here.
        if rows.first(ImportDraft, "id = %(id)s", {"id": draft.id}, for_update=True) is None:
            raise NotFound
        rows.insert(job)
        _remember(vendor_id, header_hash(said), mapping, now=now)
    return view_of(job)


def _remember(vendor_id: str, digest: str, mapping: Mapping[str, str], *, now: datetime) -> None:
    row = ImportMapping(vendor_id=vendor_id, header_hash=digest, mapping=dict(mapping), saved_at=now)
    if not rows.insert(row, unless_there=True):
        named = {"vendor_id": vendor_id, "header_hash": digest}
        changed = {"mapping": dict(mapping), "saved_at": now}
        rows.change_where(ImportMapping, "vendor_id = %(vendor_id)s AND header_hash = %(header_hash)s", named, **changed)
    rows.delete_where(ImportMapping, _OLDER_MAPPINGS, {"vendor_id": vendor_id, "most": MAX_MAPPINGS})


def _require_mapping(draft: ImportDraft, mapping: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The names of the file's columns, and the mapping with its fields as the format writes them. :raises InvalidInput:"""
    beginning = beginning_of_blob(draft.path, MAX_BYTES)
    try:
        said = ProductFile(io.BytesIO(beginning), is_checked=False).said
    except FileRefused as refused:
        raise _invalid("file", refused) from None
    faults = [
        FieldError(f"mapping.{place}.{part}", code, message)
        for place, (column, field) in enumerate(mapping.items())
        for is_wrong, part, code, message in (
            (column not in said, "column", "unknown_column", Text("The file has no such column")),
            (bool(field) and said.count(column) > 1, "column", "doubled_column", DOUBLED),
            (bool(field) and not columns.is_known(field), "field", "unknown_field", Text("Not a field of the format")),
        )
        if is_wrong
    ]
    if faults:
        raise InvalidInput(errors=faults)
    as_written = columns.canonical_mapping(mapping)
    try:
        ProductFile(io.BytesIO(beginning), mapping=as_written)
    except FileRefused as refused:
        raise _invalid("mapping", refused) from None
    return said, as_written


def _invalid(field: str, refused: FileRefused) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, refused.problem.code, refused.problem.message)])
