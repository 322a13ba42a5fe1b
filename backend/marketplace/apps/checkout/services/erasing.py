"""Taking a customer's personal data out of checkouts that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import SOLD, UNFINISHED, CheckoutSnapshot
from marketplace.foundation import rows

BATCH = 100


def erase_customer(*, customer_id: str) -> None:
    """What was agreed on keeps its amounts and loses addresses, e-mail address and note. Safe to repeat."""
    _erase_all(_over().filter(cart_owner=customer_id))


def erase_unsold(before: datetime) -> int:
    """The same of those that were opened before then and ended without a sale. Returns how many."""
    return _erase_all(_over().filter(opened_at__lt=before).exclude(state__in=SOLD))


def erase_checkouts(checkout_ids: Sequence[str]) -> None:
    """The same of those with these ids. Safe to repeat."""
    _erase_all(_over().filter(pk__in=list(checkout_ids)))


def _over() -> QuerySet[Checkout]:
    return Checkout.objects.exclude(state__in=UNFINISHED).exclude(snapshot__email="")


def _erase_all(wanted: QuerySet[Checkout]) -> int:
    count = 0
    while found := list(wanted.order_by("pk")[:BATCH]):
        for row in found:
            row.snapshot = msgspec.to_builtins(_erased(row.agreed))
        rows.change_all(found, "snapshot")
        count += len(found)
    return count


def _erased(agreed: CheckoutSnapshot) -> CheckoutSnapshot:
    return msgspec.structs.replace(
        agreed,
        email="",
        note="",
        shipping_address=agreed.shipping_address and agreed.shipping_address.place,
        billing_address=agreed.billing_address and agreed.billing_address.place,
    )
