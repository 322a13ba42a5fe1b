"""Which share of an adjustment falls on each of the prices that it is given for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marketplace.apps.pricing.types import ProposedAdjustment
from marketplace.kit.money import Money


class Scoped(NamedTuple):
    """An adjustment, and the positions of the prices that it is given for."""

    adjustment: ProposedAdjustment
    positions: Sequence[int]


class Share(NamedTuple):
    """What of an adjustment falls on one price, in minor units and signed."""

    vendor: int
    operator: int

    @property
    def amount(self) -> int:
        return self.vendor + self.operator


def allocate_all(prices: Sequence[Money], given: Sequence[Scoped]) -> list[dict[int, Share]]:
    """
    The shares of each adjustment by position, in the order of ``given``; a price is never taken below zero.

    What vendors bear is allocated first, of all adjustments, and what the operator bears after it: so no vendor's share depends on what the
    operator gives. Each is allocated in proportion to what is left of the prices, by largest remainder.
    """
    left = [price.minor for price in prices]
    by_operator = [item.adjustment.amount.share(item.adjustment.operator_bp) for item in given]
    by_vendor = [item.adjustment.amount - operator for item, operator in zip(given, by_operator, strict=True)]
    vendor_shares = [_allocate(amount, item.positions, left) for amount, item in zip(by_vendor, given, strict=True)]
    operator_shares = [_allocate(amount, item.positions, left) for amount, item in zip(by_operator, given, strict=True)]
    return [
        {position: Share(vendor[position], operator[position]) for position in item.positions}
        for item, vendor, operator in zip(given, vendor_shares, operator_shares, strict=True)
    ]


def _allocate(amount: Money, positions: Sequence[int], left: list[int]) -> dict[int, int]:
    """Allocate what of ``amount`` can be allocated, and take it off (or add it to) ``left``."""
    weights = [left[position] for position in positions]
    possible = Money(max(amount.minor, -sum(weights)), amount.currency)
    shares = [share.minor for share in possible.allocate(weights)] if positions else []
    for position, share in zip(positions, shares, strict=True):
        left[position] += share
    return dict(zip(positions, shares, strict=True))


def settle_tenders(totals: Sequence[Money], available: Sequence[Money]) -> list[list[Money]]:
    """
    What each tender pays of each total, by tender and position: earlier ones first, none more than it has or than is left to pay.

    Shares are in proportion to what is left of the totals, by largest remainder.
    """
    left, paid = list(totals), []
    for most in available:
        weights = [amount.minor for amount in left]
        shares = Money(min(most.minor, sum(weights)), most.currency).allocate(weights) if weights else []
        left = [amount - share for amount, share in zip(left, shares, strict=True)]
        paid.append(shares)
    return paid
