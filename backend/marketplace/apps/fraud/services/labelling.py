"""What became of assessed payments, from which the model learns; and what is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from marketplace.apps.fraud import statements
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.types import Label, Outcome
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql

KEPT = timedelta(days=400)  # disputes come within 120 days; a year of payments to learn from

_OF_PAYMENTS = "payment_id = ANY (%(payments)s::text[]) AND decided_by = ''"
_NOT_KNOWN_YET = f"{_OF_PAYMENTS} AND label = 'unknown'"


def note_outcomes(outcomes: Mapping[str, Outcome]) -> None:
    """What providers said of payments. One that was paid stays paid; staff need not look at others. Safe to repeat."""
    sql.run(statements.OUTCOMES, {"payments": list(outcomes), "outcomes": [outcome.value for outcome in outcomes.values()]})


def note_disputes(payment_ids: Sequence[str], *, label: Label) -> None:
    """
    That a bank took these payments for fraud, or found that they are none, which holds in whatever order both are heard. What staff
    decided stands. Safe to repeat.
    """
    condition = _NOT_KNOWN_YET if label == Label.FRAUD else _OF_PAYMENTS
    rows.change_where(PaymentRisk, condition, {"payments": list(payment_ids)}, label=label)


def forget_customer(*, customer_id: str) -> None:
    """The payments stay as nobody's: without keys they count for no one. Safe to repeat."""
    if customer_id:
        sql.run(statements.FORGET, {"customer_id": customer_id})


def forget_old(*, now: datetime) -> None:
    rows.delete_where(PaymentRisk, "assessed_at < %(before)s", {"before": now - KEPT})
