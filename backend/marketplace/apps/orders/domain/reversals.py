"""
What reversing a part of a sale takes back of it. Pure arithmetic, the same for every cause.

A reversal takes back units of a line (a cancellation, a failed delivery, a return) or an amount of a line that keeps its units (a refund,
a dispute), an amount of the shipping, and one of the fees. Whatever the order of the reversals, a line is reversed by at most what was paid
for it; and once all of its price is reversed, all of the fee on it is, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import msgspec

from marketplace.apps.orders.types import Reversal, ReversalCause, ReversedLine, VendorOrderLine
from marketplace.kit.money import Money, total


class ExceedsSale(ValueError):
    """More was to be reversed than is left of the sale."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The amounts of one reversal: of lines, of the shipping with what the operator had borne of it, and of the fees."""

    lines: tuple[ReversedLine, ...]
    shipping: Money
    shipping_discount: Money
    fees: Money

    @property
    def due(self) -> Money:
        """What the customer paid for it."""
        return total((line.price for line in self.lines), self.shipping.currency) + self.shipping + self.fees


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    A line as it was sold: its units, what the customer paid for them, the operator's frozen fee with its VAT, and what the operator bore of
    discounts (``discount``, negative for a surcharge).
    """

    line_id: str
    quantity: int
    price: Money
    fee: Money
    fee_vat: Money
    discount: Money

    def less(self, other: ReversedLine) -> Self:
        """What is left after a reversal; no amount beyond zero."""
        zero = Money.zero(self.price.currency)
        return msgspec.structs.replace(
            self,
            quantity=self.quantity - other.quantity,
            price=max(self.price - other.price, zero),
            fee=max(self.fee - other.fee, zero),
            fee_vat=max(self.fee_vat - other.fee_vat, zero),
            discount=self.discount - _nearer(other.discount, self.discount),
        )


def as_sold(line: VendorOrderLine) -> SoldLine:
    """A line of a vendor order."""
    return SoldLine(
        line_id=line.line_id,
        quantity=line.quantity,
        price=line.total,
        fee=line.commission.fee,
        fee_vat=line.commission.vat,
        discount=line.discount,
    )


def reverse_units(line: SoldLine, earlier: Sequence[ReversedLine], quantity: int) -> ReversedLine:
    """
    The next ``quantity`` units of ``line``, after the ``earlier`` reversals of it: their share of the price, or what is left of that.

    :raises ExceedsSale: if fewer units are left
    """
    left = left_of(line, earlier)
    if not 0 < quantity <= left.quantity:
        raise ExceedsSale(f"{quantity} units of {line.line_id}, of {left.quantity}")
    return _capped(_share(line, line.quantity - left.quantity, quantity), left)


def reverse_amount(line: SoldLine, earlier: Sequence[ReversedLine], amount: Money) -> ReversedLine:
    """
    ``amount`` of the price of ``line``, which keeps its units, and the fee's share of it.

    :raises ExceedsSale: if less is left of the price
    """
    left = left_of(line, earlier)
    if not Money.zero(amount.currency) < amount <= left.price:
        raise ExceedsSale(f"{amount} of {line.line_id}, of {left.price}")
    fee, vat, discount = (part.slice(0, amount.minor, of=line.price.minor) for part in (line.fee, line.fee_vat, line.discount))
    return _capped(ReversedLine(line_id=line.line_id, quantity=0, price=amount, fee=fee, fee_vat=vat, discount=discount), left)


def left_of(line: SoldLine, earlier: Sequence[ReversedLine]) -> SoldLine:
    """
    What the ``earlier`` reversals, oldest first, left of ``line``.

    Units count with their share of the price even where nothing was refunded for them, since nothing had been paid.
    """
    left = line
    for item in earlier:
        share = _share(line, line.quantity - left.quantity, item.quantity)
        left = left.less(
            ReversedLine(
                line_id=line.line_id,
                quantity=item.quantity,
                price=max(share.price, item.price),
                fee=max(share.fee, item.fee),
                fee_vat=max(share.fee_vat, item.fee_vat),
                discount=max(share.discount, item.discount, key=lambda amount: abs(amount.minor)),
            )
        )
    return left


def reversed_lines(reversals: Sequence[Reversal], line_id: str) -> list[ReversedLine]:
    """What was reversed of one line, oldest first."""
    return [item for reversal in reversals for item in reversal.lines if item.line_id == line_id]


def reversed_quantity(reversals: Sequence[Reversal], line_id: str, *causes: ReversalCause) -> int:
    """Units of one line that were reversed for these causes."""
    return sum(item.quantity for reversal in reversals if reversal.cause in causes for item in reversal.lines if item.line_id == line_id)


def shipping_left(shipping: Money, reversals: Sequence[Reversal]) -> Money:
    """What the reversals left of the shipping, at least zero."""
    return max(shipping - total((item.shipping for item in reversals), shipping.currency), Money.zero(shipping.currency))


def shipping_discount_left(discount: Money, reversals: Sequence[Reversal]) -> Money:
    """What the reversals left of what the operator bore of the shipping: it goes back at once, with the last of the units."""
    return discount - total((item.shipping_discount for item in reversals), discount.currency)


def shipping_discount_of(amount: Money, shipping: Money, discount: Money, reversals: Sequence[Reversal]) -> Money:
    """What the operator had borne of the next ``amount`` of the shipping. With the last of the shipping the last of the discount goes."""
    before = total((item.shipping for item in reversals), shipping.currency).minor
    left = shipping_discount_left(discount, reversals)
    if not amount or before + amount.minor >= shipping.minor:
        return left if amount else Money.zero(shipping.currency)
    return _nearer(discount.slice(before, before + amount.minor, of=shipping.minor), left)


def spread(amount: Money, prices: Sequence[Money], shipping: Money) -> tuple[list[Money], Money]:
    """
    Spread ``amount`` over what is left of lines, in proportion, and take from the ``shipping`` only what they do not cover.

    :raises ExceedsSale: if lines and shipping together have less
    """
    of_lines = total(prices, amount.currency)
    if not Money.zero(amount.currency) < amount <= of_lines + shipping:
        raise ExceedsSale(f"{amount}, of {of_lines + shipping}")
    from_lines = min(amount, of_lines)
    shares = from_lines.allocate([price.minor for price in prices]) if from_lines else [Money.zero(amount.currency) for _ in prices]
    return shares, amount - from_lines


def fees_left(fees: Money, reversals: Sequence[Reversal]) -> Money:
    """What the reversals left of the fees, at least zero."""
    return max(fees - total((item.fees for item in reversals), fees.currency), Money.zero(fees.currency))


def _share(line: SoldLine, before: int, quantity: int) -> ReversedLine:
    amounts = (line.price, line.fee, line.fee_vat, line.discount)
    price, fee, vat, discount = (part.slice(before, before + quantity, of=line.quantity) for part in amounts)
    return ReversedLine(line_id=line.line_id, quantity=quantity, price=price, fee=fee, fee_vat=vat, discount=discount)


def _capped(wanted: ReversedLine, left: SoldLine) -> ReversedLine:
    """At most what is left; and with the last of the price, or of the units where nothing was paid, the last of everything."""
    is_last = wanted.price >= left.price if left.price else wanted.quantity >= left.quantity
    return msgspec.structs.replace(
        wanted,
        price=min(wanted.price, left.price),
        fee=left.fee if is_last else min(wanted.fee, left.fee),
        fee_vat=left.fee_vat if is_last else min(wanted.fee_vat, left.fee_vat),
        discount=left.discount if is_last else _nearer(wanted.discount, left.discount),
    )


def _nearer(amount: Money, limit: Money) -> Money:
    """``amount``, at most as far from zero as ``limit`` and on its side: both may be negative."""
    zero = Money.zero(limit.currency)
    return max(min(amount, limit), zero) if limit > zero else min(max(amount, limit), zero)
