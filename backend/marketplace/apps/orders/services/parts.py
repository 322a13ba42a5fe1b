"""The split: each vendor's part as a document of its own, and the order told that they exist."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.carts.types import QuoteLine
from marketplace.apps.orders.documents import FIRST_REVISION, ORDERS, VENDOR_ORDERS, Order, VendorOrder, VendorOrderLine
from marketplace.apps.orders.events import OrderChanged, OrderConfirmed, VendorOrderChanged
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services.terms import CheckoutTerms
from marketplace.apps.orders.types import FrozenCommission, TimelineEntry
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.events import outbox


def create_vendor_orders(checkout: Checkout, order: Order, terms: CheckoutTerms, *, now: datetime) -> None:
    """One document for each vendor, in its own partition; those that exist are left as they are."""
    commissions = {item.line_id: item for item in msgspec.convert(checkout.commissions, list[FrozenCommission])}
    for index, part in enumerate(order.parts):
        vendor_order = _vendor_order(index, order, terms, commissions, now=now)
        event = VendorOrderChanged(vendor_order_id=part.vendor_order_id, vendor_id=part.vendor_id, order_id=order.id)
        try:
            VENDOR_ORDERS.create(vendor_order, events=[outbox.record(event, now=now)])
        except DocumentExists:
            continue


def confirm_order(order: Order, *, is_cash: bool, now: datetime) -> None:
    """Mark the order paid (or to be paid in cash), once; store it if it was not stored yet."""
    if order.confirmed_at is not None:
        return
    order.payment_state = "cash_on_delivery" if is_cash else "paid"
    order.confirmed_at = now
    for part in order.parts:
        part.revision = max(part.revision, FIRST_REVISION)  # a new vendor order has nothing to tell the order
    order.timeline.append(TimelineEntry(at=now, kind="confirmed"))
    facts = {"order_id": order.id, "owner": order.owner}
    events = [outbox.record(OrderConfirmed(**facts), now=now), outbox.record(OrderChanged(**facts), now=now)]
    try:
        if order.etag:
            ORDERS.replace(order, etag=order.etag, events=events)
        else:
            ORDERS.create(order, events=events)
    except (StaleDocument, DocumentExists):
        confirm_order(ORDERS.get(ORDERS.pk(order), order.id), is_cash=is_cash, now=now)


def _vendor_order(
    index: int, order: Order, terms: CheckoutTerms, commissions: dict[str, FrozenCommission], *, now: datetime
) -> VendorOrder:
    part, quoted = order.parts[index], terms.quote.parts[index]
    return VendorOrder(
        id=part.vendor_order_id,
        tenant_id=order.tenant_id,
        number=f"{order.number}-{index + 1}",
        order_id=order.id,
        order_owner=order.owner,
        checkout_id=order.checkout_id,
        vendor_id=part.vendor_id,
        payment_id=order.payment_id,
        provider=terms.provider,
        is_cash=terms.is_cash,
        email=order.email,
        language=order.language,
        country=order.country,
        shipping_address=order.shipping_address,
        lines=[_line(line, commissions[line.line_id]) for line in terms.quote.lines if line.vendor_id == part.vendor_id],
        shipping_name=quoted.shipping_name,
        shipping=quoted.shipping,
        total=quoted.total,
        created_at=now,
        timeline=[TimelineEntry(at=now, kind="created")],
    )


def _line(line: QuoteLine, commission: FrozenCommission) -> VendorOrderLine:
    return VendorOrderLine(
        line_id=line.line_id,
        variant_id=line.variant_id,
        product_id=line.product_id,
        sku=line.sku,
        title=line.title,
        option_text=line.option_text,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=line.total,
        tax_rate_bp=line.tax_rate_bp,
        tax=line.tax,
        commission=commission,
    )
