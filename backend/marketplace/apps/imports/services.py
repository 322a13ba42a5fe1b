"""Imports: asked for, carried out product by product, resumed where they were cut off."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO

import msgspec
from django.db.models import F

from marketplace.apps.imports import running
from marketplace.apps.imports.models import ImportJob, ImportProblem
from marketplace.apps.imports.queries import view_of
from marketplace.apps.imports.shopify.reading import FileRefused, ProductFile, count_rows
from marketplace.apps.imports.shopify.types import Problem
from marketplace.apps.imports.types import ImportId, ImportState, ImportView
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.services import VendorStateForbids
from marketplace.apps.vendors.types import CLOSED
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import open_blob, save_private
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import VendorId, new_id
from marketplace.kit.texts import Text

MAX_FILE_BYTES = 50 * 1024 * 1024
STRANDED_AFTER = timedelta(minutes=1)
NO_ROWS = Text("The file has no rows below its header")

Progress = Callable[[ImportView], None]


def start_import(
    *,
    vendor_id: VendorId,
    filename: str,
    file: IO[bytes],
    currency: str,
    language: str,
    is_dry_run: bool,
    actor: Actor,
    now: datetime,
) -> ImportView:
    """
    Keep the file and note that it is to be imported; ``run_import`` does it.

    :raises InvalidInput: for a file that is too large, or a currency or language that is not the region's
    :raises VendorStateForbids: if the vendor is closed
    """
    _check(file, currency=currency, language=language)
    vendor = vendor_queries.get_vendor(vendor_id)
    if vendor.state == CLOSED:
        raise VendorStateForbids(state=vendor.state)
    import_id = new_id("imp", at=now)
    job = ImportJob.objects.create(
        id=import_id,
        vendor_id=vendor_id,
        filename=re.sub(r"[^\w .()-]", "_", filename)[-200:],
        path=save_private(f"imports/{import_id}.csv", file, "text/csv"),
        currency=currency,
        language=language,
        is_dry_run=is_dry_run,
        actor=msgspec.to_builtins(actor),
        created_at=now,
        touched_at=now,
    )
    return view_of(job)


def claim_stranded(*, now: datetime) -> list[ImportId]:
    """Imports that nobody has worked on for a while, since a worker died or never heard of them; now marked as touched."""
    with tenancy.atomic():
        unfinished = ImportJob.objects.select_for_update(skip_locked=True).filter(
            state__in=[ImportState.QUEUED, ImportState.RUNNING], touched_at__lt=now - STRANDED_AFTER
        )
        ids = [ImportId(job.id) for job in unfinished]
        ImportJob.objects.filter(pk__in=ids).update(touched_at=now)
    return ids


def run_import(*, import_id: str, now: datetime, progress: Progress | None = None) -> ImportView:
    """
    Carry an import out, from where it stands to its end. Safe to repeat, and to run twice at once: whoever comes second
    to a stretch of the file leaves it to the other.

    ``progress`` is called after each stretch of up to ``STRETCH`` products.
    """
    job = ImportJob.objects.get(pk=import_id)
    if job.state in (ImportState.COMPLETED, ImportState.FAILED):
        return view_of(job)
    try:
        with open_blob(job.path) as file:
            rows_total = count_rows(file)
        ImportJob.objects.filter(pk=job.pk).update(state=ImportState.RUNNING, rows_total=rows_total, started_at=job.started_at or now)
        with open_blob(job.path) as file:
            return _run(import_id, ProductFile(file), now=now, progress=progress)
    except FileRefused as refused:
        return _fail(import_id, refused.problem, now=now)


def _run(import_id: str, file: ProductFile, *, now: datetime, progress: Progress | None) -> ImportView:
    job = ImportJob.objects.get(pk=import_id)
    run = running.Run.of(job, file)
    for stretch in run.stretches(skip=job.groups_done):
        settled = run.carry_out(stretch, now=now)
        if not _record(job, settled, now=now):
            break  # another worker has done this stretch: it goes on with the import
        job.refresh_from_db()
        if progress is not None:
            progress(view_of(job))
    else:
        _complete(job, now=now)
    return view_of(ImportJob.objects.get(pk=import_id))


def _record(job: ImportJob, settled: running.Settled, *, now: datetime) -> bool:
    """Counts, problems and position together; False if somebody else has moved the position meanwhile."""
    with tenancy.atomic():
        moved = ImportJob.objects.filter(pk=job.pk, groups_done=job.groups_done, state=ImportState.RUNNING).update(
            touched_at=now,
            groups_done=F("groups_done") + settled.groups,
            rows_done=F("rows_done") + settled.rows,
            rows_refused=F("rows_refused") + settled.rows_refused,
            errors=F("errors") + sum(problem.severity == "error" for problem in settled.problems),
            notices=F("notices") + sum(problem.severity == "notice" for problem in settled.problems),
            **{outcome: F(outcome) + count for outcome, count in settled.outcomes.items()},
        )
        if moved:
            ImportProblem.objects.bulk_create(_row_of(job.pk, problem) for problem in settled.problems)
    return bool(moved)


def _complete(job: ImportJob, *, now: datetime) -> None:
    """Also of a file that is a header and nothing else: an export of an empty catalogue is one."""
    notices = [] if job.rows_total else [Problem(row=1, column="", code="no_rows", message=NO_ROWS, severity="notice")]
    with tenancy.atomic():
        unfinished = ImportJob.objects.filter(pk=job.pk, state=ImportState.RUNNING)
        if unfinished.update(state=ImportState.COMPLETED, notices=F("notices") + len(notices), finished_at=now):
            ImportProblem.objects.bulk_create(_row_of(job.pk, notice) for notice in notices)


def give_up(*, import_id: str, reason: Text, now: datetime) -> None:
    """Note that an import will not be tried again; what went in stays in."""
    ImportJob.objects.filter(pk=import_id, state__in=[ImportState.QUEUED, ImportState.RUNNING]).update(
        state=ImportState.FAILED, failure=reason.as_data(), finished_at=now
    )


def _fail(import_id: str, problem: Problem, *, now: datetime) -> ImportView:
    with tenancy.atomic():
        _row_of(import_id, problem).save()
        ImportJob.objects.filter(pk=import_id).update(
            state=ImportState.FAILED, failure=problem.message.as_data(), errors=F("errors") + 1, finished_at=now
        )
    return view_of(ImportJob.objects.get(pk=import_id))


def _row_of(job_id: str, problem: Problem) -> ImportProblem:
    return ImportProblem(
        job_id=job_id,
        row=problem.row,
        column=problem.column[:300],
        code=problem.code,
        message=problem.message.as_data(),
        severity=problem.severity,
        handle=problem.handle[:255],
    )


def _check(file: IO[bytes], *, currency: str, language: str) -> None:
    tenant = tenancy.current()
    faults = []
    if file.seek(0, os.SEEK_END) > MAX_FILE_BYTES:
        faults.append(FieldError("file", "too_large", Text("At most {limit} MB", limit=MAX_FILE_BYTES // 1024 // 1024)))
    if currency not in tenant.currencies:
        faults.append(FieldError("currency", "unknown_currency", Text("One of: {choices}", choices=tenant.currencies)))
    if language not in tenant.languages:
        faults.append(FieldError("language", "unknown_language", Text("One of: {choices}", choices=tenant.languages)))
    if faults:
        raise InvalidInput(errors=faults)
