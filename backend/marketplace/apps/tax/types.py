"""The words of tax."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec

from marketplace.kit.money import Money

# Of the European Union.
MEMBER_STATES = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


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


class VatCheckOutcome(StrEnum):
    """What came of a question to VIES; ``NO_ANSWER`` says nothing of the number."""

    VALID = "valid"
    INVALID = "invalid"
    NO_ANSWER = "no_answer"


ANSWERED = (VatCheckOutcome.VALID, VatCheckOutcome.INVALID)
VAT_CHECK_OUTCOMES = tuple(outcome.value for outcome in VatCheckOutcome)


class VatNumberCheckView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A question to VIES about a vendor's VAT number. ``consultation_number`` is the proof that it was asked, by which the tax office finds
    it; ``name`` and ``address`` are what the member state says, where it does. ``error`` is VIES's code where the ``outcome`` is not an
    answer (``MS_UNAVAILABLE``), or says why the number is not valid.
    """

    id: str
    vendor_id: str
    vat_number: str
    outcome: VatCheckOutcome
    name: str
    address: str
    consultation_number: str
    requester: str
    error: str
    checked_at: datetime


class FeeVat(msgspec.Struct, frozen=True, kw_only=True):
    """
    The VAT on the operator's fee. ``check_id`` is the answer of VIES by which the vendor owes the VAT itself (reverse charge, Directive
    2006/112/EC art. 196); empty where the operator charges it.
    """

    rate_bp: int
    check_id: str = ""


class TaxRate(msgspec.Struct, frozen=True, kw_only=True):
    """
    A rate of VAT in basis points (2100 is 21 %), from the first day that it holds; ``source`` is the law, ``checked`` where that was read.
    ``is_current``: no later one of the country and class holds today, in the region's time zone.
    """

    country: str
    tax_class: str
    valid_from: date
    basis_points: int
    is_current: bool
    source: str
    checked: str


class TaxRates(msgspec.Struct, frozen=True):
    """Of the region's countries; those of ``countries_without_vat`` have none."""

    items: list[TaxRate]
    countries_without_vat: list[str]
    next_cursor: str | None = None
