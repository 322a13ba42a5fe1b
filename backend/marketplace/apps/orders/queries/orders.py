"""Reading orders: by point reads where the caller's partition is known, by ``OrderRef`` where only the id is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS, order_pk, vendor_order_pk
from marketplace.apps.orders.domain.refundable import refundable_units
from marketplace.apps.orders.domain.tokens import is_order_token
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.models import OrderRef
from marketplace.apps.orders.types import (
    LineQuantity,
    Order,
    OrderDetail,
    OrderPart,
    OrderPartDetail,
    PaymentStatus,
    VendorOrder,
    VendorOrderState,
    VendorOrderSummary,
)
from marketplace.apps.pricing.types import QuotePart
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import Filter, Ref
from marketplace.foundation.documents.port import Order as SortOrder
from marketplace.kit import ids
from marketplace.kit.ids import hash_secret
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest


def find_order(owner: str, order_id: str) -> Order | None:
    return ORDERS.find(order_pk(tenancy.current().slug, owner), order_id)


def get_order(owner: str, order_id: str) -> Order:
    """:raises OrderNotFound: if ``owner`` has no such order"""
    order = find_order(owner, order_id) if ids.is_id(order_id, "ord") else None
    if order is None:
        raise OrderNotFound
    return order


def get_own_order(order_id: str, *, customer_id: str, token: str) -> Order:
    """
    The caller's order: a customer's own, or the one that a guest's ``token`` opens, which a customer keeps after logging in.

    :raises OrderNotFound: for any other
    """
    if customer_id:
        with suppress(OrderNotFound):
            return get_order(customer_id, order_id)
    refs = OrderRef.objects.filter(pk=order_id)
    return _get_by_ref(refs if is_order_token(order_id, token) else refs.filter(token_hash=hash_secret(token)))


def find_guest_order(number: str, *, email: str) -> Order | None:
    """A guest's order by its number and the e-mail address that it was placed with; none for a customer's, who logs in."""
    owner, order_id = OrderRef.objects.filter(number=number).values_list("owner", "id").first() or ("", "")
    order = find_order(owner, order_id) if owner and owner == order_id else None
    return order if order is not None and constant_time_compare(order.email, email) else None


def get_any_order(order_id: str) -> Order:
    """For staff, who know the id only. :raises OrderNotFound:"""
    return _get_by_ref(OrderRef.objects.filter(pk=order_id))


def get_order_number(order_id: str) -> str:
    """:raises OrderNotFound: if there is no such order"""
    number = OrderRef.objects.filter(pk=order_id).values_list("number", flat=True).first()
    if number is None:
        raise OrderNotFound
    return number


def _get_by_ref(refs: QuerySet[OrderRef]) -> Order:
    found = refs.values_list("owner", "id").first()
    if found is None:
        raise OrderNotFound
    return get_order(*found)


def list_orders(customer_id: str, page: PageRequest) -> Page[Order]:
    """A customer's orders, newest first."""
    return ORDERS.query(order_pk(tenancy.current().slug, customer_id), order=SortOrder("/placed_at", descending=True), page=page)


def iter_orders(customer_id: str) -> Iterator[Order]:
    """All of a customer's orders, page by page, the newest first."""
    cursor: str | None = None
    while True:
        page = list_orders(customer_id, PageRequest(100, cursor))
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


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


def vendor_order_in(order_id: str, vendor_id: str) -> VendorOrder:
    """For staff: what a vendor fulfils of an order. :raises OrderNotFound: if it fulfils nothing of it"""
    part = next((part for part in get_any_order(order_id).parts if part.vendor_id == vendor_id), None)
    if part is None:
        raise OrderNotFound
    return get_vendor_order(vendor_id, part.vendor_order_id)


def vendor_order_with(order_id: str, shipment_id: str) -> VendorOrder:
    """For staff: the part of an order that a shipment belongs to. :raises OrderNotFound: if there is none"""
    for part in vendor_orders_of(get_any_order(order_id)):
        if any(shipment.id == shipment_id for shipment in part.shipments):
            return part
    raise OrderNotFound


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


