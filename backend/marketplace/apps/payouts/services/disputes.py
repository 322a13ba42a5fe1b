"""What happens to a payment behind the marketplace's back: disputes, refunds made at the provider, refunds that failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, provider_account, vendor_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import DisputeState, DisputeView, RefundState, RefundView
from marketplace.apps.payouts.models import Hold
from marketplace.foundation import tenancy
from marketplace.kit.errors import Unavailable


def book_dispute(*, dispute_id: str, payment_id: str, now: datetime) -> None:
    """
    Book a dispute as it stands now. Safe to repeat, and in any order of the news.

    Open: the provider takes the amount back; the vendors bear it by what their parts still have of the payment, and those
    parts' earnings wait. Won: exactly reversed. Lost: it stays. An order that no vendor got is borne by the operator.

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
        for row in taken:
            _hold(dispute, row)
        if dispute.state == DisputeState.WON:
            ledger_services.post([_reversed(row) for row in taken], now=now)
        if dispute.state != DisputeState.OPEN:
            Hold.objects.filter(dispute_id=dispute.id, closed_at=None).update(closed_at=dispute.closed_at or now)


def book_foreign_refund(*, refund_id: str, now: datetime) -> None:
    """
    Book a refund that somebody made in the provider's own dashboard: the operator bears it until it is sorted out. Once.

    Refunds of ours were booked when they were decided.
    """
    refund = payment_queries.get_refund(refund_id)
    if refund.origin != "provider" or refund.state != RefundState.SUCCEEDED:
        return
    with tenancy.atomic():
        ledger_services.post([_made_at_provider(refund)], now=now)


def book_failed_refund(*, refund_id: str, now: datetime) -> None:
    """
    Book that the money of a refund is still with the provider, or is there again: the operator owes it to the customer. Once.

    One that was made in the dashboard is booked both ways, whether or not its success was booked before.
    """
    refund = payment_queries.get_refund(refund_id)
    if refund.state != RefundState.FAILED:
        return
    failed = Posting(
        key=f"refund_failed:{refund.id}",
        type="adjustment",
        source=_provider_of(refund),
        destination=OPERATOR_ADJUSTMENTS,
        details={"reason": "refund_failed"},
        **_about(refund),
    )
    with tenancy.atomic():
        ledger_services.post([_made_at_provider(refund), failed] if refund.origin == "provider" else [failed], now=now)


def _made_at_provider(refund: RefundView) -> Posting:
    return Posting(
        key=f"refund:{refund.id}",
        type="refund",
        source=OPERATOR_ADJUSTMENTS,
        destination=_provider_of(refund),
        details={"origin": "provider"},
        **_about(refund),
    )


def _provider_of(refund: RefundView) -> str:
    return provider_account(payment_queries.get_payment(refund.payment_id).provider)


def _about(refund: RefundView) -> dict[str, Any]:
    return {"amount": refund.amount, "order_id": refund.order_id, "payment_id": refund.payment_id, "refund_id": refund.id}


def _hold(dispute: DisputeView, row: ledger_queries.FinancialTransaction) -> None:
    if row.vendor_order_id:
        about = {"vendor_id": row.vendor_id, "opened_at": dispute.opened_at}
        Hold.objects.get_or_create(dispute_id=dispute.id, vendor_order_id=row.vendor_order_id, defaults=about)


def _postings(dispute: DisputeView, provider: str, rows: Sequence[ledger_queries.FinancialTransaction]) -> list[Posting]:
    facts: dict[str, Any] = {"order_id": dispute.order_id, "payment_id": dispute.payment_id, "details": {"dispute_id": dispute.id}}
    shares = _shares(dispute, provider, rows)
    if not shares:
        key = f"dispute:{dispute.id}:operator"
        return [Posting(key=key, type="dispute", source=OPERATOR_ADJUSTMENTS, destination=provider, amount=dispute.amount, **facts)]
    return [
        Posting(
            key=f"dispute:{dispute.id}:{vendor_order_id}",
            type="dispute",
            source=vendor_account(vendor_id),
            destination=provider,
            amount=share,
            vendor_id=vendor_id,
            vendor_order_id=vendor_order_id,
            **facts,
        )
        for (vendor_order_id, vendor_id), share in shares.items()
    ]


def _shares(dispute: DisputeView, provider: str, rows: Sequence[ledger_queries.FinancialTransaction]) -> dict[tuple[str, str], Any]:
    """What each vendor order bears: by what it got of the customer's money and has not given back."""
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.vendor_order_id and provider in (row.source, row.destination):
            weights[row.vendor_order_id, row.vendor_id] += row.amount_minor if row.source == provider else -row.amount_minor
    bearing = {part: weight for part, weight in sorted(weights.items()) if weight > 0}
    if not bearing:
        return {}
    shares = dispute.amount.allocate(list(bearing.values()))
    return {part: share for part, share in zip(bearing, shares, strict=True) if share}


def _reversed(row: ledger_queries.FinancialTransaction) -> Posting:
    return Posting(
        key=f"dispute_won:{row.key.removeprefix('dispute:')}",
        type="dispute",
        source=row.destination,
        destination=row.source,
        amount=row.amount,
        vendor_id=row.vendor_id,
        order_id=row.order_id,
        vendor_order_id=row.vendor_order_id,
        payment_id=row.payment_id,
        details=row.details,
    )
