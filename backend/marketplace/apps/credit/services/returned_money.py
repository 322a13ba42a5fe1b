"""
Gift cards whose money goes back to the buyer without us: by a dispute, or by a refund made at the provider. Their amounts are booked
as the operator's loss where they are recorded; what is left of the card makes good for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.credit.models import Credit
from marketplace.apps.credit.services.purchases import settle_purchase
from marketplace.apps.credit.services.states import block_credit, unblock_credit
from marketplace.apps.credit.types import CreditState, PurchaseView
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, TransactionType, credit_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import DisputeState, RefundState
from marketplace.foundation import rows, tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money, total

DISPUTED, RETURNED = "disputed", "payment_returned"


def follow_returned_money(*, payment_id: str, now: datetime) -> None:
    """
    Have the gift card that the payment bought stand as the payment does now. Nothing for any other payment; safe to repeat, in any order.

    While a dispute is open, or when a part of the money is gone, the card is blocked. When all of it is gone, what is left of the card
    ends. A dispute that was won unblocks it, unless it is blocked for another reason by now.
    """
    purchase = settle_purchase(payment_id=payment_id, now=now)
    if purchase is None or not purchase.credit_id:
        return
    disputes = payment_queries.list_disputes(payment_id)
    refunds = [item for item in payment_queries.list_refunds(payment_id) if item.origin == "provider"]
    lost = [item.amount for item in disputes if item.state == DisputeState.LOST]
    gone = total((*lost, *(item.amount for item in refunds if item.state == RefundState.SUCCEEDED)), purchase.amount.currency)
    is_open = any(item.state == DisputeState.OPEN for item in disputes)
    with tenancy.atomic():
        card = rows.first(Credit, "id = %(id)s", {"id": purchase.credit_id}, for_update=True)
        assert card is not None  # a credit is never deleted
        about: dict[str, Any] = {"credit_id": card.id, "actor": SYSTEM, "now": now}
        is_ours = card.state == CreditState.ACTIVE or card.block_reason in (DISPUTED, RETURNED)
        if is_ours and (gone or is_open):
            block_credit(reason=RETURNED if gone else DISPUTED, **about)
        elif card.block_reason == DISPUTED:
            unblock_credit(reason="dispute_won", **about)
        if gone >= purchase.amount:
            _end_rest(purchase, card, now=now)


def _end_rest(purchase: PurchaseView, card: Credit, *, now: datetime) -> None:
    """Take what no checkout has reserved of the locked card."""
    rest = Money(card.balance_minor - card.reserved_minor, card.currency)
    if not rest:
        return
    card.balance_minor = card.reserved_minor
    rows.change(card, "balance_minor")
    posting = Posting(
        key=f"credit_voided:{new_id('cvd', at=now)}",  # more of it may end later: what a checkout releases, or a refund
        type=TransactionType.ADJUSTMENT,
        source=credit_account(card.id),
        destination=OPERATOR_ADJUSTMENTS,
        amount=rest,
        order_id=purchase.id,
        payment_id=purchase.payment_id,
        details={"reason": RETURNED},
    )
    ledger_services.post([posting], now=now)
