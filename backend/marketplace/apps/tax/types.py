"""The words of tax."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from marketplace.kit.money import Money


class TaxedAmount(msgspec.Struct, frozen=True):
    """A gross amount, and the ``tax`` of ``rate_bp`` hundredths of a percent that it contains."""

    gross: Money
    rate_bp: int
    tax: Money

    @classmethod
    def of(cls, gross: Money, rate_bp: int) -> TaxedAmount:
        return cls(gross, rate_bp, gross.contained_tax(rate_bp))


class TaxLine(msgspec.Struct, frozen=True):
    """All tax of one rate: ``base`` is net, and base and tax add up to the gross amounts of that rate."""

    rate_bp: int
    base: Money
    tax: Money


def tax_lines(amounts: Iterable[TaxedAmount]) -> list[TaxLine]:
    """Per rate, the highest first. Taxes are sums of the amounts' own rounded ones, so that they add up to what each says."""
    sums: dict[int, TaxLine] = {}
    for amount in amounts:
        net, known = amount.gross - amount.tax, sums.get(amount.rate_bp)
        sums[amount.rate_bp] = (
            TaxLine(amount.rate_bp, known.base + net, known.tax + amount.tax) if known else TaxLine(amount.rate_bp, net, amount.tax)
        )
    return [sums[rate] for rate in sorted(sums, reverse=True)]
