"""What is left of a vendor order that could still be refunded. Pure."""

from __future__ import annotations

import msgspec

from marketplace.apps.orders.domain.reversals import as_sold, fees_left, left_of, reversed_lines, reversed_quantity, shipping_left
from marketplace.apps.orders.types import ReversalCause, VendorOrder, VendorOrderLine
from marketplace.kit.money import Money, total


class Refundable(msgspec.Struct, frozen=True, kw_only=True):
    """By line, of the shipping and of the fees: what the customer paid and no reversal has taken back."""

    lines: dict[str, Money]
    shipping: Money
    fees: Money

    @property
    def items(self) -> Money:
        return total(self.lines.values(), self.shipping.currency)

    @property
    def total(self) -> Money:
        return self.items + self.shipping + self.fees


def refundable_of(vendor_order: VendorOrder) -> Refundable:
    """Nothing before the order is paid."""
    zero = Money.zero(vendor_order.total.currency)
    if not vendor_order.is_paid:
        return Refundable(lines={line.line_id: zero for line in vendor_order.lines}, shipping=zero, fees=zero)
    reversals = vendor_order.reversals
    return Refundable(
        lines={line.line_id: left_of(as_sold(line), reversed_lines(reversals, line.line_id)).price for line in vendor_order.lines},
        shipping=shipping_left(vendor_order.shipping, reversals),
        fees=fees_left(vendor_order.fees, reversals),
    )


def refundable_units(vendor_order: VendorOrder, line: VendorOrderLine) -> int:
    """Units that were delivered, and neither refunded nor returned. What was not delivered is canceled instead."""
    return line.delivered - reversed_quantity(vendor_order.reversals, line.line_id, ReversalCause.REFUND, ReversalCause.RETURN)
