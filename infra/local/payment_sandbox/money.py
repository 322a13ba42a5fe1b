"""From minor units to what people read."""

from decimal import Decimal

from babel.numbers import get_currency_precision

from payment_sandbox.objects import Amount


def to_decimal(amount: Amount) -> Decimal:
    """The amount in whole units of its currency, exactly: JPY has no digits after the point, EUR two, KWD three."""
    return Decimal(amount.minor).scaleb(-get_currency_precision(amount.currency))
