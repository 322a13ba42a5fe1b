"""Taking a customer's personal data out of purchases that have to stay: the books name them."""

from __future__ import annotations

from marketplace.apps.credit.models import GiftCardPurchase
from marketplace.apps.credit.types import PurchaseState
from marketplace.foundation import rows, tenancy

NOTHING = {"recipient_email": "", "sender_name": "", "message": ""}


def erase_customer(*, customer_id: str) -> None:
    """
    Gift cards lose their buyer, and the mail that is sent, or never will be. One that may still be sent loses it later: when it is sent, or
    when its payment ends without money. Safe to repeat.
    """
    with tenancy.atomic():
        bought = rows.every(GiftCardPurchase, "customer_id = %(id)s ORDER BY id", {"id": customer_id}, for_update=True)
        for purchase in bought:
            purchase.customer_id, purchase.request_key = "", purchase.id
            if purchase.sent_at is not None or purchase.state in (PurchaseState.FAILED, PurchaseState.REFUNDED):
                purchase.recipient_email = purchase.sender_name = purchase.message = ""
        rows.change_all(bought, "customer_id", "request_key", *NOTHING)
