"""Canceling pieces that were not sent, and the refund that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, provider_account
from marketplace.apps.orders import queries
from marketplace.apps.orders.commission import share_of
from marketplace.apps.orders.documents import Order, VendorOrder
from marketplace.apps.orders.events import LinesCanceled
from marketplace.apps.orders.models import CANCELED_BY
from marketplace.apps.orders.services import progress, projection
from marketplace.apps.orders.services.books import PartBooks
from marketplace.apps.orders.services.errors import CannotCancel
from marketplace.apps.orders.services.fulfilment import change_vendor_order, chosen_lines, mark_delivered
from marketplace.apps.orders.types import Cancellation, LineQuantity, TimelineEntry
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total
from marketplace.kit.texts import Text


def cancel_order_lines(*, order: Order, lines: Sequence[LineQuantity], reason: str, by: str, request_key: str, now: datetime) -> Order:
    """
    Cancel pieces of an order over any of its vendors. An unpaid order is called off whole, and only whole. Safe to repeat.

    :raises CannotCancel: if any piece is sent already; then nothing is canceled, but for what a race sent in between
    :raises RefundExceedsCapture: if a dispute holds that money; likewise
    """
    vendor_of = {line.line_id: line.vendor_id for line in order.quote.lines}
    by_vendor = _group(lines, vendor_of)
    if order.payment_state == "awaiting_payment":
        return _call_off(order, lines, by=by, now=now)
    if order.payment_state == "payment_failed":
        return order
    refunds = [
        _prepared(vendor_order, wanted, reason=reason, by=by, request_key=request_key, now=now).refund
        for vendor_order in queries.vendor_orders_of(order)
        if (wanted := by_vendor.get(vendor_order.vendor_id))
        and _find(vendor_order, _id_of(vendor_order, wanted, by=by, request_key=request_key)) is None
    ]
    _require_undisputed(order.payment_id, total(refunds, order.quote.currency))
    part_of = {part.vendor_id: part.vendor_order_id for part in order.parts}
    for vendor_id, wanted in by_vendor.items():
        canceled = cancel_vendor_order_lines(
            vendor_id=vendor_id, vendor_order_id=part_of[vendor_id], lines=wanted, reason=reason, by=by, request_key=request_key, now=now
        )
        projection.update_part(canceled, now=now)  # its event does the same; the customer should see it in this very answer
    return queries.get_order(order.owner, order.id)


def cancel_vendor_order_lines(
    *,
    vendor_id: str,
    vendor_order_id: str,
    lines: Sequence[LineQuantity],
    reason: str,
    by: str,
    request_key: str,
    now: datetime,
) -> VendorOrder:
    """
    Cancel pieces of one vendor's part and give their money back; the same ``request_key`` cancels the same pieces once.

    The document is written first, under its etag, so a parcel and a cancellation can never both have a piece.

    :raises CannotCancel: if a line has fewer unsent pieces
    :raises RefundExceedsCapture: if a dispute holds that money
    """
    cancellation_id = ""

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal cancellation_id
        cancellation_id = _id_of(vendor_order, lines, by=by, request_key=request_key)
        if _find(vendor_order, cancellation_id) is not None:
            return None
        canceled = _prepared(vendor_order, lines, reason=reason, by=by, request_key=request_key, now=now)
        _require_undisputed(vendor_order.payment_id, canceled.refund)
        vendor_order.cancellations.append(canceled)
        vendor_order.timeline.append(TimelineEntry(at=now, kind="canceled", detail=reason))
        event = LinesCanceled(
            vendor_order_id=vendor_order.id, vendor_id=vendor_id, order_id=vendor_order.order_id, cancellation_id=cancellation_id
        )
        return [event, *mark_delivered(vendor_order, now=now)]

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    settle_cancellation(vendor_order, cancellation_id, now=now)
    return vendor_order


def settle_cancellation(vendor_order: VendorOrder, cancellation_id: str, *, now: datetime) -> None:
    """
    Stock back, books, refund: for the request and again for its event, whichever survives. Safe to repeat.

    One transaction books it; the provider is asked after it has committed.
    """
    cancellation = _find(vendor_order, cancellation_id)
    assert cancellation is not None
    refund_id = derived_id("rfd", cancellation_id, at=cancellation.canceled_at)
    variant_of = {line.line_id: line.variant_id for line in vendor_order.lines}
    with tenancy.atomic():
        inventory_services.restock(
            owner_id=cancellation_id,
            sold_to=vendor_order.order_id,
            lines=[StockLine(variant_of[item.line_id], item.quantity) for item in cancellation.lines],
            now=now,
        )
        if cancellation.refund:
            payment_services.request_refund(
                refund_id=refund_id,
                payment_id=vendor_order.payment_id,
                amount=cancellation.refund,
                reason=cancellation.reason,
                now=now,
                is_due=True,
            )
            ledger_services.post(list(_postings(vendor_order, cancellation, refund_id)), now=now)
    if cancellation.refund:
        payment_services.carry_out_refund(refund_id=refund_id, now=now)


def _call_off(order: Order, lines: Sequence[LineQuantity], *, by: str, now: datetime) -> Order:
    if set(lines) != set(queries.unsent_lines(order)):
        raise CannotCancel(Text("An order that is not paid yet is canceled as a whole."), state=order.state)
    if not progress.call_off(order.checkout_id, reason=f"{CANCELED_BY}{by}", now=now):
        raise CannotCancel(Text("The payment is being processed; try again in a minute."), state=order.state)
    progress.mark_abandoned(order.id, order.owner, now=now)
    return queries.get_order(order.owner, order.id)


def _id_of(vendor_order: VendorOrder, lines: Sequence[LineQuantity], *, by: str, request_key: str) -> str:
    """The same for a repeated request; another one where the same key comes for other pieces, or from the other side."""
    pieces = sorted(f"{item.line_id}={item.quantity}" for item in lines)
    return derived_id("can", vendor_order.id, by, request_key, *pieces, at=vendor_order.created_at)


def _find(vendor_order: VendorOrder, cancellation_id: str) -> Cancellation | None:
    return next((item for item in vendor_order.cancellations if item.id == cancellation_id), None)


def _require_undisputed(payment_id: str, refund: Money) -> None:
    """Before anything is written, as the customer would get nothing; a dispute that comes a moment later makes the refund fail."""
    if refund:
        payment_services.require_undisputed(payment_id=payment_id, amount=refund)


def _group(lines: Sequence[LineQuantity], vendor_of: Mapping[str, str]) -> dict[str, list[LineQuantity]]:
    by_vendor: dict[str, list[LineQuantity]] = defaultdict(list)
    for index, item in enumerate(lines):
        if item.line_id not in vendor_of:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        by_vendor[vendor_of[item.line_id]].append(item)
    return by_vendor


def _require_cancelable(vendor_order: VendorOrder, lines: Sequence[LineQuantity]) -> None:
    for line, quantity in chosen_lines(vendor_order, lines):
        if quantity > line.unsent:
            raise CannotCancel(
                Text("Pieces of {sku} that can still be canceled: {unsent}.", sku=line.sku, unsent=line.unsent),
                state=vendor_order.state,
            )


def _prepared(
    vendor_order: VendorOrder, lines: Sequence[LineQuantity], *, reason: str, by: str, request_key: str, now: datetime
) -> Cancellation:
    """
    Count the pieces as canceled and say what is given back: the lines' shares, and the shipping when nothing is left to send.

    :raises CannotCancel: if a line has fewer unsent pieces
    """
    _require_cancelable(vendor_order, lines)
    currency = vendor_order.total.currency
    refunds = []
    for item in lines:
        line = vendor_order.line(item.line_id)
        assert line is not None
        refunds.append(share_of(line.total, before=line.canceled, after=line.canceled + item.quantity, of=line.quantity))
        line.canceled += item.quantity
    is_unpaid, is_all = vendor_order.is_cash, vendor_order.state == "canceled"
    return Cancellation(
        id=_id_of(vendor_order, lines, by=by, request_key=request_key),
        lines=tuple(lines),
        items_refund=Money.zero(currency) if is_unpaid else total(refunds, currency),
        shipping_refund=vendor_order.shipping if is_all and not is_unpaid else Money.zero(currency),
        reason=reason,
        by=by,
        canceled_at=now,
    )


def _postings(vendor_order: VendorOrder, cancellation: Cancellation, refund_id: str) -> Iterator[Posting]:
    """The sale and its fee, reversed for exactly these pieces, to the row's own figures."""
    books = PartBooks(
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.id,
        payment_id=vendor_order.payment_id,
        money=provider_account(vendor_order.provider),
        refund_id=refund_id,
    )
    yield from books.shipping_refund(cancellation.id, cancellation.shipping_refund)
    for item in cancellation.lines:
        line = vendor_order.line(item.line_id)
        assert line is not None
        before = _canceled_before(vendor_order, cancellation, item.line_id)
        amount, fee, vat = (
            share_of(figure, before=before, after=before + item.quantity, of=line.quantity)
            for figure in (line.total, line.commission.fee, line.commission.vat)
        )
        yield from books.refund(cancellation.id, line.line_id, amount, fee=fee, vat=vat)


def _canceled_before(vendor_order: VendorOrder, cancellation: Cancellation, line_id: str) -> int:
    """Pieces of the line that earlier cancellations took: they come in the order in which they were made."""
    earlier = vendor_order.cancellations[: vendor_order.cancellations.index(cancellation)]
    return sum(item.quantity for other in earlier for item in other.lines if item.line_id == line_id)
