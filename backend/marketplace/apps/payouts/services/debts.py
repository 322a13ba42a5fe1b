"""Warning vendors that owe too much. Their payouts wait in any case: ``ineligibility`` asks for the debt itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from marketplace.apps.payouts.events import VendorDebtExceeded
from marketplace.apps.payouts.models import DebtWarning
from marketplace.apps.payouts.queries import debt_limit, debts_over_limit
from marketplace.apps.payouts.services.moves import one_at_a_time
from marketplace.apps.payouts.types import Debt
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import new_id


def watch_debts(*, now: datetime) -> list[DebtWarning]:
    """
    Write and publish a warning for each debt that is over the limit by now, once, and end those of debts that are no more. Safe to run
    twice, also at the same time. Returns the new ones.
    """
    over = {(debt.vendor_id, debt.amount.currency): debt for debt in debts_over_limit(now=now)}
    with tenancy.atomic():
        one_at_a_time("debts")
        present = {(row.vendor_id, row.currency): row for row in DebtWarning.objects.filter(ended_at=None)}
        ended = [row for key, row in present.items() if key not in over]
        for row in ended:
            row.ended_at = now
        rows.change_all(ended, "ended_at")
        return _warn({key: debt for key, debt in over.items() if key not in present}, now=now)


def _warn(debts: Mapping[tuple[str, str], Debt], *, now: datetime) -> list[DebtWarning]:
    written = []
    for debt in debts.values():
        limit = debt_limit(debt.amount.currency)
        assert limit is not None
        warning = DebtWarning(
            id=new_id("debt", at=now),
            vendor_id=debt.vendor_id,
            currency=limit.currency,
            debt_minor=debt.amount.minor,
            limit_minor=limit.minor,
            began_at=now,
        )
        event = VendorDebtExceeded(vendor_id=debt.vendor_id, warning_id=warning.id, debt=debt.amount, limit=limit)
        rows.insert(warning, events=[outbox.record(event, now=now)])
        written.append(warning)
    return written
