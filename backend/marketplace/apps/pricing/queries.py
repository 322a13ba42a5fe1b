"""What a basket costs."""

from __future__ import annotations

from datetime import date

import msgspec

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.pricing.domain.quotes import Rates, build_quote
from marketplace.apps.pricing.types import AdjustmentKind, Basket, ProposedAdjustment, Quote, Target
from marketplace.apps.tax import queries as tax_queries
from marketplace.kit.money import BASIS_POINTS, Money


def quote_basket(basket: Basket, *, on: date) -> Quote:
    """
    The quote of ``basket`` with the fee of its payment method, and the VAT of the place it goes to on that day.

    A payment method that cannot be used for it is not in the quote; one that has nothing to pay costs nothing.

    :raises tax_queries.NoTaxRate: if the basket has lines, and it is not known what is due there
    """
    rates = _rates(basket, on)
    quote = build_quote(basket, rates)
    if not basket.payment_method or not quote.amount_due:
        return quote
    fee = payment_queries.method_fee(basket.payment_method, country=basket.country, amount=quote.amount_due)
    if fee is None:
        return msgspec.structs.replace(quote, payment_method="")
    return build_quote(_with_fee(basket, fee), rates) if fee else quote


def _rates(basket: Basket, on: date) -> Rates:
    classes = {line.tax_class for line in basket.lines}
    place, postcode = basket.country, basket.postcode
    return Rates(
        by_class={tax_class: tax_queries.vat_rate(place, tax_class, on, postcode=postcode) for tax_class in classes},
        incidental=tax_queries.incidental_rate(place, on, postcode=postcode) if classes else 0,
    )


def _with_fee(basket: Basket, fee: Money) -> Basket:
    """The operator offers the method, so it has the fee, and bears it where the fee is refunded."""
    adjustment = ProposedAdjustment(
        kind=AdjustmentKind.PAYMENT_FEE,
        source=basket.payment_method,
        amount=fee,
        target=Target.FEE,
        operator_bp=BASIS_POINTS,
    )
    return msgspec.structs.replace(basket, adjustments=[*basket.adjustments, adjustment])
