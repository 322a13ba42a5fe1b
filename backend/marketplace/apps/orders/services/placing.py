"""How an order comes into being: its number, its documents, the postings of its sale; and how it is closed if no sale comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from marketplace.apps.credit import services as credit_services
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS
from marketplace.apps.orders.domain.tokens import tokens_of
from marketplace.apps.orders.events import OrderChanged, OrderConfirmed, VendorOrderChanged
from marketplace.apps.orders.queries import find_order
from marketplace.apps.orders.services.postings import credit_uses, sale_postings, vendor_order_id
from marketplace.apps.orders.statements import REGISTER
from marketplace.apps.orders.types import (
    CLOSED,
    FIRST_REVISION,
    FrozenCommission,
    Order,
    OrderPart,
    PaymentStatus,
    Purchase,
    TimelineEntry,
    VendorOrder,
    VendorOrderLine,
    VendorOrderState,
)
from marketplace.apps.pricing.types import QuoteLine
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.tax import queries as tax_queries
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.documents.errors import DocumentExists
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import hash_secret
from marketplace.kit.money import Money


def order_token(order_id: str) -> str:
    """The secret by which a guest reads the order: of the present secret key."""
    return tokens_of(order_id)[0]


def register_order(*, order_id: str, owner: str, now: datetime) -> str:
    """
    Give an order its number, such as ``EU-2026-000123``, and make it known by its id, in the caller's transaction.

    Numbers count up per tenant and year, without gaps, since a transaction that rolls back returns its number. Call it last in the
    transaction: the counter's row is locked from here to the commit, and every other new order waits for it.
    """
    tenant = tenancy.current()
    year = tax_queries.tax_day(now).year  # in the region's own time zone
    parameters = {
        "year": year,
        "prefix": f"{tenant.slug.upper()}-{year}-",
        "id": order_id,
        "owner": owner,
        "token_hash": hash_secret(order_token(order_id)),
    }
    ((number,),) = sql.rows(REGISTER, parameters)
    return str(number)


def write_order(purchase: Purchase, *, now: datetime) -> Order:
    """
    Store the document of an order that awaits its payment, and return it. Safe to repeat: the stored one is found, and awaits its payment
    again if it was closed.
    """
    order = _new_order(purchase)
    try:
        return ORDERS.create(order, events=[outbox.record(_changed(order), now=now)])
    except DocumentExists:
        return ORDERS.change(ORDERS.pk(order), order.id, lambda stored: _reopened(stored, now=now))


def _reopened(order: Order, *, now: datetime) -> Changed[Order] | None:
    if order.payment_status not in CLOSED:
        return None
    order.payment_status, order.closed_reason = PaymentStatus.AWAITING_PAYMENT, ""
    order.timeline.append(TimelineEntry(at=now, kind="reopened"))
    return Changed(order, [outbox.record(_changed(order), now=now)])


def book_sale(purchase: Purchase, *, now: datetime) -> None:
    """
    Book what a customer paid before anything is sent: lines and shipping to their vendors, the commissions from there and
    the payment fees to the operator.

    In the caller's transaction; nothing for a payment that settles on delivery, which is booked then. What gift cards and store
    credit pay is redeemed in place of the provider's money.

    :raises CreditNotAvailable: if the payment is late, and they have less by now
    """
    if not purchase.settles_on_delivery:
        ledger_services.post(list(sale_postings(purchase)), now=now)
        if purchase.quote.tenders:
            credit_services.redeem(list(credit_uses(purchase)), order_id=purchase.order_id, now=now)


def confirm_order(purchase: Purchase, order: Order | None = None, *, now: datetime) -> None:
    """
    Create the vendor orders and mark the order confirmed. Safe to repeat: what exists already stays as it is.

    ``order`` is the stored document, where the caller has just written it. An order that was never stored is stored confirmed.

    :raises DocumentContended: if others change the document all the time
    """
    if order is None:
        stored = None if purchase.settles_on_delivery else find_order(purchase.owner, purchase.order_id)
        order = stored or _new_order(purchase)
    _create_vendor_orders(purchase, order, now=now)

    def confirm(stored: Order) -> Changed[Order] | None:
        if stored.confirmed_at is not None:
            return None
        _set_confirmed(stored, purchase, now=now)
        facts = {"order_id": stored.id, "owner": stored.owner}
        return Changed(stored, [outbox.record(OrderConfirmed(**facts), now=now), outbox.record(OrderChanged(**facts), now=now)])

    if not order.etag and (confirmed := confirm(order)) is not None:
        with suppress(DocumentExists):
            ORDERS.create(confirmed.document, events=confirmed.events)
            return
    ORDERS.change(ORDERS.pk(order), order.id, confirm, known=order if order.etag else None)


def close_order(
    *,
    owner: str,
    order_id: str,
    status: PaymentStatus,
    reason: str,
    paid: Money | None = None,
    paid_at: datetime | None = None,
    now: datetime,
) -> None:
    """
    Write into an order's document that no sale came of it: ``status`` is one of ``CLOSED``, ``reason`` a stable code. Safe to repeat.

    ``paid`` is what the customer paid all the same and gets back. Does nothing if the order was never stored, or was confirmed.

    :raises DocumentContended: if others change the document all the time
    """

    def close(order: Order) -> Changed[Order] | None:
        if order.payment_status == status or order.payment_status not in (PaymentStatus.AWAITING_PAYMENT, *CLOSED):
            return None
        order.payment_status, order.closed_reason = status, reason
        order.paid, order.paid_at = paid, paid_at
        order.timeline.append(TimelineEntry(at=now, kind=status, detail=reason))
        return Changed(order, [outbox.record(_changed(order), now=now)])

    known = find_order(owner, order_id)
    if known is not None:
        ORDERS.change(ORDERS.pk(known), order_id, close, known=known)


def _changed(order: Order) -> OrderChanged:
    return OrderChanged(order_id=order.id, owner=order.owner)


def _set_confirmed(order: Order, purchase: Purchase, *, now: datetime) -> None:
    order.payment_status = PaymentStatus.DUE_ON_DELIVERY if purchase.settles_on_delivery else PaymentStatus.PAID
    order.closed_reason = ""
    order.payment_id, order.payment_method = purchase.payment_id, purchase.payment_method  # of the attempt that paid
    if not purchase.settles_on_delivery:
        order.paid, order.paid_at = purchase.paid, now
    order.confirmed_at = now
    for part in order.parts:
        part.revision = max(part.revision, FIRST_REVISION)  # a new vendor order holds nothing that the order lacks
    order.timeline.append(TimelineEntry(at=now, kind="confirmed"))
    _close_unsold(order, purchase, now=now)


def _close_unsold(order: Order, purchase: Purchase, *, now: datetime) -> None:
    """What was not sold is canceled in the order: no vendor order says so."""
    unsold = {item.vendor_id: item for item in purchase.unsold}
    for part in order.parts:
        if (item := unsold.get(part.vendor_id)) is not None:
            part.state, part.closed_reason, part.refunded = VendorOrderState.CANCELED, item.reason, item.refund
            part.canceled = {line.line_id: line.quantity for line in order.quote.lines if line.vendor_id == part.vendor_id}
            order.timeline.append(TimelineEntry(at=now, kind="part_canceled", detail=part.vendor_name))


def _new_order(purchase: Purchase) -> Order:
    return Order(
        id=purchase.order_id,
        tenant_id=tenancy.current().slug,
        number=purchase.number,
        owner=purchase.owner,
        customer_id=purchase.customer_id,
        email=purchase.email,
        language=purchase.language,
        country=purchase.country,
        shipping_address=purchase.shipping_address,
        billing_address=purchase.billing_address,
        note=purchase.note,
        quote=purchase.quote,
        payment_id=purchase.payment_id,
        payment_method=purchase.payment_method,
        parts=[
            OrderPart(
                vendor_order_id=vendor_order_id(purchase.order_id, part.vendor_id),
                vendor_id=part.vendor_id,
                vendor_name=part.vendor_name,
                refunded=Money.zero(purchase.quote.currency),
            )
            for part in purchase.quote.parts
        ],
        timeline=[TimelineEntry(at=purchase.placed_at, kind="placed")],
        placed_at=purchase.placed_at,
    )


def _create_vendor_orders(purchase: Purchase, order: Order, *, now: datetime) -> None:
    """One document for each vendor whose part was sold, in its own partition; those that exist are left as they are."""
    commissions = {item.line_id: item for item in purchase.commissions}
    couriers = _couriers(purchase)
    sold = {part.vendor_id for part in purchase.sold_parts}
    for index, part in enumerate(order.parts):
        if part.vendor_id not in sold:
            continue
        vendor_order = _vendor_order(index, order, purchase, commissions, couriers, now=now)
        event = VendorOrderChanged(vendor_order_id=part.vendor_order_id, vendor_id=part.vendor_id, order_id=order.id)
        try:
            VENDOR_ORDERS.create(vendor_order, events=[outbox.record(event, now=now)])
        except DocumentExists:
            continue


def _couriers(purchase: Purchase) -> dict[str, str]:
    """By shipping method, who collects what is paid on delivery; without those whose vendor does."""
    if not purchase.settles_on_delivery:
        return {}
    return shipping_queries.couriers_of_methods(part.shipping_method_id for part in purchase.sold_parts)


def _vendor_order(
    index: int,
    order: Order,
    purchase: Purchase,
    commissions: dict[str, FrozenCommission],
    couriers: Mapping[str, str],
    *,
    now: datetime,
) -> VendorOrder:
    part, quoted = order.parts[index], purchase.quote.parts[index]
    return VendorOrder(
        id=part.vendor_order_id,
        tenant_id=order.tenant_id,
        number=f"{order.number}-{index + 1}",
        order_id=order.id,
        order_owner=order.owner,
        vendor_id=part.vendor_id,
        payment_id=order.payment_id,
        provider=purchase.provider,
        settles_on_delivery=purchase.settles_on_delivery,
        email=order.email,
        language=order.language,
        country=order.country,
        shipping_address=order.shipping_address,
        note=order.note,
        lines=[_line(line, commissions[line.line_id]) for line in purchase.quote.lines if line.vendor_id == part.vendor_id],
        shipping_name=quoted.shipping_name,
        shipping=quoted.shipping,
        fees=quoted.fees,
        adjustments=quoted.adjustments,
        tenders=quoted.tenders,
        total=quoted.total,
        courier=couriers.get(quoted.shipping_method_id, ""),
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
        subtotal=line.subtotal,
        adjustments=line.adjustments,
        total=line.total,
        tax_rate_bp=line.tax_rate_bp,
        tax=line.tax,
        commission=commission,
    )
