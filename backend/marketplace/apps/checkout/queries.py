"""Reads of checkouts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec

from marketplace.apps.checkout.domain.previews import preview_lines, sum_of
from marketplace.apps.checkout.errors import CheckoutNotFound
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import LIVE, PAYABLE, SOLD, UNFINISHED, PreviewedSale
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import PaymentView
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation import rows
from marketplace.kit.money import total


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


def preview_commission(vendor_orders: Collection[VendorOrder], terms: CommissionTerms) -> list[PreviewedSale]:
    """What these sales came to, and what they would have come to under ``terms``, in the given order, by one query. Stores nothing."""
    sold = Checkout.objects.filter(order_id__in={part.order_id for part in vendor_orders}, state__in=SOLD)
    checkouts = {checkout.order_id: checkout for checkout in sold}
    return [_preview_of(part, checkouts[part.order_id], terms) for part in vendor_orders if part.order_id in checkouts]


def _preview_of(sold: VendorOrder, checkout: Checkout, terms: CommissionTerms) -> PreviewedSale:
    agreed = checkout.agreed
    lines = preview_lines(agreed, sold.vendor_id, terms)
    delivery = next(part.shipping_vendor_amount for part in agreed.quote.parts if part.vendor_id == sold.vendor_id)
    return PreviewedSale(
        vendor_order_id=sold.id,
        order_id=sold.order_id,
        number=sold.number,
        placed_at=checkout.opened_at,
        amount=total((line.amount for line in lines), agreed.quote.currency) + delivery,
        was=sum_of((line.was for line in lines), delivery=delivery),
        would_be=sum_of((line.would_be for line in lines), delivery=delivery),
        lines=lines,
    )
