"""Canceling units that were not sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import CannotCancel
from marketplace.apps.orders.services import projection
from marketplace.apps.orders.services.fulfilment import change_vendor_order, chosen_lines, mark_delivered
from marketplace.apps.orders.services.reversals import find_reversal, reverse, settle_reversal, take_units
from marketplace.apps.orders.types import (
    CLOSED,
    LineQuantity,
    Order,
    PaymentStatus,
    ReversalCause,
    TimelineEntry,
    VendorOrder,
    VendorOrderState,
)
from marketplace.foundation.events.types import Event
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id
from marketplace.kit.texts import Text


def cancel_order_lines(*, order: Order, lines: Sequence[LineQuantity], reason: str, by: str, request_key: str, now: datetime) -> Order:
    """
    Cancel units of a confirmed order over any of its vendors. Safe to repeat. (An unpaid order is canceled with its checkout.)

    :raises CannotCancel: if a unit was sent already; then nothing is canceled, but for what a race sent in between
    :raises Unavailable: if a dispute is not booked yet; what was canceled by then stays so, and a repeat cancels the rest
    """
    vendor_of = {line.line_id: line.vendor_id for line in order.quote.lines}
    by_vendor = _group(lines, vendor_of)
    if order.payment_status == PaymentStatus.AWAITING_PAYMENT:
        raise CannotCancel(Text("The order is not paid yet."), state=order.state)
    if order.payment_status in CLOSED:
        return order
    _require_sold(order, lines)
    for vendor_order in queries.vendor_orders_of(order):
        wanted = by_vendor.get(vendor_order.vendor_id, [])
        if find_reversal(vendor_order, _id_of(vendor_order, wanted, by=by, request_key=request_key)) is None:
            _require_cancelable(vendor_order, wanted)
    part_of = {part.vendor_id: part.vendor_order_id for part in order.parts}
    for vendor_id, wanted in by_vendor.items():
        canceled = cancel_vendor_order_lines(
            vendor_id=vendor_id, vendor_order_id=part_of[vendor_id], lines=wanted, reason=reason, by=by, request_key=request_key, now=now
        )
        projection.update_part(canceled, now=now)  # its event does the same; the customer should see it in this very answer
    projection.update_refunds(order.owner, order.id, now=now)
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
    Cancel units of one vendor's part and refund them; the same ``request_key`` cancels the same units once. What a dispute holds or has
    taken of their money is withheld, and the reversal says so.

    The document is written first, under its etag, so a parcel and a cancellation never both have a unit.

    :raises CannotCancel: if a line has fewer unsent units
    :raises Unavailable: if a dispute is not booked yet; nothing is canceled
    """
    reversal_id = ""

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal reversal_id
        reversal_id = _id_of(vendor_order, lines, by=by, request_key=request_key)
        if find_reversal(vendor_order, reversal_id) is not None:
            return None
        vendor_order.timeline.append(TimelineEntry(at=now, kind="canceled", detail=reason))
        return cancel_in(vendor_order, lines, reason=reason, by=by, request_key=request_key, now=now)

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    settle_reversal(vendor_order, reversal_id, now=now)
    return vendor_order


def cancel_in(
    vendor_order: VendorOrder,
    lines: Sequence[LineQuantity],
    *,
    reason: str,
    by: str,
    request_key: str,
    now: datetime,
    cause: ReversalCause = ReversalCause.CANCELLATION,
    cause_id: str = "",
) -> list[Event]:
    """
    Reverse unsent units in the document, which the caller writes: the price of the lines, and the shipping and the fees once nothing
    is left to send. Returns what this makes true.

    :raises CannotCancel: if a line has fewer of them
    :raises Unavailable: if a dispute is not booked yet
    """
    _require_cancelable(vendor_order, lines)
    reversal_id = _id_of(vendor_order, lines, by=by, request_key=request_key)
    for item in lines:
        line = vendor_order.line(item.line_id)
        assert line is not None
        line.canceled += item.quantity
    event = reverse(
        vendor_order,
        take_units(vendor_order, lines, with_rest=vendor_order.state == VendorOrderState.CANCELED),
        reversal_id=reversal_id,
        cause=cause,
        cause_id=cause_id,
        reason=reason,
        by=by,
        now=now,
    )
    return [event, *mark_delivered(vendor_order, now=now)]


def _id_of(vendor_order: VendorOrder, lines: Sequence[LineQuantity], *, by: str, request_key: str) -> str:
    """The same for a repeated request; another one where the same key comes for other units, or from the other side."""
    units = sorted(f"{item.line_id}={item.quantity}" for item in lines)
    return derived_id("rev", vendor_order.id, by, request_key, *units, at=vendor_order.created_at)


def _group(lines: Sequence[LineQuantity], vendor_of: Mapping[str, str]) -> dict[str, list[LineQuantity]]:
    by_vendor: dict[str, list[LineQuantity]] = defaultdict(list)
    for index, item in enumerate(lines):
        if item.line_id not in vendor_of:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        by_vendor[vendor_of[item.line_id]].append(item)
    return by_vendor


def _require_sold(order: Order, lines: Sequence[LineQuantity]) -> None:
    """:raises CannotCancel: for a line of a part that was never sold"""
    unsold = {part.vendor_id for part in order.parts if part.closed_reason}
    wanted = {item.line_id for item in lines}
    for line in order.quote.lines:
        if line.vendor_id in unsold and line.line_id in wanted:
            raise _too_many(line.sku, 0, state=order.state)


def _require_cancelable(vendor_order: VendorOrder, lines: Sequence[LineQuantity]) -> None:
    for line, quantity in chosen_lines(vendor_order, lines):
        if quantity > line.unsent:
            raise _too_many(line.sku, line.unsent, state=vendor_order.state)


def _too_many(sku: str, unsent: int, *, state: str) -> CannotCancel:
    return CannotCancel(Text("Units of {sku} that can still be canceled: {unsent}.", sku=sku, unsent=unsent), state=state)
