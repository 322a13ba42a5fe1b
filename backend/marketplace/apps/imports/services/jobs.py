"""Imports: asked for, executed product by product, resumed where they were cut off."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import IO

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from marketplace.apps.imports.domain.shopify.reading import FileRefused, ProductFile
from marketplace.apps.imports.domain.shopify.types import Problem
from marketplace.apps.imports.errors import TooManyImports
from marketplace.apps.imports.events import ImportProgressed
from marketplace.apps.imports.models import UNFINISHED, ImportJob, ImportProblem
from marketplace.apps.imports.queries import view_of
from marketplace.apps.imports.services import running, sources, spool
from marketplace.apps.imports.types import ImportId, ImportState, ImportView, MissingVariants, Turn
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import open_blob, save_private
from marketplace.foundation.events import outbox
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import VendorId, new_id
from marketplace.kit.texts import Text

MAX_FILE_BYTES = limits.declare("imports.file", 50 * 1024 * 1024, "bytes", "Of a product file; 413 `too_large` above.")
MAX_UNFINISHED = limits.declare(
    "imports.unfinished", 10, "imports", "Of one vendor, queued or running; 409 `too_many_imports` for one more."
)
MAX_ERRORS = limits.declare("imports.errors", 10_000, "errors", "Of one import, which then ends with `too_many_errors`.")
MAX_KEPT_PROBLEMS = limits.declare(
    "imports.kept_problems", 5_000, "problems", "Of each severity and import; further ones are counted and not kept."
)
MAX_KEPT_VALUE = 500  # characters of a faulty cell
BATCHES_OF_TURN = 10  # then other vendors' imports have their turn
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
    missing_variants: MissingVariants = MissingVariants.KEEP,
    actor: Actor,
    now: datetime,
) -> ImportView:
    """
    Keep the file and note that it is to be imported; ``run_import`` does it.

    :raises InvalidInput: for a file that is too large, or a currency or language that is not the region's
    :raises VendorStateForbids: if the vendor is not approved
    :raises TooManyImports: if ``MAX_UNFINISHED`` of the vendor's are not done yet
    """
    check_file(file, currency=currency, language=language)
    require_room(vendor_id)
    import_id = new_id("imp", at=now)
    job = ImportJob(
        id=import_id,
        vendor_id=vendor_id,
        filename=safe_filename(filename),
        path=save_private(sources.path_of(import_id), file, "text/csv"),
        currency=currency,
        language=language,
        is_dry_run=is_dry_run,
        missing_variants=missing_variants.value,
        actor=msgspec.to_builtins(actor),
        created_at=now,
        touched_at=now,
    )
    rows.insert(job)
    return view_of(job)


def require_room(vendor_id: VendorId) -> None:
    """:raises VendorStateForbids: :raises TooManyImports: as ``start_import``"""
    vendor = vendor_queries.get_vendor(vendor_id)
    if not vendor.is_selling:
        raise VendorStateForbids(state=vendor.state)
    if ImportJob.objects.filter(vendor_id=vendor_id, state__in=UNFINISHED).count() >= MAX_UNFINISHED:
        raise TooManyImports(limit=MAX_UNFINISHED)


def claim_stranded(*, now: datetime) -> list[Turn]:
    """
    The next turns of imports that nobody has worked on for a while, since a worker died or never heard of them; now marked as touched.

    Imports that wait for another one of their vendor are not among them.
    """
    with tenancy.atomic():
        unfinished = _next_of_vendors().select_for_update(skip_locked=True).filter(touched_at__lt=now - STRANDED_AFTER)
        turns = [Turn(ImportId(job.id), job.turns + 1) for job in unfinished]
        claimed = {"ids": [turn.import_id for turn in turns]}
        rows.change_where(ImportJob, "id = ANY (%(ids)s::text[])", claimed, touched_at=now, turns=rows.Plus(1))
    return turns


# The oldest unfinished import of its vendor, at this turn.
_IS_NEXT_TURN = """
    id = %(id)s AND turns = %(turns)s AND state = ANY (%(unfinished)s::text[]) AND NOT EXISTS (
        SELECT FROM import_jobs AS older
        WHERE older.vendor_id = import_jobs.vendor_id AND older.id < import_jobs.id AND older.state = ANY (%(unfinished)s::text[])
    )
