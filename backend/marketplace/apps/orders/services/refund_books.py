"""
What a refund puts into the books besides the reversal that decided it, which is booked when it is decided: refunds that follow another,
that are reduced, settled outside the provider, made at the provider, or failed. The vendors have no part in these.

Each posting is written once, however often its event comes.
"""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, OPERATOR_SETTLED_REFUNDS, Posting, TransactionType, provider_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import RefundState, RefundView
from marketplace.foundation import tenancy
from marketplace.kit.money import Money


def book_follower(refund_id: str, *, now: datetime) -> None:
    """Book a refund that pays the rest of an earlier one: what the operator held for the customer goes to the provider again."""
    refund = payment_queries.get_refund(refund_id)
    if refund.follows:
        details = {"follows": refund.follows}
        posting = _posting(refund, f"refund:{refund.id}", TransactionType.REFUND, refund.due, is_to_provider=True, details=details)
        _post(posting, now=now)


def book_reduction(refund_id: str, amount: Money, *, event_id: str, now: datetime) -> None:
    """Book what the provider is not asked for after all: the operator holds it, against what took it from the payment."""
    book_follower(refund_id, now=now)
    refund = payment_queries.get_refund(refund_id)
    details = {"follows": refund.follows} if refund.follows else {"reason": "refund_reduced"}
    key = f"refund_reduced:{event_id}"
    _post(_posting(refund, key, TransactionType.ADJUSTMENT, amount, is_to_provider=False, details=details), now=now)


def book_settled(refund_id: str, *, now: datetime) -> None:
    """Book that the customer of a failed refund was paid outside the provider, so that the operator owes it no more."""
    refund = payment_queries.get_refund(refund_id)
    settled = Posting(
        key=f"refund_settled:{refund.id}",
        type=TransactionType.ADJUSTMENT,
        source=OPERATOR_ADJUSTMENTS,
        destination=OPERATOR_SETTLED_REFUNDS,
        amount=refund.amount,
        order_id=refund.order_id,
        refund_id=refund.id,
        details={"reason": "refund_settled"},
    )
    _post(settled, now=now)


def book_foreign(refund_id: str, *, now: datetime) -> None:
    """Book a refund that was made in the provider's dashboard: the operator bears it until staff sort it out. Ours are booked by then."""
    refund = payment_queries.get_refund(refund_id)
    if refund.origin == "provider" and refund.state == RefundState.SUCCEEDED:
        _post(_made_at_provider(refund), now=now)


def book_failed(refund_id: str, *, now: datetime) -> None:
    """
    Book that the money of a refund is still with the provider, or is there again: the operator owes it to the customer.

    One that was made in the dashboard is booked both ways, whether or not its success was booked before.
    """
    refund = payment_queries.get_refund(refund_id)
    if refund.state not in (RefundState.FAILED, RefundState.RETRIED, RefundState.SETTLED):
        return
    details = {"reason": "refund_failed"}
    failed = _posting(
        refund, f"refund_failed:{refund.id}", TransactionType.ADJUSTMENT, refund.amount, is_to_provider=False, details=details
    )
    _post(*([_made_at_provider(refund)] if refund.origin == "provider" else []), failed, now=now)


def _made_at_provider(refund: RefundView) -> Posting:
    details = {"origin": "provider"}
    return _posting(refund, f"refund:{refund.id}", TransactionType.REFUND, refund.amount, is_to_provider=True, details=details)


def _posting(
    refund: RefundView, key: str, kind: TransactionType, amount: Money, *, is_to_provider: bool, details: dict[str, str]
) -> Posting:
    provider = provider_account(payment_queries.get_payment(refund.payment_id).provider)
    source, destination = (OPERATOR_ADJUSTMENTS, provider) if is_to_provider else (provider, OPERATOR_ADJUSTMENTS)
    return Posting(
        key=key,
        type=kind,
        source=source,
        destination=destination,
        amount=amount,
        order_id=refund.order_id,
        payment_id=refund.payment_id,
        refund_id=refund.id,
        details=details,
    )


def _post(*postings: Posting, now: datetime) -> None:
    with tenancy.atomic():
        ledger_services.post(postings, now=now)
