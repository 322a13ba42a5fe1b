"""The numbers under barcodes that name a product all over the world."""

from __future__ import annotations

from stdnum import ean

from marketplace.kit.plain_text import clean_code

_BETWEEN = str.maketrans("", "", " -")


def find_gtin(text: str) -> str | None:
    """
    The digits of the GTIN-8, 12, 13 or 14 that a text is, without the blanks and hyphens that people write between them; None if it
    is none: the last digit checks the others (GS1 General Specifications, 7.9). Zeros alone check, and name nothing.
    """
    digits = clean_code(text).translate(_BETWEEN)
    return digits if digits.isascii() and digits.strip("0") and ean.is_valid(digits) else None
