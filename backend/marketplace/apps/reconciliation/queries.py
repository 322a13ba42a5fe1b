"""Reads of reports, of their entries and of what differs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet, Sum, Value

from marketplace.apps.reconciliation.errors import DifferenceNotFound, ReportNotFound
from marketplace.apps.reconciliation.models import Difference, Entry, Report, ReportedProvider
from marketplace.apps.reconciliation.types import (
    DifferenceKind,
    DifferenceState,
    DifferenceView,
    EntryKind,
    EntryState,
    EntryView,
    ReportFormat,
    ReportView,
)
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

MAX_TRANSFERS = 5_000  # that wait for a statement at the same time
_MATCHED = Count("entries", filter=Q(entries__state=EntryState.MATCHED))


def get_report(report_id: str) -> ReportView:
    """:raises ReportNotFound: if there is none"""
    report = _reports().filter(pk=report_id).first()
    if report is None:
        raise ReportNotFound
    return _report_view(report)


def list_reports(page: PageRequest, *, provider: str = "") -> Page[ReportView]:
    """Newest first; an empty filter does not filter."""
    reports = _reports().order_by("-id")
    if provider:
        reports = reports.filter(provider=provider)
    if page.cursor:
        reports = reports.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(reports[: page.limit + 1]), page, position=lambda row: row.id).map(_report_view)


def list_entries(report_id: str, page: PageRequest, *, state: str = "") -> Page[EntryView]:
    """The rows of a report, in its order; those that an earlier report had are there. :raises ReportNotFound: if there is none"""
    get_report(report_id)
    entries = Entry.objects.filter(report_id=report_id).order_by("row", "id")
    if state:
        entries = entries.filter(state=state)
    if page.cursor:
        row, after = decode_cursor(page.cursor, tuple[int, str])
        entries = entries.filter(Q(row__gt=row) | Q(row=row, id__gt=after))
    return page_of(list(entries[: page.limit + 1]), page, position=lambda entry: (entry.row, entry.id)).map(Entry.as_view)


def get_difference(difference_id: str) -> DifferenceView:
    """:raises DifferenceNotFound: if there is none"""
    row = Difference.objects.select_related("entry").filter(pk=difference_id).first()
    if row is None:
        raise DifferenceNotFound
    return row.as_view()


def list_differences(
    page: PageRequest,
    *,
    state: DifferenceState | None = None,
    kind: DifferenceKind | None = None,
    provider: str = "",
    owner_id: str | None = None,
) -> Page[DifferenceView]:
    """Newest first; what is None or empty does not filter."""
    wanted = {"state": state, "kind": kind, "provider": provider or None, "owner_id": owner_id}
    found = Difference.objects.select_related("entry").filter(**{name: value for name, value in wanted.items() if value is not None})
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found.order_by("-id")[: page.limit + 1]), page, position=lambda row: row.id).map(Difference.as_view)


def reported_providers() -> list[str]:
    """The providers of which there are reports."""
    return list(ReportedProvider.objects.order_by("provider").values_list("provider", flat=True))


def reported_until(provider: str) -> datetime:
    """The time of the latest row in the provider's reports, of which there is one at least."""
    latest: datetime = Report.objects.filter(provider=provider).aggregate(until=Max("until"))["until"]
    return latest


def reported_since(provider: str) -> datetime:
    """The time of the earliest row in the provider's reports, of which there is one at least."""
    earliest: datetime = Report.objects.filter(provider=provider).aggregate(since=Min("since"))["since"]
    return earliest


def open_transfers(*, since: datetime | None = None, until: datetime | None = None) -> list[Entry]:
    """
    What providers sent to the bank, no statement has shown yet and did not come back to them, newest first; of a time, if one is named.
    """
    received = Entry.objects.filter(kind=EntryKind.RECEIPT, state=EntryState.MATCHED, subject_id=OuterRef("pk"))
    came_back = Entry.objects.filter(
        kind=EntryKind.TRANSFER,
        state=EntryState.MATCHED,
        provider=OuterRef("provider"),
        currency=OuterRef("currency"),
        amount_minor=-OuterRef("amount_minor"),
        occurred_at__gte=OuterRef("occurred_at"),
        names__contains=OuterRef("names"),
    )
    sent = Entry.objects.filter(~Exists(received), kind=EntryKind.TRANSFER, state=EntryState.MATCHED, amount_minor__lt=0)
    sent = sent.filter(Q(names=[]) | ~Exists(came_back))
    if since is not None:
        sent = sent.filter(occurred_at__gte=since)
    if until is not None:
        sent = sent.filter(occurred_at__lt=until)
    return list(sent.order_by("-id")[:MAX_TRANSFERS])


def matched_sides(kind: EntryKind, subject_ids: Iterable[str]) -> set[tuple[str, bool]]:
    """Which of these have matched an entry of the kind already, and in which direction."""
    matched = Entry.objects.filter(kind=kind, state=EntryState.MATCHED, subject_id__in=set(subject_ids))
    return set(matched.values_list("subject_id", "is_return"))


def returned_parts(payout_ids: Iterable[str]) -> dict[str, int]:
    """By payout, what matched rows of a provider say that came back of it, in minor units."""
    named = Func(F("subject_id"), Value(":"), Value(1), function="split_part", output_field=CharField())
    matched = Entry.objects.filter(kind=EntryKind.PAYOUT, state=EntryState.MATCHED, is_return=True, subject_id__contains=":")
    found = matched.annotate(payout_id=named).filter(payout_id__in=set(payout_ids))
    return dict(found.order_by().values_list("payout_id").annotate(sum=Sum("amount_minor")))


def _reports() -> QuerySet[Report]:
    return Report.objects.annotate(entry_count=Count("entries"), matched_count=_MATCHED)


def _report_view(report: Report) -> ReportView:
    entries, matched = report.entry_count, report.matched_count  # type: ignore[attr-defined]  # annotated by ``_reports``
    return ReportView(
        id=report.id,
        format=ReportFormat(report.format),
        provider=report.provider,
        filename=report.filename,
        since=report.since,
        until=report.until,
        row_count=report.row_count,
        known_count=report.row_count - entries,
        matched_count=matched,
        open_count=entries - matched,
        uploaded_by=report.uploaded_by,
        uploaded_at=report.uploaded_at,
    )
