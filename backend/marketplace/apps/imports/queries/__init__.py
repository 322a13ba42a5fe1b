from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.apps.imports.models import ImportJob, ImportProblem
from marketplace.apps.imports.types import ImportCounts, ImportId, ImportState, ImportView, MissingVariants, ProblemView
from marketplace.foundation.blobs import PrivateLink, private_link
from marketplace.foundation.texts import render
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import VendorId, is_id
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of
from marketplace.kit.texts import Text

ENGLISH = "en"  # of commands and logs


def get_import(import_id: str, *, vendor_id: str, language: str) -> ImportView:
    """:raises NotFound: if there is none, or it is another vendor's"""
    job = ImportJob.objects.filter(pk=import_id, vendor_id=vendor_id).first() if is_id(import_id, "imp") else None
    if job is None:
        raise NotFound
    return view_of(job, language=language)


def imports_by_id(import_ids: Iterable[str]) -> list[ImportView]:
    """Those that exist, by one query."""
    return [view_of(job) for job in ImportJob.objects.filter(pk__in=set(import_ids)).order_by("id")]


def list_all_imports(*, vendor_id: str = "", state: str = "", language: str, page: PageRequest) -> Page[ImportView]:
    """For staff: imports of all vendors or of one, newest first."""
    jobs = ImportJob.objects.order_by("-id")
    if vendor_id:
        jobs = jobs.filter(vendor_id=vendor_id)
    if state:
        jobs = jobs.filter(state=state)
    if page.cursor:
        jobs = jobs.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(jobs[: page.limit + 1]), page, position=lambda job: job.id).map(lambda job: view_of(job, language=language))


def get_any_import(import_id: str, *, language: str) -> ImportView:
    """For staff, who know no vendor. :raises NotFound: if there is none"""
    job = ImportJob.objects.filter(pk=import_id).first() if is_id(import_id, "imp") else None
    if job is None:
        raise NotFound
    return view_of(job, language=language)


def link_to_file(import_id: str, *, vendor_id: str, now: datetime) -> PrivateLink:
    """To the file that was uploaded. :raises NotFound: if there is no such import, or it is another vendor's"""
    _check_own(import_id, vendor_id)
    path = ImportJob.objects.values_list("path", flat=True).get(pk=import_id)
    return private_link(path, filename=f"{import_id}.csv", content_type="text/csv", now=now)


def list_imports(vendor_id: str, *, language: str, page: PageRequest) -> Page[ImportView]:
    """A vendor's imports, newest first."""
    jobs = ImportJob.objects.filter(vendor_id=vendor_id).order_by("-id")
    if page.cursor:
        jobs = jobs.filter(pk__lt=decode_cursor(page.cursor, str))
    rows = list(jobs[: page.limit + 1])
    return page_of(rows, page, position=lambda job: job.id).map(lambda job: view_of(job, language=language))


def list_problems(import_id: str, *, vendor_id: str, language: str, severity: str = "", page: PageRequest) -> Page[ProblemView]:
    """In the order of the file. :raises NotFound: if there is no such import, or it is another vendor's"""
    _check_own(import_id, vendor_id)
    problems = ImportProblem.objects.filter(job_id=import_id).order_by("id")
    if severity:
        problems = problems.filter(severity=severity)
    if page.cursor:
        problems = problems.filter(pk__gt=decode_cursor(page.cursor, int))
    rows = list(problems[: page.limit + 1])
    return page_of(rows, page, position=lambda problem: problem.pk).map(lambda problem: problem_view_of(problem, language=language))


def view_of(job: ImportJob, *, language: str = ENGLISH) -> ImportView:
    """The import, with its failure in ``language``."""
    counts = ImportCounts(**{name: getattr(job, name) for name in ImportCounts.__struct_fields__})
    return ImportView(
        id=ImportId(job.id),
        vendor_id=VendorId(job.vendor_id),
        filename=job.filename,
        currency=job.currency,
        language=job.language,
        dry_run=job.is_dry_run,
        missing_variants=MissingVariants(job.missing_variants),
        state=ImportState(job.state),
        is_complete=job.state == ImportState.COMPLETED and job.refused == 0 and job.errors == 0,
        progress_percent=_percent(job),
        counts=counts,
        failure=render(Text.of_data(job.failure), language) if job.failure else "",
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def problem_view_of(row: ImportProblem, *, language: str) -> ProblemView:
    return ProblemView(
        row=row.row,
        column=row.column,
        code=row.code,
        message=render(Text.of_data(row.message), language),
        severity=row.severity,
        handle=row.handle,
        value=row.value,
        is_value_cut=row.is_value_cut,
    )


def _check_own(import_id: str, vendor_id: str) -> None:
    """:raises NotFound: if there is no such import, or it is another vendor's"""
    if not is_id(import_id, "imp") or not ImportJob.objects.filter(pk=import_id, vendor_id=vendor_id).exists():
        raise NotFound


def _percent(job: ImportJob) -> int:
    if job.state == ImportState.COMPLETED:
        return 100
    return 99 * job.rows_done // job.rows_total if job.rows_total else 0