"""


def take_turn(turn: Turn) -> bool:
    """
    Whether a worker may go on with the import, now or never: a vendor's imports run one after the other, the oldest first, and a
    message that came twice is worth nothing the second time.
    """
    named = {"id": turn.import_id, "turns": turn.number, "unfinished": [*UNFINISHED]}
    return bool(rows.change_where(ImportJob, _IS_NEXT_TURN, named, turns=rows.Plus(1)))


def find_next_turn(*, import_id: str) -> Turn | None:
    """What a worker gets when a turn of the import is over: the next one, or the first of its vendor's next import."""
    vendor_id = ImportJob.objects.values_list("vendor_id", flat=True).get(pk=import_id)
    job = _next_of_vendors().filter(vendor_id=vendor_id).first()
    return Turn(ImportId(job.id), job.turns) if job else None


def _next_of_vendors() -> QuerySet[ImportJob]:
    """The oldest unfinished import of each vendor."""
    older = ImportJob.objects.filter(vendor_id=OuterRef("vendor_id"), id__lt=OuterRef("id"), state__in=UNFINISHED)
    return ImportJob.objects.filter(~Exists(older), state__in=UNFINISHED)


def run_import(*, import_id: str, now: datetime, progress: Progress | None = None, batches: int | None = None) -> ImportView:
    """
    Execute an import, from where it stands to its end, or only so many ``batches`` of it. Safe to repeat, and to run twice at
    once: of two workers at the same batch of the file, the second leaves it to the first. One that waits for another stays as it is.

    ``progress`` is called after each batch of up to ``running.BATCH`` products.
    """
    job = ImportJob.objects.get(pk=import_id)
    if not _next_of_vendors().filter(pk=job.pk).exists():
        return view_of(job)
    try:
        if job.corrections:
            job.path, job.corrections = sources.corrected_file(job), []
        if not job.parts:
            with open_blob(job.path) as file:
                spooled = spool.write(import_id, sources.opened(job, file).groups())
            job.parts, job.rows_total = spooled.parts, spooled.rows
        job.state, job.started_at = ImportState.RUNNING, job.started_at or now
        rows.change(job, "state", "started_at", "path", "corrections", "parts", "rows_total")
        with open_blob(job.path) as file:
            view = _run(import_id, sources.opened(job, file), now=now, progress=progress, batches=batches)
    except FileRefused as refused:
        return _fail(import_id, refused.problem, now=now)
    if view.state not in UNFINISHED:
        parts, job.parts = job.parts, []
        rows.change(job, "parts")
        spool.delete(parts)
    return view


def _run(import_id: str, file: ProductFile, *, now: datetime, progress: Progress | None, batches: int | None) -> ImportView:
    job = ImportJob.objects.get(pk=import_id)
    run = running.Run.of(job, file)
    groups = spool.read(job.parts, skip=job.groups_done)
    for done, batch in enumerate(run.batches(groups, is_beginning=job.groups_done == 0), start=1):
        settled = run.execute(batch, now=now)
        if not _record(job, settled, now=now):
            break  # another worker has done this batch: it goes on with the import
        job.refresh_from_db()
        if progress is not None:
            progress(view_of(job))
        if job.errors >= MAX_ERRORS:
            message = Text("Ended after {limit} errors: correct these rows first, and import the file again", limit=MAX_ERRORS)
            return _fail(import_id, Problem(row=1, column="", code="too_many_errors", message=message), now=now)
        if done == batches:
            break
    else:
        _complete(job, now=now)
    return view_of(ImportJob.objects.get(pk=import_id))


