"""Taking a customer's personal data out of orders that have to stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS
from marketplace.apps.orders.domain.erasure import erase_order, erase_vendor_order, is_erased
from marketplace.apps.orders.events import OrderChanged, VendorOrderChanged
from marketplace.apps.orders.types import Order, VendorOrder
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.events import outbox


def erase_customer(*, customer_id: str, now: datetime) -> None:
    """Erase every order of a customer and its vendors' parts; search follows by their events. Safe to repeat."""
    _erase_all(queries.iter_orders(customer_id), now=now)


def erase_orders(refs: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """The same of the orders named by owner and id. Safe to repeat."""
    _erase_all(queries.orders_by_ref(refs), now=now)


def _erase_all(orders: Iterable[Order], *, now: datetime) -> None:
    for order in orders:
        for part in queries.vendor_orders_of(order):
            VENDOR_ORDERS.change(VENDOR_ORDERS.pk(part), part.id, lambda present: _erased_part(present, now=now), known=part)
        ORDERS.change(ORDERS.pk(order), order.id, lambda present: _erased(present, now=now), known=order)


def _erased(order: Order, *, now: datetime) -> Changed[Order] | None:
    if is_erased(order):
        return None
    erase_order(order)
    return Changed(order, [outbox.record(OrderChanged(order_id=order.id, owner=order.owner), now=now)])


def _erased_part(part: VendorOrder, *, now: datetime) -> Changed[VendorOrder] | None:
    if not part.email:
        return None
    erase_vendor_order(part)
    event = VendorOrderChanged(vendor_order_id=part.id, vendor_id=part.vendor_id, order_id=part.order_id)
    return Changed(part, [outbox.record(event, now=now)])
