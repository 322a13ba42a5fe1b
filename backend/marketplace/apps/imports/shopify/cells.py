"""One cell, read as what its column holds. A cell that cannot be read raises ``BadCell``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from marketplace.kit.money import InvalidAmount, Money, digits_of

_YES = frozenset({"true", "yes", "1", "y"})
_NO = frozenset({"false", "no", "0", "n"})
MAX_QUANTITY = 1_000_000_000
MAX_GRAMS = 10_000_000


class BadCell(ValueError):
    """``code`` is stable; the message is for the vendor."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_bool(text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise BadCell("not_true_or_false", f"{text!r} is neither true nor false")
    return word in _YES


def read_price(text: str, currency: str) -> int:
    """Minor units of ``currency``, above zero."""
    try:
        minor = Money.parse(text, currency).minor
    except InvalidAmount:
        digits = digits_of(currency)
        raise BadCell("invalid_price", f"{text!r} is not a price in {currency} (at most {digits} decimals)") from None
    if minor <= 0:
        raise BadCell("price_not_positive", f"{text!r}: a price must be above zero")
    return minor


def read_whole(text: str, *, limit: int) -> int:
    """A whole number, also when written with decimals (``5.0``); parts of one are rounded."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadCell("not_a_number", f"{text!r} is not a number") from None
    if not number.is_finite() or abs(number) > limit:
        raise BadCell("out_of_range", f"{text!r} is more than {limit}")
    return int(number.to_integral_value())


def read_tags(text: str) -> list[str]:
    """Tags without repeats, in their order."""
    tags = (tag.strip() for tag in text.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))
