"""Stripe's balance transactions (https://docs.stripe.com/api/balance_transactions/list): the rows of its itemized report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from marketplace.apps.payments.providers.calls import Name, Phrase
from marketplace.apps.payments.providers.settlements import ReportsSettlements, TooMuchSettled
from marketplace.apps.payments.providers.stripe_amounts import from_stripe
from marketplace.apps.payments.providers.stripe_client import StripeClient
from marketplace.apps.payments.types import SettlementKind, SettlementRow

# https://docs.stripe.com/reports/reporting-categories
KINDS = {
    "charge": SettlementKind.CHARGE,
    "charge_failure": SettlementKind.CHARGE,
    "refund": SettlementKind.REFUND,
    "refund_failure": SettlementKind.REFUND,
    "dispute": SettlementKind.DISPUTE,
    "dispute_reversal": SettlementKind.DISPUTE,
    "fee": SettlementKind.FEE,
    "network_cost": SettlementKind.FEE,
    "transfer": SettlementKind.PAYOUT,  # to a vendor's account at Stripe
    "transfer_reversal": SettlementKind.PAYOUT,  # and what came back from there
    "payout": SettlementKind.TRANSFER,
    "payout_reversal": SettlementKind.TRANSFER,
}
PAGE, PAGES_AT_MOST = 100, 500


class _Source(msgspec.Struct):
    id: Name
    charge: Name | None = None
    payment_intent: Name | None = None
    transfer: Name | None = None  # of a reversal: what it reverses
    metadata: dict[str, str] = {}


class _Entry(msgspec.Struct):
    id: Name
    amount: int
    fee: int
    currency: str
    created: int  # seconds since 1970
    reporting_category: Phrase
    source: _Source | Name | None = None


class _Entries(msgspec.Struct):
    data: list[_Entry]
    has_more: bool


class StripeSettlements(ReportsSettlements):
    """The part of Stripe's account that reports."""

    _client: StripeClient

    def list_settled(self, since: datetime, until: datetime) -> list[SettlementRow]:
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        params: dict[str, Any] = {"created": created, "limit": PAGE, "expand": ["data.source"]}
        found: list[_Entry] = []
        for _ in range(PAGES_AT_MOST):
            after = {"starting_after": found[-1].id} if found else {}
            page = self._client.get("/v1/balance_transactions", _Entries, {**params, **after})
            found += page.data
            if not page.has_more or not page.data:
                return [_row(entry) for entry in found]
        raise TooMuchSettled(note=f"Stripe has more than {PAGE * PAGES_AT_MOST} balance transactions there")


def _row(entry: _Entry) -> SettlementRow:
    kind = KINDS.get(entry.reporting_category, SettlementKind.OTHER)
    source = entry.source if isinstance(entry.source, _Source) else _Source(id=entry.source) if entry.source else None
    names: tuple[str | None, ...] = ()
    if source is not None:
        of_payment = (source.charge, source.payment_intent)
        names = {
            SettlementKind.CHARGE: (source.id, *of_payment, source.metadata.get("payment_id")),
            SettlementKind.REFUND: (source.id, source.metadata.get("refund_id")),
            SettlementKind.DISPUTE: (source.id, *of_payment),
            SettlementKind.PAYOUT: (source.id, source.transfer),
        }.get(kind, (source.id,))
    return SettlementRow(
        kind=kind,
        reference=entry.id,
        names=tuple(dict.fromkeys(name for name in names if name)),
        amount=from_stripe(entry.amount, entry.currency),
        fee=from_stripe(entry.fee, entry.currency),
        occurred_at=datetime.fromtimestamp(entry.created, UTC),
    )
