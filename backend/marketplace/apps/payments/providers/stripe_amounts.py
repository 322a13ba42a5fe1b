"""Amounts in Stripe's own minor units (https://docs.stripe.com/currencies), which are not those of ISO 4217 for every currency."""

from __future__ import annotations

from decimal import Decimal

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.kit.money import InvalidAmount, Money

# Without decimals at Stripe. Króna and Ugandan shilling are not among them: they have two there, for older callers, and both are zero.
WHOLE = frozenset(["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"])
TENS = ("BHD", "JOD", "KWD", "OMR", "TND")  # with three decimals, of which the last is zero


def to_stripe(amount: Money) -> int:
    """:raises Rejected: if Stripe has no form for it: nothing is rounded here, so that what was shown is what is charged"""
    units = amount.decimal().scaleb(_digits(amount.currency))
    if units != units.to_integral_value() or (amount.currency in TENS and units % 10):
        raise Rejected("amount_not_representable")
    return int(units)


def from_stripe(units: int, currency: str) -> Money:
    """:raises ProviderUnavailable: for an amount that our own units cannot hold, or a currency that we do not know"""
    code = currency.upper()
    try:
        return Money.parse(f"{Decimal(units).scaleb(-_digits(code)):f}", code)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"Stripe names an amount that cannot be read: {error}") from error


def _digits(currency: str) -> int:
    return 0 if currency in WHOLE else 3 if currency in TENS else 2
