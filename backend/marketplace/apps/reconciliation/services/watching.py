"""What time brings: rows that match by now, and what no report has said for too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.ledger.types import CASH
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import MovementKind
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.region_settings import SETTLEMENT_GRACE_DAYS
from marketplace.apps.reconciliation.services.banking import BANK
from marketplace.apps.reconciliation.services.differences import keep_missing
from marketplace.apps.reconciliation.services.reports import find_locked
from marketplace.apps.reconciliation.services.settling import is_courier, settle
from marketplace.apps.reconciliation.types import DifferenceState, EntryKind, EntryState, Missing
from marketplace.foundation import rows, tenancy

_AT_ONCE = 1_000  # rows that are looked at again in one transaction

# What staff have resolved of the bank's rows, and of those without a counterpart, is over; a payment's row may still be explained by one.
_UNMATCHED = f"""
    provider = %(provider)s AND id > %(after)s AND state <> %(matched)s AND NOT ((%(is_bank)s OR kind = %(other)s) AND EXISTS (
        SELECT FROM settlement_differences AS done WHERE done.entry_id = settlement_entries.id AND done.state = %(resolved)s
    )) ORDER BY id LIMIT {_AT_ONCE}
"""


def look_again(*, provider: str, now: datetime) -> None:
    """
    Match what did not match before, and note what we have and the provider's reports lack although they reach further by the region's
    ``settlement_grace_days``. Safe to run twice, also at the same time.
    """
    after: str | None = ""
    while after is not None:
        after = _match_again(provider, after, now=now)
    _note_missing(provider, now=now)


def _match_again(provider: str, after: str, *, now: datetime) -> str | None:
    """One batch of the rows behind ``after``; the result is where the next one begins, None at the end."""
    wanted = {
        "provider": provider,
        "after": after,
        "matched": EntryState.MATCHED,
        "is_bank": provider == BANK,
        "other": EntryKind.OTHER,
        "resolved": DifferenceState.RESOLVED,
    }
    with tenancy.atomic():
        find_locked(provider)
        entries = rows.every(Entry, _UNMATCHED, wanted)
        settle(provider, entries, is_new=False, now=now)
    return entries[-1].id if len(entries) == _AT_ONCE else None


def _note_missing(provider: str, *, now: datetime) -> None:
    with tenancy.atomic():
        known = find_locked(provider)
        if known is None:
            return
        until = queries.reported_until(provider) - timedelta(days=SETTLEMENT_GRACE_DAYS.current())
        if provider == BANK:  # a provider may name a transfer long after the bank has shown later ones
            missing = _transfers(queries.reported_since(provider), until)
        elif is_courier(provider):  # it owes what it collected before its first report, too
            missing = _collections(provider, until)
        elif until > known.checked_until:
            missing = _movements(provider, known.checked_until, until)
        else:
            return
        keep_missing(provider, _unreported(missing), now=now)
        known.checked_until = max(until, known.checked_until)
        rows.change(known, "checked_until")


def _unreported(missing: Sequence[Missing]) -> list[Missing]:
    """Those that no report has. A refund that failed comes back only if a report says that it had left."""
    found = Entry.objects.filter(subject_id__in=[each.subject_id for each in missing])
    reported = set(found.values_list("kind", "subject_id", "is_return"))
    return [
        each
        for each in missing
        if (each.kind.value, each.subject_id, each.is_return) not in reported
        and not (each.kind is EntryKind.REFUND and each.is_return and (each.kind.value, each.subject_id, False) not in reported)
    ]


def _movements(provider: str, since: datetime, until: datetime) -> list[Missing]:
    """What moved at the provider: a charge came in, and so did what was returned."""
    found = payment_queries.list_movements(provider, since=since, until=until)
    return [
        Missing(
            kind=EntryKind(each.kind.value),
            subject_id=each.id,
            payment_id=each.payment_id,
            expected=each.amount if each.kind is MovementKind.CHARGE or each.is_return else -each.amount,
            is_return=each.is_return,
        )
        for each in found
    ]


def _collections(provider: str, until: datetime) -> list[Missing]:
    """What a courier collected and owes."""
    found = order_queries.list_unsettled(provider.removeprefix(CASH), until=until)
    return [Missing(kind=EntryKind.CHARGE, subject_id=each.id, payment_id=each.payment_id, expected=each.amount) for each in found]


def _transfers(since: datetime, until: datetime) -> list[Missing]:
    """What providers sent to the bank."""
    sent = queries.open_transfers(since=since, until=until)
    return [Missing(kind=EntryKind.RECEIPT, subject_id=transfer.id, expected=-transfer.amount) for transfer in sent]
