"""Reads of checkouts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec

from marketplace.apps.checkout.errors import CheckoutNotFound
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import LIVE, PAYABLE, SOLD, UNFINISHED
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import PaymentView
from marketplace.foundation import rows


class Progress(msgspec.Struct, frozen=True):
    """A checkout and its payment as they are now; ``order_number`` where it was at hand."""

    checkout: Checkout
    payment: PaymentView
    order_number: str = ""


def get_progress(checkout_id: str) -> Progress:
    """:raises CheckoutNotFound: if there is none"""
    checkout = get_checkout(checkout_id)
    return Progress(checkout, payment_queries.get_payment(checkout.payment_id))


def get_checkout(checkout_id: str, *, for_update: bool = False) -> Checkout:
    """The row as it is now; ``for_update`` locks it until the transaction ends. :raises CheckoutNotFound: if there is none"""
    checkout = rows.first(Checkout, "id = %(id)s", {"id": checkout_id}, for_update=for_update)
    if checkout is None:
        raise CheckoutNotFound
    return checkout


def get_checkout_of_order(order_id: str) -> Checkout:
    """:raises CheckoutNotFound: if there is no such order"""
    checkout = rows.first(Checkout, "order_id = %(order_id)s", {"order_id": order_id})
    if checkout is None:
        raise CheckoutNotFound
    return checkout


def find_live_checkout(cart_id: str) -> Checkout | None:
    """The cart's checkout that is not over, or has become its order: there is one at most."""
    return rows.first(Checkout, "cart_id = %(cart_id)s AND state = ANY (%(states)s::text[])", {"cart_id": cart_id, "states": [*LIVE]})


def carts_in_checkout(cart_ids: Collection[str]) -> set[str]:
    """Those of the carts that have a checkout that is not over, or has become its order. One query."""
    return set(Checkout.objects.filter(cart_id__in=cart_ids, state__in=LIVE).values_list("cart_id", flat=True))


def find_payable_checkout(cart_id: str, fingerprint: str, *, now: datetime) -> Checkout | None:
    """The cart's latest checkout for the same order that can be paid by a further payment: it waits for one, or was declined lately."""
    return rows.first(
        Checkout,
        "cart_id = %(cart_id)s AND fingerprint = %(fingerprint)s AND state = ANY (%(states)s::text[]) AND (state <> 'declined' OR"
        " expires_at > %(now)s) ORDER BY opened_at DESC, id DESC",
        {"cart_id": cart_id, "fingerprint": fingerprint, "states": [*PAYABLE], "now": now},
    )


def unfinished_orders_with(vendor_id: str) -> list[str]:
    """Orders whose checkout is under way and has something of that vendor; may be asked inside a transaction."""
    unfinished = Checkout.objects.filter(state__in=UNFINISHED, snapshot__quote__parts__contains=[{"vendor_id": vendor_id}])
    return list(unfinished.order_by("order_id").values_list("order_id", flat=True))


def list_sold_before(before: datetime, *, limit: int) -> list[Checkout]:
    """Those opened before then that became orders and still have their customers' data, the oldest first."""
    sold = Checkout.objects.filter(state__in=SOLD, opened_at__lt=before).exclude(snapshot__email="")
    return list(sold.order_by("opened_at")[:limit])
