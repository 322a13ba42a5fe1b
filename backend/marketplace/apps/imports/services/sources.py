"""The files of imports, as they are stored."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, cast

import msgspec

from marketplace.apps.imports.domain.shopify.correcting import corrected
from marketplace.apps.imports.domain.shopify.reading import ProductFile
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.types import CellCorrection
from marketplace.foundation.blobs import open_blob, save_private

IN_MEMORY_BYTES = 1024 * 1024


def path_of(import_id: str) -> str:
    """Where an import's own file is, among the private ones."""
    return f"imports/{import_id}.csv"


def opened(job: ImportJob, file: IO[bytes]) -> ProductFile:
    """The job's file with its columns read as its vendor has mapped them. :raises FileRefused: as ``ProductFile``"""
    return ProductFile(file, mapping=job.mapping)


def corrected_file(job: ImportJob) -> str:
    """
    Store the file that ``job`` points at with the cells that were corrected, as the job's own. Safe to repeat. Returns its path.

    :raises FileRefused: for a row that the file has not, or a file that cannot be read as a table
    """
    cells = msgspec.convert(job.corrections, list[CellCorrection])
    with open_blob(job.path) as source, SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as target:
        for part in corrected(opened(job, source), cells):
            target.write(part)
        target.seek(0)
        return save_private(path_of(job.id), cast("IO[bytes]", target), "text/csv")
