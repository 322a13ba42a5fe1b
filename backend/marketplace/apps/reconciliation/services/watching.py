"""What time brings: rows that match by now, and what no report has said for too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.region_settings import SETTLEMENT_GRACE_DAYS
from marketplace.apps.reconciliation.services.differences import keep_missing
from marketplace.apps.reconciliation.services.reports import find_locked
from marketplace.apps.reconciliation.services.settling import settle
from marketplace.apps.reconciliation.types import EntryState
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
        movements = payment_queries.list_movements(provider, since=known.checked_until, until=until)
        reported = set(Entry.objects.filter(subject_id__in=[movement.id for movement in movements]).values_list("kind", "subject_id"))
        keep_missing(provider, [each for each in movements if (each.kind.value, each.id) not in reported], now=now)
        known.checked_until = until
        rows.change(known, "checked_until")
