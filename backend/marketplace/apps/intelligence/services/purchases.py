"""What models learn from: the products of confirmed orders of this region, and their erasure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from marketplace.apps.intelligence.models import Purchase
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import Order, VendorOrder
from marketplace.foundation import rows

KEPT = timedelta(days=400)  # a year, and the weeks that a forecast of last year's season needs
BATCH = 1_000


def record_purchases(refs: Iterable[tuple[str, str]]) -> None:
    """The products of confirmed orders (each by its owner and its id), each once however often the event arrives."""
    found = [purchase for order in order_queries.orders_by_ref(refs) for purchase in _of_order(order)]
    rows.insert_all(found, unless_there=True)


def learn_past_orders(*, now: datetime) -> int:
    """The products of all orders from before this app was there; safe to repeat. Returns how many were new."""
    parts = (part for part in order_queries.scan_vendor_orders() if part.created_at >= now - KEPT)
    found = (purchase for part in parts for purchase in _of_part(part))
    learned = 0
    while batch := list(islice(found, BATCH)):
        known = {(purchase.order_id, purchase.product_id): purchase for purchase in batch}
        learned += len(rows.insert_all(list(known.values()), unless_there=True))
    return learned


def forget_old(*, now: datetime) -> None:
    rows.delete_where(Purchase, "bought_at < %(before)s", {"before": now - KEPT})


def forget_customer(*, customer_id: str) -> None:
    """What the customer bought stays as the purchase of nobody. Safe to repeat."""
    if customer_id:
        rows.change_where(Purchase, "customer_id = %(customer_id)s", {"customer_id": customer_id}, customer_id="")


def _of_order(order: Order) -> Iterator[Purchase]:
    units: Counter[str] = Counter()
    for line in order.quote.lines:
        units[line.product_id] += line.quantity
    at = order.confirmed_at or order.placed_at
    return _purchases(units, order_id=order.id, owner=_buyer(order.owner, order.id, order.email), country=order.country, at=at)


def _of_part(part: VendorOrder) -> Iterator[Purchase]:
    units: Counter[str] = Counter()
    for line in part.lines:
        units[line.product_id] += line.quantity
    owner = _buyer(part.order_owner, part.order_id, part.email)
    return _purchases(units, order_id=part.order_id, owner=owner, country=part.country, at=part.created_at)


def _buyer(owner: str, order_id: str, email: str) -> str:
    """An order without an address is an erased customer's, whose number must not come back: it counts as a guest's."""
    return owner if email else order_id


def _purchases(units: Counter[str], *, order_id: str, owner: str, country: str, at: datetime) -> Iterator[Purchase]:
    customer_id = "" if owner == order_id else owner
    for product_id, quantity in units.items():
        yield Purchase(order_id=order_id, product_id=product_id, customer_id=customer_id, country=country, quantity=quantity, bought_at=at)