def _record(job: ImportJob, settled: running.Settled, *, now: datetime) -> bool:
    """Counts, problems and position together; False if another worker has moved the position meanwhile."""
    with tenancy.atomic():
        moved = rows.change_where(
            ImportJob,
            "id = %(id)s AND groups_done = %(groups_done)s AND state = %(running)s",
            {"id": job.id, "groups_done": job.groups_done, "running": ImportState.RUNNING},
            touched_at=now,
            groups_done=rows.Plus(settled.groups),
            rows_done=rows.Plus(settled.rows),
            rows_refused=rows.Plus(settled.rows_refused),
            errors=rows.Plus(sum(problem.severity == "error" for problem in settled.problems)),
            notices=rows.Plus(sum(problem.severity == "notice" for problem in settled.problems)),
            variants_removed=rows.Plus(settled.variants_removed),
            **{outcome: rows.Plus(count) for outcome, count in settled.outcomes.items()},
        )
        if moved:
            rows.insert_all([_row_of(job.id, problem) for problem in _kept(job, settled.problems)])
            _announce(job, now=now)
    return bool(moved)


def _kept(job: ImportJob, problems: Sequence[Problem]) -> list[Problem]:
    """Those that there is room for: a file must not become many times its size in the database."""
    room = {"error": MAX_KEPT_PROBLEMS - job.errors, "notice": MAX_KEPT_PROBLEMS - job.notices}
    kept = []
    for problem in problems:
        if room[problem.severity] > 0:
            kept.append(problem)
            room[problem.severity] -= 1
    return kept


def _complete(job: ImportJob, *, now: datetime) -> None:
    """Also of a file that is a header and nothing else: an export of an empty catalogue is one."""
    notices = [] if job.rows_total else [Problem(row=1, column="", code="no_rows", message=NO_ROWS, severity="notice")]
    with tenancy.atomic():
        running = {"id": job.id, "running": ImportState.RUNNING}
        changed = {"state": ImportState.COMPLETED, "notices": rows.Plus(len(notices)), "finished_at": now}
        if rows.change_where(ImportJob, "id = %(id)s AND state = %(running)s", running, **changed):
            rows.insert_all([_row_of(job.id, notice) for notice in notices])
            _announce(job, now=now)


def fail_import(*, import_id: str, reason: Text, now: datetime) -> None:
    """Note that an import will not be tried again; what went in stays in."""
    named = {"id": import_id, "unfinished": [*UNFINISHED]}
    with tenancy.atomic():
        job = rows.first(ImportJob, "id = %(id)s AND state = ANY (%(unfinished)s::text[])", named, for_update=True)
        if job is not None:
            job.state, job.failure, job.finished_at = ImportState.FAILED, reason.as_data(), now
            rows.change(job, "state", "failure", "finished_at")
            _announce(job, now=now)


def _fail(import_id: str, problem: Problem, *, now: datetime) -> ImportView:
    with tenancy.atomic():
        rows.insert(_row_of(import_id, problem))
        failed = {"state": ImportState.FAILED, "failure": problem.message.as_data(), "finished_at": now}
        rows.change_where(ImportJob, "id = %(id)s", {"id": import_id}, errors=rows.Plus(1), **failed)
        job = ImportJob.objects.get(pk=import_id)
        _announce(job, now=now)
    return view_of(job)


def _announce(job: ImportJob, *, now: datetime) -> None:
    outbox.publish(ImportProgressed(import_id=ImportId(job.id), vendor_id=VendorId(job.vendor_id)), now=now)


def _row_of(job_id: str, problem: Problem) -> ImportProblem:
    return ImportProblem(
        job_id=job_id,
        row=problem.row,
        column=problem.column[:300],
        code=problem.code,
        message=problem.message.as_data(),
        severity=problem.severity,
        handle=problem.handle[:255],
        value=problem.value[:MAX_KEPT_VALUE],
        is_value_cut=len(problem.value) > MAX_KEPT_VALUE,
    )


def safe_filename(filename: str) -> str:
    return re.sub(r"[^\w .()-]", "_", filename)[-200:]


def check_file(file: IO[bytes], *, currency: str, language: str) -> None:
    """:raises InvalidInput: for a file that is too large, or a currency or language that is not the region's"""
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
