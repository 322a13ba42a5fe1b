"""
What everything must cost, worked out here from the product file, the terms and the tax rates alone.

Nothing of this is taken from the shop's own code: where the two disagree, the journey stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

DIGITS = {"EUR": 2, "KWD": 3}
WHOLE_BP = 10_000


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of positive numbers, rounded to the nearest whole, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def minor_of(price: Decimal, currency: str) -> int:
    scaled = price.scaleb(DIGITS[currency])
    assert scaled == scaled.to_integral_value(), f"{price} has more digits than {currency}"
    return int(scaled)


def shown(minor: int, currency: str) -> str:
    digits = DIGITS[currency]
    return f"{Decimal(minor).scaleb(-digits):,.{digits}f} {currency}"


def money(value: dict[str, Any], currency: str) -> int:
    """The minor units of an amount in an answer, which must be of this currency."""
    assert value["currency"] == currency, f"{value} is not of {currency}"
    return int(value["minor"])


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the operator asks of a vendor: ``percent_bp`` of a line, ``fixed`` a unit, ``floor`` and ``cap`` a line (minor units)."""

    percent_bp: int
    fixed: int = 0
    floor: int = 0
    cap: int = 0

    def as_body(self, currency: str, reason: str) -> dict[str, Any]:
        amounts = {name: {currency: getattr(self, name)} if getattr(self, name) else {} for name in ("fixed", "floor", "cap")}
        return {"percent_bp": self.percent_bp, **amounts, "reason": reason}

    def fee(self, gross: int, quantity: int) -> int:
        wanted = max(half_up(gross * self.percent_bp, WHOLE_BP) + self.fixed * quantity, self.floor)
        return min(wanted, self.cap or wanted, gross)


@dataclass(kw_only=True)
class Sold:
    """One line of an order: what was bought and what is to become of it."""

    title: str
    unit: int
    quantity: int
    canceled: int = 0

    @property
    def gross(self) -> int:
        return self.unit * self.quantity


@dataclass(kw_only=True)
class Part:
    """One vendor's part of an order. Rates in basis points; all amounts in minor units of ``currency``."""

    vendor: str
    currency: str
    terms: Terms
    vat_bp: int
    fee_vat_bp: int
    shipping: int = 0
    lines: list[Sold] = field(default_factory=list)

    @property
    def items(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def total(self) -> int:
        return self.items + self.shipping

    @property
    def tax(self) -> int:
        """The VAT that the prices contain, rounded per line and for the delivery."""
        return sum(half_up(gross * self.vat_bp, WHOLE_BP + self.vat_bp) for gross in [*(line.gross for line in self.lines), self.shipping])

    def rows(self) -> dict[str, int]:
        """What the vendor's account must show in the ledger, by the kind of row: what came in, less what went out."""
        fees = [
            (line, fee, half_up(fee * self.fee_vat_bp, WHOLE_BP))
            for line in self.lines
            for fee in [self.terms.fee(line.gross, line.quantity)]
        ]
        rows = {
            "sale": self.items,
            "shipping": self.shipping,
            "commission": -sum(fee for _, fee, _ in fees),
            "commission_vat": -sum(vat for _, _, vat in fees),
            "refund": -sum(_share(line.gross, line) for line in self.lines),
            "refund_commission": sum(_share(fee, line) for line, fee, _ in fees),
            "refund_commission_vat": sum(_share(vat, line) for line, _, vat in fees),
        }
        return {kind: minor for kind, minor in rows.items() if minor}

    @property
    def earned(self) -> int:
        """What is the vendor's own in the end."""
        return sum(self.rows().values())

    @property
    def refunded(self) -> int:
        return -self.rows().get("refund", 0)


def _share(amount: int, line: Sold) -> int:
    return amount * line.canceled // line.quantity


def add_up(rows: Iterable[dict[str, Any]], *, account: str, currency: str) -> dict[str, int]:
    """The ledger's rows by kind, as they change ``account``: in counts up, out counts down."""
    sums: dict[str, int] = {}
    for row in rows:
        minor = money(row["amount"], currency)
        sign = 1 if row["destination"] == account else -1
        sums[row["type"]] = sums.get(row["type"], 0) + sign * minor
    return {kind: minor for kind, minor in sums.items() if minor}