def get_vendor_orders(vendor_id: str, vendor_order_ids: Sequence[str]) -> list[VendorOrder]:
    """In the order of their ids as named. :raises OrderNotFound: if one of them is no order of that vendor"""
    found = vendor_orders_by_id(vendor_id, vendor_order_ids)
    if len(found) < len(vendor_order_ids):
        raise OrderNotFound
    return [found[vendor_order_id] for vendor_order_id in vendor_order_ids]


def named_vendor_orders(vendor_id: str, vendor_order_ids: Sequence[str]) -> Page[VendorOrderSummary]:
    """Those that exist of one vendor's orders, as they are now, in the order of their ids as named: one page of all of them."""
    found = vendor_orders_by_id(vendor_id, vendor_order_ids)
    return Page([vendor_order_summary(found[part_id]) for part_id in vendor_order_ids if part_id in found], None)


def vendor_order_summary(part: VendorOrder) -> VendorOrderSummary:
    """A vendor order as lists show it."""
    return VendorOrderSummary(
        id=part.id,
        number=part.number,
        state=part.state,
        settles_on_delivery=part.settles_on_delivery,
        name=part.recipient,
        city=part.shipping_address.city if part.shipping_address else "",
        country=part.country,
        item_count=sum(line.quantity - line.canceled for line in part.lines),
        total=part.total,
        amount_to_collect=part.amount_to_collect,
        refunded=part.refunded,
        created_at=part.created_at,
    )


def owners_of_orders(order_ids: Iterable[str]) -> dict[str, str]:
    """The owner of each of these orders that exists, by order, in one query."""
    return dict(OrderRef.objects.filter(pk__in=set(order_ids)).order_by("pk").values_list("id", "owner"))


def unsent_lines(order: Order) -> list[LineQuantity]:
    """Every unit that can still be canceled, by line."""
    if order.payment_status == PaymentStatus.AWAITING_PAYMENT:
        return [LineQuantity(line.line_id, line.quantity) for line in order.quote.lines]
    lines = [line for part in vendor_orders_of(order) for line in part.lines]
    return [LineQuantity(line.line_id, line.unsent) for line in lines if line.unsent]


def returnable_units(vendor_order: VendorOrder) -> dict[str, int]:
    """By line, the units that the customer has and that were neither refunded nor returned."""
    return {line.line_id: refundable_units(vendor_order, line) for line in vendor_order.lines}


def open_vendor_order_ids(vendor_id: str) -> list[str]:
    """A vendor's orders that are neither delivered nor canceled as a whole. Reads all of the vendor's: for the rare end of one."""
    parts = VENDOR_ORDERS.scan(filters=[Filter("/vendor_id", "=", vendor_id)])
    return sorted(part.id for part in parts if part.state not in (VendorOrderState.DELIVERED, VendorOrderState.CANCELED))


def scan_vendor_orders() -> Iterator[VendorOrder]:
    """Every vendor order of the region, page by page: for the check of the books."""
    return VENDOR_ORDERS.scan()


def order_detail(order: Order) -> OrderDetail:
    """The order as its customer reads it."""
    quoted: dict[str, QuotePart] = {part.vendor_id: part for part in order.quote.parts}
    return OrderDetail(
        id=order.id,
        number=order.number,
        state=order.state,
        payment_status=order.payment_status,
        closed_reason=order.closed_reason,
        payment_method=order.payment_method,
        paid=order.paid,
        paid_at=order.paid_at,
        email=order.email,
        language=order.language,
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        note=order.note,
        quote=order.quote,
        total=order.quote.total,
        refunded=order.refunded,
        refund_pending=order.refund_pending,
        refunds=order.refunds,
        parts=[_part_detail(part, quoted[part.vendor_id]) for part in order.parts],
        timeline=order.timeline,
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
    )


def _part_detail(part: OrderPart, quoted: QuotePart) -> OrderPartDetail:
    """A vendor's part as its customer reads it, with what it was quoted."""
    return OrderPartDetail(
        vendor_order_id=part.vendor_order_id,
        vendor_id=part.vendor_id,
        vendor_name=part.vendor_name,
        state=part.state,
        line_ids=list(quoted.line_ids),
        canceled=part.canceled,
        shipping=quoted.shipping,
        fees=quoted.fees,
        total=quoted.total,
        refund_due=part.refunded,
        withheld=part.withheld or Money.zero(part.refunded.currency),
        closed_reason=part.closed_reason,
        shipments=part.shipments,
        refunds=part.refunds,
    )
