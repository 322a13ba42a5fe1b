"""Taking in a provider's report: stored, matched, booked and compared in one transaction, so that it is there whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from marketplace.apps.ledger.types import collection_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.domain import courier_report
from marketplace.apps.reconciliation.domain.matching import is_return
from marketplace.apps.reconciliation.domain.reports import READERS
from marketplace.apps.reconciliation.models import Entry, Report, ReportedProvider
from marketplace.apps.reconciliation.services.banking import BANK
from marketplace.apps.reconciliation.services.settling import settle
from marketplace.apps.reconciliation.types import EntryKind, EntryState, ReportFormat, ReportRow, ReportView
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

MAX_FILE_BYTES = limits.declare("reconciliation.file", 10 * 1024 * 1024, "bytes", "A provider's report; 413 `too_large` above it.")

_OLDEST, _NEWEST = timedelta(days=3 * 366), timedelta(days=1)  # statements name days, which begin earlier in the east


def upload_report(*, format: ReportFormat, content: bytes, filename: str, actor: Actor, now: datetime, provider: str = "") -> ReportView:
    """
    Take in a provider's report. The same file again is the report of then; a row that stood in an earlier report counts there.

    ``provider`` is needed for a plain file, and for a courier's, whose code it is: the others name theirs.

    :raises InvalidInput: with the row and the column of everything that is wrong; nothing is stored
    """
    code = _provider(format, provider)
    read = READERS[format](content, currencies=tenancy.current().currencies)
    if format is ReportFormat.COURIER:  # a later sheet may add parcels to a remittance
        wanted = [row.reference for row in read]
        known = set(Entry.objects.filter(provider=code, reference__in=wanted).values_list("reference", flat=True))
        read = courier_report.read(content, currencies=tenancy.current().currencies, known=known)
    _require_recent(read, format, now=now)
    digest = hashlib.sha256(content).hexdigest()
    return take_in(code, format, read, digest=digest, filename=filename, actor=actor, now=now)


def take_in(
    code: str,
    format: ReportFormat,
    read: Sequence[ReportRow],
    *,
    digest: str,
    filename: str,
    actor: Actor,
    now: datetime,
    report_id: str = "",
) -> ReportView:
    """
    Store the rows of a report of the account ``code``, match and book them. The same digest again is the report of then, by another id than
    the ``report_id`` of a caller who wants to know. Of a payment to the bank that an earlier report has, nothing is taken in again.

    :raises InvalidInput: for a row that an earlier report says something else of; nothing is stored
    """
    report = Report(
        id=report_id or new_id("srp", at=now),
        format=format,
        provider=code,
        digest=digest,
        filename=filename[:200],
        since=min(row.occurred_at for row in read),
        until=max(row.occurred_at for row in read),
        row_count=len(read),
        uploaded_by=actor.id,
        uploaded_at=now,
    )
    with tenancy.atomic():
        is_first = rows.insert(ReportedProvider(provider=code, checked_until=report.since), unless_there=True)
        locked = find_locked(code)
        known = rows.first(Report, "provider = %(provider)s AND digest = %(digest)s", {"provider": code, "digest": report.digest})
        if known is not None:
            return queries.get_report(known.id)
        if locked and not is_first and report.since < queries.reported_since(code):
            locked.checked_until = report.since  # what the earlier time lacks was not looked for
            rows.change(locked, "checked_until")
        rows.insert(report)
        settle(code, _new_entries(report, read, now=now), is_new=True, now=now)
        new = {"provider": code, "filename": report.filename, "row_count": report.row_count, "digest": report.digest}
        audit.record(actor=actor, action="settlement_report.uploaded", resource=report.id, new=new, now=now)
        return queries.get_report(report.id)


def known_batches(provider: str, batches: Collection[str]) -> set[str]:
    """
    Those payments to the bank that a report has, all rows with them: its fees have other names in a file than at the API, and a file of
    more than one currency has a transfer for each.
    """
    named = {f"{batch}{part}": batch for batch in batches for part in ("", *(f":{currency}" for currency in tenancy.current().currencies))}
    found = Entry.objects.filter(provider=provider, reference__in=list(named))
    return {named[reference] for reference in found.values_list("reference", flat=True)}


def find_locked(provider: str) -> ReportedProvider | None:
    """The provider's row, locked: its reports are taken in one after the other. None if there is no report of it."""
    return rows.first(ReportedProvider, "provider = %(provider)s", {"provider": provider}, for_update=True)


def _require_recent(read: Sequence[ReportRow], format: ReportFormat, *, now: datetime) -> None:
    """What the reports have of times decides what they lack: one row of another century would end that. :raises InvalidInput: for such"""
    wrong = [row for row in read if not now - _OLDEST <= row.occurred_at <= now + _NEWEST]
    if wrong:
        message = Text("Longer ago than three years, or in the future")
        raise InvalidInput(
            errors=[FieldError(f"file.{row.row}.{_time_column(row, format)}", "invalid_time", message) for row in wrong[:50]]
        )


def _time_column(row: ReportRow, format: ReportFormat) -> str:
    """The column of the file that says when it was."""
    if format is not ReportFormat.COURIER:
        return "occurred_at"
    return "collected_at" if row.kind is EntryKind.CHARGE else "remitted_at"


def _provider(format: ReportFormat, named: str) -> str:
    """Whose report it is: the format says so, but for a plain one, in which a row of a known format would count twice."""
    if format is ReportFormat.COURIER:
        _require_choice(named, shipping_queries.courier_codes())
        return collection_account(named)
    own = BANK if format is ReportFormat.CAMT053 else format.value
    formless = [code for code in payment_queries.reporting_providers() if code not in set(ReportFormat)]
    choices = formless if format is ReportFormat.PLAIN else [own]
    code = named if format is ReportFormat.PLAIN else named or own
    _require_choice(code, choices)
    return code


def _require_choice(provider: str, choices: Sequence[str]) -> None:
    if provider not in choices:
        raise InvalidInput(errors=[FieldError("provider", "invalid_choice", Text("One of: {choices}", choices=choices))])


def _new_entries(report: Report, read: Sequence[ReportRow], *, now: datetime) -> list[Entry]:
    """The rows that stand in no earlier report. :raises InvalidInput: for one that says something else there"""
    named = {"provider": report.provider, "references": [row.reference for row in read]}
    earlier = {entry.reference: entry for entry in rows.every(Entry, "provider = %(provider)s AND reference = ANY(%(references)s)", named)}
    changed = [row for row in read if row.reference in earlier and not _is_same(earlier[row.reference], row)]
    if changed:
        message = Text("An earlier report says something else of it")
        column = "remittance" if report.format == ReportFormat.COURIER else "reference"
        raise InvalidInput(errors=[FieldError(f"file.{row.row}.{column}", "reported_otherwise", message) for row in changed[:50]])
    whole = known_batches(report.provider, {row.batch for row in read if row.batch})
    return [
        Entry(
            id=new_id("ste", at=now),
            report=report,
            row=row.row,
            provider=report.provider,
            kind=row.kind,
            reference=row.reference,
            names=list(row.names),
            currency=row.amount.currency,
            amount_minor=row.amount.minor,
            fee_minor=None if row.fee is None else row.fee.minor,
            is_return=is_return(row),
            occurred_at=row.occurred_at,
            state=EntryState.MISSING_HERE,
        )
        for row in read
        if row.reference not in earlier and row.batch not in whole
    ]


def _is_same(entry: Entry, row: ReportRow) -> bool:
    return (entry.kind, entry.amount, entry.fee) == (row.kind, row.amount, row.fee if row.fee is not None else entry.fee)
