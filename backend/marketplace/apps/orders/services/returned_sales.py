"""The money of units that the customer has sent back, once it is known which of them are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.orders.domain.refundable import refundable_units
from marketplace.apps.orders.domain.reversals import reversed_quantity
from marketplace.apps.orders.services.fulfilment import change_vendor_order, chosen_lines
from marketplace.apps.orders.services.reversals import find_reversal, reverse, settle_reversal, take_units
from marketplace.apps.orders.types import LineQuantity, RefundReason, ReversalCause, TimelineEntry, VendorOrder
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import derived_id


def reverse_returned(
    *,
    vendor_id: str,
    vendor_order_id: str,
    return_id: str,
    lines: Sequence[LineQuantity],
    reason: RefundReason,
    note: str,
    by: str,
    as_store_credit: bool = False,
    now: datetime,
) -> VendorOrder:
    """
    Refund returned units, once for each return: their price, and with the last unit of the vendor order its shipping and its fees, unless
    the customer returned them for a reason of its own (``other``). Units that were refunded before are passed over. ``as_store_credit`` is
    the customer's wish.

    :raises OrderNotFound: if it is no order of that vendor
    :raises InvalidInput: for a line that is not in the order
    :raises Unavailable: if a dispute of the order is not booked yet; nothing is written
    """
    reversal_id = ""

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal reversal_id
        reversal_id = derived_id("rev", return_id, at=vendor_order.created_at)
        if find_reversal(vendor_order, reversal_id) is not None:
            return None
        units = [
            LineQuantity(line.line_id, least)
            for line, quantity in chosen_lines(vendor_order, lines)
            if (least := min(quantity, refundable_units(vendor_order, line)))
        ]
        if not units:
            return None
        taken = take_units(vendor_order, units, with_rest=reason is not RefundReason.OTHER and _is_all(vendor_order, units))
        vendor_order.timeline.append(TimelineEntry(at=now, kind="returned", detail=note))
        about: dict[str, Any] = {"reversal_id": reversal_id, "cause_id": return_id, "reason": note, "by": by}
        about["as_store_credit"] = as_store_credit
        return [reverse(vendor_order, taken, cause=ReversalCause.RETURN, reason_code=reason, now=now, **about)]

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    if find_reversal(vendor_order, reversal_id) is not None:
        settle_reversal(vendor_order, reversal_id, now=now)
    return vendor_order


def _is_all(vendor_order: VendorOrder, units: Sequence[LineQuantity]) -> bool:
    """Whether the customer keeps nothing of the vendor order once these units are back."""
    coming = {item.line_id: item.quantity for item in units}
    return all(
        line.quantity
        == line.canceled + reversed_quantity(vendor_order.reversals, line.line_id, ReversalCause.RETURN) + coming.get(line.line_id, 0)
        for line in vendor_order.lines
    )
