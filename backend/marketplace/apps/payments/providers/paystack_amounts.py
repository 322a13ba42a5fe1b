"""Paystack's subunits (https://paystack.com/docs/api#supported-currency): hundredths of every currency, also of one without subunits."""

from __future__ import annotations

from decimal import Decimal

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.kit.money import InvalidAmount, Money

SUBUNITS = 100


def to_subunits(amount: Money) -> int:
    """:raises Rejected: for a part of a subunit, which Paystack could not take"""
    subunits = amount.decimal() * SUBUNITS
    if subunits != subunits.to_integral_value():
        raise Rejected("amount_not_whole")
    return int(subunits)


def from_subunits(subunits: int, currency: str) -> Money:
    """:raises ProviderUnavailable: for what is no amount"""
    try:
        return Money.parse(str(Decimal(subunits) / SUBUNITS), currency)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"Paystack names an amount that cannot be read: {error}") from error
