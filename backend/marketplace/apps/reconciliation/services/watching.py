"""What time brings: rows that match by now, and what no report has said for too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import MovementKind
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.region_settings import SETTLEMENT_GRACE_DAYS
from marketplace.apps.reconciliation.services.banking import BANK
from marketplace.apps.reconciliation.services.differences import keep_missing
from marketplace.apps.reconciliation.services.reports import find_locked
from marketplace.apps.reconciliation.services.settling import settle
from marketplace.apps.reconciliation.types import EntryKind, EntryState, Missing
from marketplace.foundation import rows, tenancy

_AT_ONCE = 1_000  # rows that are looked at again in one transaction


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
    wanted = {"provider": provider, "after": after, "matched": EntryState.MATCHED}
    with tenancy.atomic():
        find_locked(provider)
        condition = f"provider = %(provider)s AND id > %(after)s AND state <> %(matched)s ORDER BY id LIMIT {_AT_ONCE}"
        entries = rows.every(Entry, condition, wanted)
        settle(provider, entries, is_new=False, now=now)
    return entries[-1].id if len(entries) == _AT_ONCE else None


def _note_missing(provider: str, *, now: datetime) -> None:
    with tenancy.atomic():
        known = find_locked(provider)
        if known is None:
            return
        until = queries.reported_until(provider) - timedelta(days=SETTLEMENT_GRACE_DAYS.current())
        if until <= known.checked_until:
            return
        ours = _transfers if provider == BANK else partial(_movements, provider)
        missing = ours(known.checked_until, until)
        reported = set(Entry.objects.filter(subject_id__in=[each.subject_id for each in missing]).values_list("kind", "subject_id"))
        keep_missing(provider, [each for each in missing if (each.kind.value, each.subject_id) not in reported], now=now)
        known.checked_until = until
        rows.change(known, "checked_until")


def _movements(provider: str, since: datetime, until: datetime) -> list[Missing]:
    """What moved at the provider: only a charge came in."""
    found = payment_queries.list_movements(provider, since=since, until=until)
    return [
        Missing(
            kind=EntryKind(each.kind.value),
            subject_id=each.id,
            payment_id=each.payment_id,
            expected=each.amount if each.kind is MovementKind.CHARGE else -each.amount,
        )
        for each in found
    ]


def _transfers(since: datetime, until: datetime) -> list[Missing]:
    """What providers sent to the bank."""
    sent = queries.open_transfers(since=since, until=until)
    return [Missing(kind=EntryKind.RECEIPT, subject_id=transfer.id, expected=-transfer.amount) for transfer in sent]
