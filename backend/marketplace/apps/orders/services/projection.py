"""Keeps the order's copies of each vendor's part and of its refunds up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS
from marketplace.apps.orders.events import OrderChanged
from marketplace.apps.orders.types import (
    Order,
    OrderRefund,
    OrderRefundState,
    PartRefund,
    PartRefundLine,
    Reversal,
    ReversalCause,
    TimelineEntry,
    VendorOrder,
)
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import RefundState, RefundView
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.events import outbox

_PENDING = (RefundState.PENDING, RefundState.FAILED)
_DONE = (RefundState.SUCCEEDED, RefundState.SETTLED)


def update_part(vendor_order: VendorOrder, *, now: datetime) -> None:
    """Copy what the customer may see of a vendor order into the order, unless a newer copy is there. Safe to repeat."""
    _change(vendor_order.order_owner, vendor_order.order_id, lambda order: _copy(vendor_order, order, now=now), now=now)


def update_refunds(owner: str, order_id: str, *, now: datetime) -> None:
    """Copy what the customer may see of the payment's refunds into the order, where it differs. Safe to repeat."""
    _change(owner, order_id, _copy_refunds, now=now)


def _change(owner: str, order_id: str, copy: Callable[[Order], bool], *, now: datetime) -> None:
    def change(order: Order) -> Changed[Order] | None:
        event = OrderChanged(order_id=order.id, owner=order.owner)
        return Changed(order, [outbox.record(event, now=now)]) if copy(order) else None

    known = queries.find_order(owner, order_id)
    if known is not None:
        ORDERS.change(ORDERS.pk(known), order_id, change, known=known)


def _copy_refunds(order: Order) -> bool:
    present = list(_shown(payment_queries.list_refunds(order.payment_id)))
    is_new = present != order.refunds
    order.refunds = present
    return is_new


def _shown(refunds: list[RefundView]) -> Iterator[OrderRefund]:
    """Those that paid the customer or still have to: not one that another replaced, nor one made at the provider that came back."""
    for refund in refunds:
        is_owed = refund.state in _PENDING and not (refund.origin == "provider" and refund.state == RefundState.FAILED)
        if is_owed or refund.state in _DONE:
            yield OrderRefund(
                id=refund.id,
                amount=refund.amount,
                state=OrderRefundState.PENDING if is_owed else OrderRefundState.SUCCEEDED,
                requested_at=refund.created_at,
                completed_at=None if is_owed else refund.settled_at,
            )


def _copy(vendor_order: VendorOrder, order: Order, *, now: datetime) -> bool:
    part = next(part for part in order.parts if part.vendor_order_id == vendor_order.id)
    if part.revision >= vendor_order.revision:
        return False
    if part.state != vendor_order.state:
        order.timeline.append(TimelineEntry(at=now, kind=f"part_{vendor_order.state}", detail=part.vendor_name))
    part.state, part.revision = vendor_order.state, vendor_order.revision
    part.canceled = {line.line_id: line.canceled for line in vendor_order.lines if line.canceled}
    refunds = tuple(map(_refund, vendor_order.reversals))
    for refund in refunds[len(part.refunds) :]:
        if refund.cause in (ReversalCause.REFUND, ReversalCause.RETURN):  # of the others the state of the part says it
            order.timeline.append(TimelineEntry(at=now, kind="part_refunded", detail=part.vendor_name))
    part.refunds = refunds
    part.refunded, part.withheld, part.shipments = vendor_order.refunded, vendor_order.withheld, tuple(vendor_order.shipments)
    return True


def _refund(reversal: Reversal) -> PartRefund:
    return PartRefund(
        id=reversal.id,
        cause=reversal.cause,
        cause_id=reversal.cause_id,
        reason_code=reversal.reason_code,
        reason=reversal.reason,
        lines=tuple(PartRefundLine(line_id=line.line_id, quantity=line.quantity, amount=line.price) for line in reversal.lines),
        shipping=reversal.shipping,
        fees=reversal.fees,
        amount=reversal.refund,
        credited=reversal.to_credit,
        decided_at=reversal.reversed_at,
    )
