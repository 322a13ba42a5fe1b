"""VAT (or tax) registration numbers: whether they can be right, in the one form that is stored. Pure, by the standard formats."""

from __future__ import annotations

import re

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

# Numbers that python-stdnum has no module for: digits by their count.
TAX_DIGITS = {"AE": 15, "SA": 15, "BH": 15}
_SEPARATORS = re.compile(r"[\s.-]")
_OTHER = re.compile(r"[A-Z0-9]{6,20}")
_DIGITS = re.compile(r"[0-9]+")


def find_vat_number(number: str, *, country: str) -> str | None:
    """The number in its compact form, with its country's letters where they are usual; None if it cannot be one of that country."""
    compact = _SEPARATORS.sub("", number).upper()
    module = get_cc_module(country, "vat")
    if module is not None:
        try:
            valid: str = module.validate(compact)
        except ValidationError:
            return None
        return valid if valid.startswith(country) or country == "EG" else f"{country}{valid}"
    digits = TAX_DIGITS.get(country)
    if digits is not None:
        return compact if _DIGITS.fullmatch(compact) and len(compact) == digits else None
    return compact if _OTHER.fullmatch(compact) else None
