"""A file whose rows were mended where they were shown: sent again, with the cells as they should have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from marketplace.apps.imports.domain.shopify.correcting import require_columns
from marketplace.apps.imports.domain.shopify.reading import FileRefused
from marketplace.apps.imports.errors import ImportUnderWay
from marketplace.apps.imports.models import UNFINISHED, ImportJob
from marketplace.apps.imports.queries import view_of
from marketplace.apps.imports.services import sources
from marketplace.apps.imports.services.jobs import require_room
from marketplace.apps.imports.types import CellCorrection, ImportView
from marketplace.foundation import rows
from marketplace.foundation.blobs import open_blob
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import VendorId, new_id


def correct_import(
    *, vendor_id: VendorId, import_id: str, cells: Sequence[CellCorrection], is_dry_run: bool, actor: Actor, now: datetime
) -> ImportView:
    """
    Start a new import of the same file with these cells, which a worker puts in; with none it is the same once more, such as for real
    after a trial. What went in already is found unchanged. Of the file only the header is read here: for a row that it has not, the new
    import fails.

    :raises NotFound: if the vendor has no such import
    :raises ImportUnderWay: while the first one is not done
    :raises InvalidInput: for a column that the file has not, or a file without a header
    :raises TooManyImports: :raises VendorStateForbids: as ``start_import``
    """
    job = ImportJob.objects.filter(pk=import_id, vendor_id=vendor_id).first()
    if job is None:
        raise NotFound
    if job.state in UNFINISHED:
        raise ImportUnderWay(state=job.state)
    require_room(vendor_id)
    with open_blob(job.path) as source:
        try:
            require_columns(sources.opened(job, source), cells)
        except FileRefused as refused:
            raise InvalidInput(errors=[FieldError("cells", refused.problem.code, refused.problem.message)]) from None
    again = ImportJob(
        id=new_id("imp", at=now),
        vendor_id=vendor_id,
        filename=job.filename,
        path=job.path,
        mapping=job.mapping,
        corrections=msgspec.to_builtins(cells),
        currency=job.currency,
        language=job.language,
        is_dry_run=is_dry_run,
        missing_variants=job.missing_variants,
        actor=msgspec.to_builtins(actor),
        created_at=now,
        touched_at=now,
    )
    rows.insert(again)
    return view_of(again)
