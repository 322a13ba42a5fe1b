"""A file whose rows were mended where they were shown: sent again, with the cells as they should have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from marketplace.apps.imports.domain.shopify.correcting import corrected
from marketplace.apps.imports.domain.shopify.reading import FileRefused
from marketplace.apps.imports.errors import ImportUnderWay
from marketplace.apps.imports.models import UNFINISHED, ImportJob
from marketplace.apps.imports.services.jobs import start_import
from marketplace.apps.imports.types import CellCorrection, ImportView, MissingVariants
from marketplace.foundation.blobs import open_blob
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import VendorId

IN_MEMORY_BYTES = 1024 * 1024


def correct_import(
    *, vendor_id: VendorId, import_id: str, cells: Sequence[CellCorrection], is_dry_run: bool, actor: Actor, now: datetime
) -> ImportView:
    """
    Start a new import of the same file with these cells. What went in already is found unchanged.

    :raises NotFound: if the vendor has no such import
    :raises ImportUnderWay: while the first one is not done
    :raises InvalidInput: for a row or column that the file has not, or a file that cannot be read as a table
    :raises TooManyImports: :raises VendorStateForbids: as ``start_import``
    """
    job = ImportJob.objects.filter(pk=import_id, vendor_id=vendor_id).first()
    if job is None:
        raise NotFound
    if job.state in UNFINISHED:
        raise ImportUnderWay(state=job.state)
    with open_blob(job.path) as source, SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as target:
        try:
            for part in corrected(source, cells):
                target.write(part)
        except FileRefused as refused:
            raise InvalidInput(errors=[FieldError("cells", refused.problem.code, refused.problem.message)]) from None
        target.seek(0)
        return start_import(
            vendor_id=vendor_id,
            filename=job.filename,
            file=cast("IO[bytes]", target),
            currency=job.currency,
            language=job.language,
            is_dry_run=is_dry_run,
            missing_variants=MissingVariants(job.missing_variants),
            actor=actor,
            now=now,
        )
