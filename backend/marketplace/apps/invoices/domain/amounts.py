"""
What an invoice and its credit notes say of a sale: the amounts of the vendor order and of its reversals, each with its share of the VAT.

Nothing is computed anew: gross amounts are those that were booked, and the VAT of a part is its slice of the VAT of the line, cumulative
over the reversals in their order. So an invoice less its credit notes is what is left of the sale, to the minor unit, for each line and
rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.apps.invoices.types import SHIPPING_LINE, InvoiceLine
from marketplace.apps.orders.types import Reversal, VendorOrder, VendorOrderLine, VendorOrderState
from marketplace.kit.money import Money, total


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """
    A line or the delivery as it was agreed on: ``agreed`` for ``quantity`` units, with the ``tax`` in it. ``unpaid`` of it was never paid,
    since its units were canceled before a delivery in cash.
    """

    line_id: str
    sku: str
    title: str
    quantity: int
    agreed: Money
    unpaid: Money
    tax_rate_bp: int
    tax: Money

    def part(self, quantity: int, before: Money, amount: Money) -> InvoiceLine:
        """``amount`` of it, after ``before`` was taken: for so many units."""
        start = self.unpaid.minor + before.minor
        tax = self.tax.slice(start, start + amount.minor, of=self.agreed.minor) if self.agreed else Money.zero(amount.currency)
        about: dict[str, Any] = {"line_id": self.line_id, "sku": self.sku, "title": self.title, "tax_rate_bp": self.tax_rate_bp}
        return InvoiceLine(quantity=quantity, gross=amount, tax=tax, **about)


def sold_of(part: VendorOrder, *, shipping_tax: Money, shipping_tax_rate_bp: int) -> list[Sold]:
    """The lines of a vendor order, and its delivery. Payment fees are the operator's, and are not in it."""
    delivery = Sold(
        line_id=SHIPPING_LINE,
        sku="",
        title=part.shipping_name,
        quantity=1,
        agreed=part.shipping,
        unpaid=Money.zero(part.total.currency),
        tax_rate_bp=shipping_tax_rate_bp,
        tax=shipping_tax,
    )
    return [*(_sold_line(line, is_cash=part.settles_on_delivery) for line in part.lines), delivery]


def is_due(part: VendorOrder) -> bool:
    """
    Whether the sale is to be invoiced: once nothing is left to send, which is when its products were supplied (Directive 2006/112/EC,
    art. 31 to 33 and 222); what is paid on delivery once it has arrived, since the sale is booked then.
    """
    if part.settles_on_delivery:
        return part.delivered_at is not None
    return part.state in (VendorOrderState.SHIPPED, VendorOrderState.DELIVERED)


def invoice_lines(sold: Sequence[Sold], reversals: Sequence[Reversal]) -> tuple[InvoiceLine, ...]:
    """What these ``reversals`` left of the sale. Lines of which nothing was paid or left are not in it."""
    lines = []
    for item in sold:
        taken = _taken(item, reversals)
        left = item.agreed - item.unpaid - taken
        units = item.quantity - (0 if item.line_id == SHIPPING_LINE else sum(_units(item, each) for each in reversals))
        if left:
            lines.append(item.part(units, taken, left))
    return tuple(lines)


def credit_lines(sold: Sequence[Sold], earlier: Sequence[Reversal], reversal: Reversal) -> tuple[InvoiceLine, ...]:
    """What ``reversal`` took back, after the ``earlier`` ones."""
    lines = []
    for item in sold:
        amount = _taken(item, [reversal])
        if amount:
            lines.append(item.part(_units(item, reversal), _taken(item, earlier), amount))
    return tuple(lines)


def _sold_line(line: VendorOrderLine, *, is_cash: bool) -> Sold:
    zero = Money.zero(line.total.currency)
    return Sold(
        line_id=line.line_id,
        sku=line.sku,
        title=" ".join(filter(None, (line.title, line.option_text))),
        quantity=line.quantity,
        agreed=line.total,
        unpaid=line.total.slice(0, line.canceled, of=line.quantity) if is_cash else zero,
        tax_rate_bp=line.tax_rate_bp,
        tax=line.tax,
    )


def _taken(item: Sold, reversals: Sequence[Reversal]) -> Money:
    if item.line_id == SHIPPING_LINE:
        return total((each.shipping for each in reversals), item.agreed.currency)
    prices = (line.price for each in reversals for line in each.lines if line.line_id == item.line_id)
    return total(prices, item.agreed.currency)


def _units(item: Sold, reversal: Reversal) -> int:
    if item.line_id == SHIPPING_LINE:
        return int(bool(reversal.shipping))
    return sum(line.quantity for line in reversal.lines if line.line_id == item.line_id)
