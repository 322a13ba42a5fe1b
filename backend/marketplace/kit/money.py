"""Money as integer minor units in the digits of its currency. No floats, no silent conversion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from marketplace.kit.currencies import CURRENCY_DIGITS

# Decimal itself also takes ``1_0``, ``1e999999``, ``NaN`` and the digits of every script.
_PLAIN_DECIMAL = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,12})?|\.[0-9]{1,12})")

BASIS_POINTS = 10_000  # one whole, in hundredths of a percent


class CurrencyMismatch(TypeError):
    """Two amounts of different currencies met in one sum: always a programming error."""


class InvalidAmount(ValueError):
    """A text is not an amount of its currency."""


class Money(msgspec.Struct, frozen=True, order=False):
    """An amount: ``minor`` units (cents, fils) of ``currency`` (ISO 4217 code)."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """
        Read a plain decimal such as ``42.99``: digits 0 to 9, a sign in front, a point before the decimals, and nothing else.

        :raises InvalidAmount: if it is no such number, or has more digits than the currency knows
        """
        if not _PLAIN_DECIMAL.fullmatch(text.strip()):
            raise InvalidAmount(f"{text!r} is not an amount")
        amount = Decimal(text.strip()).scaleb(digits_of(currency))
        if amount != amount.to_integral_value() or abs(amount) >= Decimal(10) ** 15:
            raise InvalidAmount(f"{text!r} is not an amount of {currency} ({digits_of(currency)} decimals)")
        return cls(int(amount), currency)

    def decimal(self) -> Decimal:
        """The amount in major units, exactly: ``Money(1999, "EUR")`` is 19.99."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal():.{digits_of(self.currency)}f} {self.currency}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def share(self, basis_points: int) -> Money:
        """That part of the amount (2100 is 21 %), rounded half up (away from zero) to a minor unit."""
        return Money(round_half_up(self.minor * basis_points, BASIS_POINTS), self.currency)

    def slice(self, before: int, after: int, *, of: int) -> Money:
        """
        What of the amount falls on the units ``before`` + 1 to ``after`` of ``of``, such as those of a line that are canceled.

        Slices that lead from 0 to ``of`` add up to the amount, in whatever steps one goes.
        """
        return Money(self.minor * after // of - self.minor * before // of, self.currency)

    def contained_tax(self, rate_basis_points: int) -> Money:
        """The tax inside a gross amount: gross x rate / (1 + rate), rounded half up (Directive 2006/112/EC, art. 78)."""
        return Money(round_half_up(self.minor * rate_basis_points, BASIS_POINTS + rate_basis_points), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """
        Split by largest remainder: the parts add up to the whole; ties go to the earlier part.

        ``weights`` are non-negative; when all are zero the split is even.

        :raises ValueError: without weights, or with a negative one
        """
        if not weights or min(weights) < 0:
            raise ValueError("allocate needs non-negative weights")
        if not any(weights):
            weights = [1] * len(weights)
        total, sign = sum(weights), -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        parts = [whole for whole, _ in shares]
        by_remainder = sorted(range(len(weights)), key=lambda i: -shares[i][1])
        for index in by_remainder[: abs(self.minor) - sum(parts)]:
            parts[index] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def digits_of(currency: str) -> int:
    """Decimal digits of a currency's minor unit. :raises InvalidAmount: for a currency that is not known here"""
    try:
        return CURRENCY_DIGITS[currency]
    except KeyError:
        raise InvalidAmount(f"{currency!r} is not a known currency") from None


def round_half_up(numerator: int, denominator: int) -> int:
    """Quotient rounded half away from zero; ``denominator`` is positive."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum of amounts, all of ``currency``; zero of it when there are none."""
    return sum(amounts, Money.zero(currency))
