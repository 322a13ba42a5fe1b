"""Taking a customer's personal data out of checkouts that are over."""

from __future__ import annotations

import msgspec

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import UNFINISHED
from marketplace.foundation import rows

BATCH = 100


def erase_customer(*, customer_id: str) -> None:
    """What was agreed on keeps its amounts and loses addresses, e-mail address and note. Safe to repeat."""
    over = Checkout.objects.filter(cart_owner=customer_id).exclude(state__in=UNFINISHED).exclude(snapshot__email="")
    while found := list(over.order_by("pk")[:BATCH]):
        for row in found:
            agreed = row.agreed
            row.snapshot = msgspec.to_builtins(
                msgspec.structs.replace(
                    agreed,
                    email="",
                    note="",
                    shipping_address=agreed.shipping_address and agreed.shipping_address.place,
                    billing_address=agreed.billing_address and agreed.billing_address.place,
                )
            )
        rows.change_all(found, "snapshot")
