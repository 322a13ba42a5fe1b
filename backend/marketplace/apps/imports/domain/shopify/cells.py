"""One cell, read as what its column holds. A cell that cannot be read raises ``BadCell``."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from marketplace.kit import barcodes
from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.money import InvalidAmount, Money, digits_of
from marketplace.kit.plain_text import ascii_digits, clean_line
from marketplace.kit.texts import Text

# As programs and people write them, and as Excel does in the languages of the regions.
_YES = frozenset({"true", "yes", "1", "y", "waar", "ja", "wahr", "vrai", "oui", "صحيح", "صواب", "نعم"})
_NO = frozenset({"false", "no", "0", "n", "onwaar", "nee", "falsch", "nein", "faux", "non", "خطأ", "لا"})
MAX_QUANTITY = 1_000_000_000
MAX_GRAMS = 10_000_000
MAX_SHOWN = 100
MAX_ADDRESS = 2000

# Spaces and apostrophes part thousands and nothing else; so does Arabic's own sign, and its decimals follow a sign of their own.
_GROUPS = "[ \u00a0\u202f'\u2019\u066c]"
_THOUSANDS = re.compile(rf"(?<=\d){_GROUPS}(?=\d{{3}}(?!\d))")
_ARABIC_POINT = "\u066b"
# ``1.000,50``, ``1,000.50``, ``1.234.567``: the sign that comes twice, or before the other one, parts thousands.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3}(?:\1\d{3})+|([.,])\d{3}(?:\2\d{3})*(?!\2)[.,]\d+)")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_ONE_OR_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,12})?|\.[0-9]{1,12})")
_NO_PART = re.compile(r"\.0+\Z")
_NO_LETTERS = re.compile(r"[\d.,+\-\s'\u2019]+")


class BadCell(ValueError):
    """``code`` is stable; the message is for the vendor."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message


def shown(text: str) -> str:
    """So much of a cell as a sentence about it can hold."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}\u2026"


def read_bool(text: str) -> bool:
    word = clean_line(text).casefold()
    if word not in _YES | _NO:
        raise BadCell("not_true_or_false", Text('"{text}" is neither true nor false', text=shown(text)))
    return word in _YES


def read_price(text: str, currency: str) -> int:
    """Minor units of ``currency``, above zero. ``42.99``, ``42,99``, ``1.000,50`` and ``1,000.50`` are read as what they mean."""
    digits = digits_of(currency)
    is_plain = digits == 3 and "," not in text  # 1.250 is how the dinars are written
    number = _plain_number(text, may_be_thousand=not is_plain)
    try:
        minor = Money.parse(number, currency).minor
    except InvalidAmount:
        if _names_currency(text):
            raise BadCell("currency_in_price", Text('"{text}": write the price alone, without a currency', text=shown(text))) from None
        message = Text(
            '"{text}" is not a price in {currency} (at most {digits} decimals)', text=shown(text), currency=currency, digits=digits
        )
        raise BadCell("invalid_price", message) from None
    if minor <= 0:
        raise BadCell("price_not_positive", Text('"{text}": a price must be above zero', text=shown(text)))
    return minor


def read_number(text: str, *, limit: int) -> Decimal:
    """A number of at most ``limit``, above or below zero."""
    number = _plain_number(text)
    if not _PLAIN_NUMBER.fullmatch(number):
        raise BadCell("not_a_number", Text('"{text}" is not a number', text=shown(text)))
    if abs(Decimal(number)) > limit:
        raise BadCell("out_of_range", Text('"{text}" is more than {limit}', text=shown(text), limit=limit))
    return Decimal(number)


def read_whole(text: str, *, limit: int) -> int:
    """A whole number, also when written with decimals (``5.0``)."""
    number = read_number(text, limit=limit)
    if number != number.to_integral_value():
        raise BadCell("not_whole", Text('"{text}" is not a whole number', text=shown(text)))
    return int(number)


def whole_grams(weight: Decimal) -> int:
    """The weight in whole grams, rounded half up; what weighs something never weighs nothing."""
    rounded = int(weight.to_integral_value(rounding=ROUND_HALF_UP))
    return 1 if weight > 0 and rounded == 0 else rounded


def read_barcode(text: str) -> str:
    """The digits of a GTIN. Blanks and hyphens between them are left out, and the ``.0`` that a spreadsheet adds."""
    gtin = barcodes.find_gtin(_NO_PART.sub("", text.lstrip("'")))
    if gtin is None:
        message = Text(
            '"{text}" is no GTIN (8, 12, 13 or 14 digits, the last of them the check digit), so the barcode is left out', text=shown(text)
        )
        raise BadCell("barcode_left_out", message)
    return gtin


def read_address(text: str) -> str:
    """The web address of a picture. ``//cdn.example/1.jpg`` means https; blanks are written as addresses have them."""
    address = f"https:{text}" if text.startswith("//") else text
    address = address.replace(" ", "%20")
    if not _is_web_address(address):
        raise BadCell("image_left_out", Text('"{text}" is no web address, so the image is left out', text=shown(text)))
    return address


def is_nothing(text: str) -> bool:
    """Whether it is a zero, as programs write it where there is no price: ``0``, ``0.00``, ``0,00``."""
    return not ascii_digits(text).strip("0.,\u066b")


def read_tags(text: str) -> list[str]:
    """Tags without repeats, in their order."""
    tags = (tag.strip() for tag in text.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))


def _plain_number(text: str, *, may_be_thousand: bool = True) -> str:
    """
    The number with a point before its decimals and no other sign between its digits.

    :raises BadCell: for one such as ``1.000``, which is one here and a thousand there
    """
    number = _THOUSANDS.sub("", ascii_digits(text)).replace(_ARABIC_POINT, ".")
    if _ONE_OR_THOUSAND.fullmatch(number) and may_be_thousand:
        message = Text(
            '"{text}" is one number in some countries and another in others: write it without a sign for thousands', text=shown(text)
        )
        raise BadCell("ambiguous_number", message)
    if grouped := _GROUPED.fullmatch(number):
        return number.replace(grouped[1] or grouped[2], "").replace(",", ".")
    return number.replace(",", ".") if _DECIMAL_COMMA.fullmatch(number) else number


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= MAX_ADDRESS and text.isprintable()
    except ValueError:
        return False


def _names_currency(text: str) -> bool:
    rest = _NO_LETTERS.sub("", text)
    return rest.upper() in CURRENCY_DIGITS or any(unicodedata.category(letter) == "Sc" for letter in rest)
