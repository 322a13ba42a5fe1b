"""The words of reference rates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from marketplace.kit.money import Money

EURO = "EUR"
STALE_AFTER = timedelta(days=7)  # longer than any row of days on which no rates are published


class DayRate(msgspec.Struct, frozen=True, kw_only=True):
    """What one euro was in ``currency`` on ``day``."""

    day: date
    currency: str
    per_euro: Decimal


class Rates:
    """The rates of some currencies over some days, and what an amount was in another currency by them. For reports alone."""

    def __init__(self, rates: Sequence[DayRate]) -> None:
        by_currency: dict[str, list[tuple[date, Decimal]]] = {}
        for rate in sorted(rates, key=lambda each: each.day):
            by_currency.setdefault(rate.currency, []).append((rate.day, rate.per_euro))
        self._by_currency: Mapping[str, list[tuple[date, Decimal]]] = by_currency

    def convert(self, amount: Money, to: str, *, on: date) -> Money | None:
        """
        The amount in ``to`` by the rates of that day, or of the last before it, rounded half up. None without a rate that is recent enough.
        """
        if amount.currency == to:
            return amount
        given, wanted = self._per_euro(amount.currency, on), self._per_euro(to, on)
        if given is None or wanted is None:
            return None
        digits = Money.zero(to).decimal()
        return Money.parse(str((amount.decimal() / given * wanted).quantize(digits, ROUND_HALF_UP)), to)

    def _per_euro(self, currency: str, on: date) -> Decimal | None:
        if currency == EURO:
            return Decimal(1)
        known = self._by_currency.get(currency, [])
        place = bisect_right(known, on, key=lambda each: each[0])
        if place == 0 or on - known[place - 1][0] > STALE_AFTER:
            return None
        return known[place - 1][1]
