"""Sending a bought gift card once more: to the address of before, or to the one that its buyer had meant."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.credit.errors import GiftCardNotSendable, PurchaseNotFound
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.types import CreditState, PurchaseState, PurchaseView
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.texts import Text


def resend_gift_card(*, purchase_id: str, email: str, reason: str, actor: Actor, now: datetime) -> PurchaseView:
    """
    Have the card's mail sent again, to ``email`` (empty: to the recipient of before). It has the same code, so a card that was used
    stays where it is. One whose day has not come is sent on that day.

    :raises PurchaseNotFound: if there is none
    :raises GiftCardNotSendable: if it is not paid, was used or is in an open checkout, is blocked, or has lost its buyer
    """
    with tenancy.atomic():
        purchase = rows.first(GiftCardPurchase, "id = %(id)s", {"id": purchase_id}, for_update=True)
        if purchase is None:
            raise PurchaseNotFound
        _require_sendable(purchase)
        is_other = email not in ("", purchase.recipient_email)
        purchase.recipient_email = email or purchase.recipient_email
        if purchase.sent_at is not None:
            purchase.sent_at, purchase.mail_at = None, now
        rows.change(purchase, "recipient_email", "sent_at", "mail_at")
        new = {"to_another_address": is_other}
        audit.record(actor=actor, action="gift_card.resent", resource=purchase.id, new=new, reason=reason, now=now)
    return purchase.as_view()


def _require_sendable(purchase: GiftCardPurchase) -> None:
    if purchase.state != PurchaseState.PAID or not purchase.customer_id:
        raise GiftCardNotSendable(Text("It is not paid, or is refunded, or its buyer has no account any more."), state=purchase.state)
    card = rows.first(Credit, "id = %(id)s", {"id": purchase.credit_id}, for_update=True)
    if card is None or card.state != CreditState.ACTIVE or card.balance_minor != purchase.amount_minor or card.reserved_minor:
        raise GiftCardNotSendable(Text("It was used, or it is blocked."), state=purchase.state)
