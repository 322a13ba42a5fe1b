"""What the operator keeps of a sale: a pure function of a vendor's plan and one order line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from marketplace.kit.money import BASIS_POINTS, Money
from marketplace.kit.texts import Text

Amounts = Mapping[str, int]  # minor units by currency


class CommissionTerms(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``percent_bp`` hundredths of a percent (1250 is 12.5 %); ``fixed`` minor units per piece; ``floor`` and ``cap`` minor units per
    line. A currency that one of these does not name has no such part. ``category_overrides`` replace the percentage.
    """

    percent_bp: int
    fixed: Amounts = {}
    floor: Amounts = {}
    cap: Amounts = {}
    category_overrides: Mapping[str, int] = {}


class CommissionFee(msgspec.Struct, frozen=True):
    """A line's fee, and the one rate that explains it (``cpl_...#3:percent`` or ``cpl_...#3:category:cat_...``)."""

    amount: Money
    rule: str


class CommissionPlan(CommissionTerms, frozen=True, kw_only=True):
    """Terms as a vendor has them: row ``id``, version by version. A version never changes, so a rule names its rates for ever."""

    id: str
    version: int

    def fee(self, line_net: Money, quantity: int, category_ids: Sequence[str]) -> CommissionFee:
        """
        The fee on ``quantity`` pieces that cost the customer ``line_net`` together, after discounts.

        ``category_ids`` lead from the root to the product's own category: the override nearest to the product counts. Percentage and
        fixed part are rounded apart (half up), then floor and cap hold; the fee is never below zero nor above ``line_net``.

        :raises ValueError: for a negative amount or a quantity below one
        """
        if line_net.minor < 0 or quantity < 1:
            raise ValueError("a fee needs an amount of at least zero and a quantity of at least one")
        currency = line_net.currency
        percent_bp, rule = self._rate(category_ids)
        minor = line_net.share(percent_bp).minor + self.fixed.get(currency, 0) * quantity
        minor = max(minor, self.floor.get(currency, 0))
        minor = min(minor, self.cap.get(currency, minor), line_net.minor)
        return CommissionFee(Money(minor, currency), rule)

    def _rate(self, category_ids: Sequence[str]) -> tuple[int, str]:
        for category_id in reversed(category_ids):
            if category_id in self.category_overrides:
                return self.category_overrides[category_id], f"{self.id}#{self.version}:category:{category_id}"
        return self.percent_bp, f"{self.id}#{self.version}:percent"


def faults_of(terms: CommissionTerms, *, currencies: Sequence[str]) -> list[tuple[str, Text]]:
    """What is wrong with terms, as (field, message): rates outside 0 to 100 %, negative amounts, foreign currencies, floor over cap."""
    return [*_faults_of_rates(terms), *_faults_of_amounts(terms, currencies)]


def _faults_of_rates(terms: CommissionTerms) -> Iterator[tuple[str, Text]]:
    if not 0 <= terms.percent_bp <= BASIS_POINTS:
        yield "percent_bp", Text("From 0 to {limit} basis points", limit=BASIS_POINTS)
    for category_id, rate in terms.category_overrides.items():
        if not re.fullmatch(r"[\w.-]{1,60}", category_id):
            yield "category_overrides", Text("Not the id of a category")
        elif not 0 <= rate <= BASIS_POINTS:
            yield f"category_overrides.{category_id}", Text("From 0 to {limit} basis points", limit=BASIS_POINTS)


def _faults_of_amounts(terms: CommissionTerms, currencies: Sequence[str]) -> Iterator[tuple[str, Text]]:
    for field in ("fixed", "floor", "cap"):
        for currency, minor in getattr(terms, field).items():
            if currency not in currencies:
                yield f"{field}.{currency}", Text("Not a currency of this marketplace")
            if minor < 0:
                yield f"{field}.{currency}", Text("Must not be negative")
    for currency in terms.floor.keys() & terms.cap.keys():
        if terms.floor[currency] > terms.cap[currency]:
            yield f"floor.{currency}", Text("Must not be above the cap")
