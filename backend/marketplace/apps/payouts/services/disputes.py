"""Disputes of payments: what a customer's bank takes back, from whom, and the hold on the earnings meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, Transaction, TransactionType, provider_account, vendor_account
from marketplace.apps.orders import services as order_services
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import DisputeState, DisputeView
from marketplace.apps.payouts.region_settings import LOST_DISPUTE_BORNE_BY_OPERATOR
from marketplace.apps.payouts.services.holds import place_holds, release_holds
from marketplace.apps.payouts.types import HoldCause
from marketplace.foundation import tenancy
from marketplace.kit.errors import Unavailable


def book_dispute(*, dispute_id: str, payment_id: str, now: datetime) -> None:
    """
    Book a dispute as it stands now. Safe to repeat, and in any order of the events.

    Open: the provider takes the amount back; the vendors bear it by what their vendor orders still have of the payment, and the earnings
    of those wait. Won: exactly reversed, and what was withheld of cancellations meanwhile is refunded. Lost: it stays, unless the setting
    ``lost_dispute_borne_by_operator`` is on: then each vendor gets back what it bears at that moment. An order that no vendor got is
    borne by the operator.

    :raises Unavailable: if the payment itself is not booked yet; the event comes again
    """
    dispute = next(item for item in payment_queries.list_disputes(payment_id) if item.id == dispute_id)
    provider = provider_account(payment_queries.get_payment(payment_id).provider)
    with tenancy.atomic():
        rows = ledger_queries.rows_of_order(dispute.order_id)
        if not rows:
            raise Unavailable(note=f"payment {payment_id} is not booked yet")
        taken = [row for row in rows if row.key.startswith(f"dispute:{dispute.id}:")]
        if not taken:  # later refunds must not change how it was shared out, so it is worked out once
            taken = ledger_services.post(_postings(dispute, provider, rows), now=now)
        held = {row.vendor_order_id: row.vendor_id for row in taken if row.vendor_order_id}
        place_holds(HoldCause.DISPUTE, dispute.id, vendor_orders=held, now=dispute.opened_at)
        if dispute.state == DisputeState.WON:
            ledger_services.post([_reversed(row) for row in taken], now=now)
        if dispute.state == DisputeState.LOST and LOST_DISPUTE_BORNE_BY_OPERATOR.current():
            ledger_services.post(_taken_over(dispute, taken), now=now)
        if dispute.state != DisputeState.OPEN:
            release_holds(HoldCause.DISPUTE, dispute.id, now=dispute.closed_at or now)
    if dispute.state == DisputeState.WON:
        order_services.refund_withheld(order_id=dispute.order_id, dispute_id=dispute.id, now=now)


def _postings(dispute: DisputeView, provider: str, rows: Sequence[Transaction]) -> list[Posting]:
    facts: dict[str, Any] = {"order_id": dispute.order_id, "payment_id": dispute.payment_id, "details": {"dispute_id": dispute.id}}
    shares = _shares(dispute, provider, rows)
    if not shares:
        key = f"dispute:{dispute.id}:operator"
        return [
            Posting(
                key=key, type=TransactionType.DISPUTE, source=OPERATOR_ADJUSTMENTS, destination=provider, amount=dispute.amount, **facts
            )
        ]
    return [
        Posting(
            key=f"dispute:{dispute.id}:{vendor_order_id}",
            type=TransactionType.DISPUTE,
            source=vendor_account(vendor_id),
            destination=provider,
            amount=share,
            vendor_id=vendor_id,
            vendor_order_id=vendor_order_id,
            **facts,
        )
        for (vendor_order_id, vendor_id), share in shares.items()
    ]


def _shares(dispute: DisputeView, provider: str, rows: Sequence[Transaction]) -> dict[tuple[str, str], Any]:
    """What each vendor order bears: by what it got of the customer's money and has not returned."""
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.vendor_order_id and provider in (row.source, row.destination):
            weights[row.vendor_order_id, row.vendor_id] += row.amount.minor if row.source == provider else -row.amount.minor
    bearing = {part: weight for part, weight in sorted(weights.items()) if weight > 0}
    if not bearing:
        return {}
    shares = dispute.amount.allocate(list(bearing.values()))
    return {part: share for part, share in zip(bearing, shares, strict=True) if share}


def _taken_over(dispute: DisputeView, taken: Sequence[Transaction]) -> list[Posting]:
    """What the operator takes over from each vendor: its share, or less where a cancellation has given it back already. Worked out once."""
    rows = ledger_queries.rows_of_order(dispute.order_id)
    if any(row.key.startswith(f"dispute_borne:{dispute.id}:") for row in rows):
        return []
    return [
        Posting(
            key=f"dispute_borne:{dispute.id}:{row.vendor_order_id}",
            type=TransactionType.DISPUTE,
            source=OPERATOR_ADJUSTMENTS,
            destination=row.source,
            amount=share,
            vendor_id=row.vendor_id,
            order_id=row.order_id,
            vendor_order_id=row.vendor_order_id,
            payment_id=row.payment_id,
            details=row.details,
        )
        for row in taken
        if row.vendor_order_id
        and (share := min(row.amount, order_services.borne_by_vendor(row.vendor_order_id, row.vendor_id, rows, row.currency)))
    ]


def _reversed(row: Transaction) -> Posting:
    return Posting(
        key=f"dispute_won:{row.key.removeprefix('dispute:')}",
        type=TransactionType.DISPUTE,
        source=row.destination,
        destination=row.source,
        amount=row.amount,
        vendor_id=row.vendor_id,
        order_id=row.order_id,
        vendor_order_id=row.vendor_order_id,
        payment_id=row.payment_id,
        details=row.details,
    )
