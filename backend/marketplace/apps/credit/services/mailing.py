"""The mail that brings a bought gift card to its recipient: when its buyer wants it, once, and nowhere else than in that mail."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from marketplace.apps.credit.domain.codes import normal_code
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.services.erasing import NOTHING
from marketplace.apps.credit.services.purchases import code_of_purchase
from marketplace.apps.credit.types import PurchaseState
from marketplace.foundation import mail, rows, tenancy, texts
from marketplace.kit.ids import hash_secret

BATCH = 100
log = logging.getLogger(__name__)
_CLAIM_ENDS_AFTER = timedelta(minutes=10)
# A card that is blocked, such as by a dispute, pays nothing: its mail waits until it does.
_TO_SEND = """
    state = %(paid)s AND sent_at IS NULL AND mail_at <= %(now)s AND credit_id IN (SELECT id FROM credits WHERE state = 'active')
"""
_DUE = f"{_TO_SEND} ORDER BY mail_at, id LIMIT {BATCH}"


def mail_due_gift_cards(*, now: datetime) -> None:
    """Send what is due, a batch at a time; what cannot be handed over is due again later. Safe to run twice, also at the same time."""
    for purchase in rows.every(GiftCardPurchase, _DUE, {"paid": PurchaseState.PAID, "now": now}):
        try:
            mail_gift_card(purchase_id=purchase.id, now=now)
        except OSError as error:
            log.warning("gift card %s was not mailed: %s", purchase.id, error)


def mail_gift_card(*, purchase_id: str, now: datetime) -> None:
    """
    Send the mail of one card if it is due and nobody has sent it, or is sending it. A sender that dies loses its claim after ten
    minutes, so a mail may then arrive twice, with one Message-ID and the same code. One that staff had sent again meanwhile, perhaps to
    another address, stays due.

    :raises OSError: if the mail could not be handed over; it is due again later
    """
    claimed = _claimed(purchase_id, now=now)
    if claimed is None:
        return
    purchase, code = claimed
    language = mail.language_for(purchase.language)
    card = Credit.objects.get(pk=purchase.credit_id)
    expires_on = texts.day(card.expires_at, language, tenancy.current().timezone) if card.expires_at else ""
    context = {
        "sender": purchase.sender_name,
        "amount": texts.amount(purchase.amount, language),
        "message": purchase.message,
        "code": code,
        "expires_on": expires_on,
        "url": mail.web_url("/cart"),
    }
    written = mail.render("credit/gift_card", language=purchase.language, context=context)
    about = {"subject": written.subject, "body": written.body, "language": written.language}
    mail.deliver(to=purchase.recipient_email, message_id=_message_id(purchase), **about)
    forgotten = {} if purchase.customer_id else NOTHING
    same_mail = {"id": purchase.id, "resends": purchase.resends}
    rows.change_where(GiftCardPurchase, "id = %(id)s AND sent_at IS NULL AND resends = %(resends)s", same_mail, sent_at=now, **forgotten)


def _message_id(purchase: GiftCardPurchase) -> str:
    """Another one for each time that it is sent on purpose: readers' programs drop a second mail of the same one."""
    return f"{purchase.id}.{purchase.resends}" if purchase.resends else purchase.id


def _claimed(purchase_id: str, *, now: datetime) -> tuple[GiftCardPurchase, str] | None:
    """The purchase whose mail this process sends, and the card's code; None if there is nothing to send."""
    due = f"id = %(id)s AND {_TO_SEND}"
    with tenancy.atomic():
        purchase = rows.first(GiftCardPurchase, due, {"id": purchase_id, "paid": PurchaseState.PAID, "now": now}, for_update=True)
        if purchase is None:
            return None
        purchase.mail_at = now + _CLAIM_ENDS_AFTER
        rows.change(purchase, "mail_at")
        code = code_of_purchase(purchase.id)
        of_code = {"code_hash": hash_secret(normal_code(code)), "code_hint": code[-4:]}
        rows.change_where(Credit, "id = %(id)s", {"id": purchase.credit_id}, **of_code)  # the region's key may have changed since
    return purchase, code
