"""
Reports that are asked for at the provider's API, day by day, and taken in like a file: by the same names, so that a row counts once,
however it comes. The provider is called outside any transaction.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import SettlementRow
from marketplace.apps.reconciliation.models import Entry, ReportedProvider
from marketplace.apps.reconciliation.services.reports import find_locked, known_batches, take_in
from marketplace.apps.reconciliation.types import EntryKind, ReportFormat, ReportRow
from marketplace.foundation import rows, tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import new_id

DAY = timedelta(days=1)
FIRST = timedelta(days=30)  # what is asked for before anything was fetched
BEHIND = timedelta(days=3)  # so long without an answer is no passing trouble
UNREPORTED = timedelta(hours=4)  # https://developer.paypal.com/docs/transaction-search/: up to three hours until a transaction is listed

log = logging.getLogger(__name__)


def fetch_report(*, provider: str, now: datetime) -> int:
    """
    Ask the provider for what it reports since it was asked last, and take that in, a day at a time: a day that was taken in is not lost if
    the next one cannot be. Returns how many rows were new. Safe to repeat, and to run twice at the same time.

    :raises ProviderUnavailable: if the provider does not answer; call again
    :raises InvalidInput: for a row that an earlier report says something else of; that day waits for a person
    """
    known = ReportedProvider.objects.filter(provider=provider).first()
    fetched = known.fetched_until if known else None
    if fetched and fetched < now - BEHIND:
        log.error("%s reports nothing since %s: what it settled later is in no book", provider, f"{fetched:%Y-%m-%d %H:%M}")
    count = 0
    late = payment_queries.reported_late(provider)  # those days are asked for again
    for since, until in _days(fetched - late if fetched else now - FIRST, now - UNREPORTED):
        count += _take_in(provider, payment_services.list_settled(provider, since, until), since=since, now=now)
        _note_fetched(provider, until)
    return count


def _days(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Of UTC, from the day's beginning, so that a day that is asked for again is the same report; the last one may be a part."""
    begin = since.replace(hour=0, minute=0, second=0, microsecond=0)
    while begin < until:
        yield begin, min(begin + DAY, until)
        begin += DAY


def _take_in(provider: str, settled: Sequence[SettlementRow], *, since: datetime, now: datetime) -> int:
    """The rows that no report has; a day without any is no report."""
    new = _without_known(provider, settled)
    if not new:
        return 0
    read = [_row(number, row) for number, row in enumerate(new, start=1)]
    digest = hashlib.sha256(msgspec.json.encode(read)).hexdigest()
    filename = f"{provider} {since:%Y-%m-%d} (API)"
    about = {"digest": digest, "filename": filename, "report_id": new_id("srp", at=now)}
    report = take_in(provider, ReportFormat(provider), read, actor=SYSTEM, now=now, **about)
    is_ours = report.id == about["report_id"]  # else another process, which was given the same rows, was faster
    return report.row_count - report.known_count if is_ours else 0


def _without_known(provider: str, settled: Sequence[SettlementRow]) -> list[SettlementRow]:
    """Those of a payment to the bank come together: ``take_in`` leaves them if a report has it already."""
    wanted = {row.reference for row in settled if not row.batch}
    known = set(Entry.objects.filter(provider=provider, reference__in=wanted).values_list("reference", flat=True))
    batches = known_batches(provider, {row.batch for row in settled if row.batch})
    return [row for row in settled if (row.batch not in batches if row.batch else row.reference not in known)]


def _row(number: int, row: SettlementRow) -> ReportRow:
    """In a currency that the region does not have nothing can be booked: such a row is a difference for a person."""
    is_ours = row.amount.currency in tenancy.current().currencies
    return ReportRow(
        row=number,
        kind=EntryKind(row.kind.value) if is_ours else EntryKind.OTHER,
        reference=row.reference,
        names=row.names,
        amount=row.amount,
        fee=row.fee,
        occurred_at=row.occurred_at,
        batch=row.batch,
    )


def _note_fetched(provider: str, until: datetime) -> None:
    """From here on the next time goes on. Before its first report the provider has no row, and is asked for all days again."""
    with tenancy.atomic():
        known = find_locked(provider)
        if known is not None and (known.fetched_until is None or known.fetched_until < until):
            known.fetched_until = until
            rows.change(known, "fetched_until")
