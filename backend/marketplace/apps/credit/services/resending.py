"""Sending a bought gift card once more: to the address of before, or to the one that its buyer had meant."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.credit.errors import AddressNeedsAdmin, GiftCardNotSendable, PurchaseNotFound
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.types import PurchaseState, PurchaseView
from marketplace.foundation import audit, mail, rows, tenancy, texts
from marketplace.kit.actors import Actor
from marketplace.kit.texts import Text


def resend_gift_card(*, purchase_id: str, email: str, reason: str, actor: Actor, now: datetime) -> PurchaseView:
    """
    Have the card's mail sent again, to ``email`` (empty: to the recipient of before). It has the same code, so a card that was used
    stays where it is. One whose day has not come is sent on that day. The code is money: another address is for admins alone, and the buyer
    is written to.

    :raises PurchaseNotFound: if there is none
    :raises AddressNeedsAdmin: if it is to go to another address and the ``actor`` is no admin
    :raises GiftCardNotSendable: if it is not paid, was used or is in an open checkout, is blocked or expired, or has lost its buyer
    """
    with tenancy.atomic():
        purchase = rows.first(GiftCardPurchase, "id = %(id)s", {"id": purchase_id}, for_update=True)
        if purchase is None:
            raise PurchaseNotFound
        before, to = purchase.recipient_email, email or purchase.recipient_email
        if to != before and "admin" not in actor.role.split(","):
            raise AddressNeedsAdmin
        _require_sendable(purchase, now=now)
        purchase.recipient_email, purchase.resends = to, purchase.resends + 1
        if purchase.sent_at is not None:
            purchase.sent_at, purchase.mail_at = None, now
        rows.change(purchase, "recipient_email", "resends", "sent_at", "mail_at")
        if to != before:
            _tell_buyer(purchase, before)
        old, new = {"to": _masked(before)}, {"to": _masked(to), "to_another_address": to != before}
        audit.record(actor=actor, action="gift_card.resent", resource=purchase.id, old=old, new=new, reason=reason, now=now)
    return purchase.as_view()


def _tell_buyer(purchase: GiftCardPurchase, before: str) -> None:
    buyer = account_queries.get_customer(purchase.customer_id)
    mail.send(
        "credit/gift_card_redirected",
        to=buyer.email,
        language=buyer.language,
        name=buyer.name,
        amount=texts.amount(purchase.amount, mail.language_for(buyer.language)),
        before=before,
        after=purchase.recipient_email,
        url=mail.web_url("/account/gift-cards"),
    )


def _masked(email: str) -> str:
    """As the audit log, which is never erased, may have it: its first character and its domain."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}•••{at}{domain}"


def _require_sendable(purchase: GiftCardPurchase, *, now: datetime) -> None:
    if purchase.state != PurchaseState.PAID or not purchase.customer_id:
        raise GiftCardNotSendable(Text("It is not paid, or is refunded, or its buyer has no account any more."), state=purchase.state)
    card = rows.first(Credit, "id = %(id)s", {"id": purchase.credit_id}, for_update=True)
    if card is None or card.balance_minor != purchase.amount_minor or not card.can_pay(purchase.amount_minor, at=now):
        raise GiftCardNotSendable(Text("It was used, or it is blocked or has expired."), state=purchase.state)
