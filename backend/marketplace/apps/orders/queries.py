"""Reading orders: by point reads where the caller's partition is known, by the checkout's row where only the id is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS, Order, VendorOrder, order_pk, vendor_order_pk
from marketplace.apps.orders.models import OPEN_STATES, Checkout
from marketplace.apps.orders.types import LineQuantity
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import Filter, Ref
from marketplace.foundation.documents.port import Order as SortOrder
from marketplace.foundation.postgres import rows
from marketplace.kit import ids
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import hash_secret
from marketplace.kit.pages import Page, PageRequest


class OrderNotFound(NotFound):
    """No such order, or somebody else's."""

    title = "There is no such order"


def find_order(owner: str, order_id: str) -> Order | None:
    return ORDERS.find(order_pk(tenancy.current().slug, owner), order_id)


def get_order(owner: str, order_id: str) -> Order:
    """:raises OrderNotFound: if ``owner`` has no such order"""
    order = find_order(owner, order_id) if ids.is_id(order_id, "ord") else None
    if order is None:
        raise OrderNotFound
    return order


def get_order_by_token(order_id: str, token: str) -> Order:
    """A guest's order, by the secret that placing it returned. :raises OrderNotFound: if either is wrong"""
    found = Checkout.objects.filter(order_id=order_id, order_token_hash=hash_secret(token)).values_list("order_owner").first()
    if found is None:
        raise OrderNotFound
    return get_order(found[0], order_id)


def get_any_order(order_id: str) -> Order:
    """For staff, who know the id only. :raises OrderNotFound:"""
    found = Checkout.objects.filter(order_id=order_id).values_list("order_owner").first()
    if found is None:
        raise OrderNotFound
    return get_order(found[0], order_id)


def list_orders(customer_id: str, page: PageRequest) -> Page[Order]:
    """A customer's orders, newest first."""
    return ORDERS.query(order_pk(tenancy.current().slug, customer_id), order=SortOrder("/placed_at", descending=True), page=page)


def get_vendor_order(vendor_id: str, vendor_order_id: str) -> VendorOrder:
    """:raises OrderNotFound: if it is no order of that vendor"""
    if not ids.is_id(vendor_order_id, "vord"):
        raise OrderNotFound
    try:
        return VENDOR_ORDERS.get(vendor_order_pk(tenancy.current().slug, vendor_id, vendor_order_id), vendor_order_id)
    except DocumentNotFound:
        raise OrderNotFound from None


def vendor_orders_of(order: Order) -> list[VendorOrder]:
    """All parts of an order, in one read."""
    return vendor_orders_by_ref((part.vendor_id, part.vendor_order_id) for part in order.parts)


def orders_by_ref(refs: Iterable[tuple[str, str]]) -> list[Order]:
    """Those that exist of the orders named by owner and id, each once, in one read."""
    slug = tenancy.current().slug
    return ORDERS.get_many([Ref(order_pk(slug, owner), order_id) for owner, order_id in dict.fromkeys(refs)])


def vendor_orders_by_ref(refs: Iterable[tuple[str, str]]) -> list[VendorOrder]:
    """Those that exist of the vendor orders named by vendor and id, each once, in one read."""
    slug = tenancy.current().slug
    return VENDOR_ORDERS.get_many([Ref(vendor_order_pk(slug, vendor_id, part_id), part_id) for vendor_id, part_id in dict.fromkeys(refs)])


def vendor_orders_by_id(vendor_id: str, vendor_order_ids: Sequence[str]) -> dict[str, VendorOrder]:
    """Those that exist of one vendor's orders, in one read for each hundred."""
    slug = tenancy.current().slug
    refs = [Ref(vendor_order_pk(slug, vendor_id, vendor_order_id), vendor_order_id) for vendor_order_id in vendor_order_ids]
    chunks = [refs[start : start + 100] for start in range(0, len(refs), 100)]
    return {part.id: part for chunk in chunks for part in VENDOR_ORDERS.get_many(chunk)}


def get_checkout(checkout_id: str) -> Checkout:
    """The row as it is now. :raises OrderNotFound: if there is none"""
    checkout = rows.first(Checkout, "id = %(id)s", {"id": checkout_id})
    if checkout is None:
        raise OrderNotFound
    return checkout


def unsent_lines(order: Order) -> list[LineQuantity]:
    """Every piece that can still be canceled."""
    if order.payment_state == "awaiting_payment":
        return [LineQuantity(line.line_id, line.quantity) for line in order.quote.lines]
    lines = [line for part in vendor_orders_of(order) for line in part.lines]
    return [LineQuantity(line.line_id, line.unsent) for line in lines if line.unsent]


def open_vendor_order_ids(vendor_id: str) -> list[str]:
    """A vendor's orders that are neither delivered nor canceled as a whole. Reads all of the vendor's: for the rare end of one."""
    parts = VENDOR_ORDERS.scan(filters=[Filter("/vendor_id", "=", vendor_id)])
    return sorted(part.id for part in parts if part.state not in ("delivered", "canceled"))


def unfinished_orders_with(vendor_id: str) -> list[str]:
    """Orders whose checkout is on its way and has something of that vendor; may be asked inside a transaction."""
    unfinished = Checkout.objects.filter(state__in=(*OPEN_STATES, "settled"), terms__quote__parts__contains=[{"vendor_id": vendor_id}])
    return list(unfinished.order_by("order_id").values_list("order_id", flat=True))


def scan_vendor_orders() -> Iterator[VendorOrder]:
    """Every vendor order of the region, page by page: for the check of the books."""
    return VENDOR_ORDERS.scan()
