"""
What each country asks of an address.

Rules follow the Universal Postal Union's country sheets and what Gulf couriers need. A country without a rule of its own is held to the
general one, so a new region needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from marketplace.foundation.search.folding import fold
from marketplace.kit.plain_text import ascii_digits
from marketplace.kit.texts import Text


class CountryRule(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``required`` are the fields needed in addition to name and first line. With ``is_region_listed``, only a known subdivision is a region.

    ``is_found`` looks into the lines and the area for what ``line_hint`` asks for.
    """

    required: tuple[str, ...] = ("city",)
    has_postcodes: bool = True
    is_postcode_required: bool = False
    is_region_listed: bool = False
    is_found: Callable[[str, str], bool] | None = None
    line_hint: Text | None = None


# Folded: ta marbuta is ha there, and every digit is one of 0 to 9. After the word comes a number, or the block's name in words.
_KUWAIT_BLOCK = re.compile(r"\b(?:block|blk|bloc|(?:ال)?قطعه) ?(?:no |number |رقم )?(?:\d|(?<= )\w)|\b(?:ق|قط) ?\d")
# The short address of the Saudi national address: four letters for the area, four digits for the building.
_SAUDI_SHORT = re.compile(r"\b[A-Z]{4}\d{4}\b|^\s*[A-Z]{4}[ -]\d{4}\s*$", re.ASCII | re.IGNORECASE)
_SAUDI_BUILDING = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NOT_A_STREET = frozenset({"building", "bldg", "no", "number", "مبني", "المبني", "رقم", "بنايه"})


def has_kuwait_block(lines: str, area: str) -> bool:
    """Whether the lines or the area name the block, which a Kuwaiti address cannot be found without."""
    return any(_KUWAIT_BLOCK.search(fold(text)) for text in (lines, area))


def has_saudi_short_address(line: str) -> bool:
    """Whether a line has the short address (``RRRD2929``), which stands for all else."""
    return _SAUDI_SHORT.search(ascii_digits(line)) is not None


def has_saudi_building(lines: str, _area: str) -> bool:
    """Whether the lines have a building number of four digits and a street (Saudi Post's national address)."""
    plain = ascii_digits(lines)
    street = [word for word in fold(_SAUDI_BUILDING.sub(" ", plain)).split() if word not in _NOT_A_STREET and not word.isdigit()]
    return bool(_SAUDI_BUILDING.search(plain) and street)


GENERAL_RULE = CountryRule()
SAUDI_SHORT_RULE = CountryRule(required=())
_EUROPEAN = CountryRule(is_postcode_required=True)
RULES: dict[str, CountryRule] = {
    "NL": _EUROPEAN,
    "BE": _EUROPEAN,
    "DE": _EUROPEAN,
    "FR": _EUROPEAN,
    "LU": _EUROPEAN,
    "AE": CountryRule(required=("region",), has_postcodes=False, is_region_listed=True),
    "SA": CountryRule(
        required=("city", "area"),
        is_postcode_required=True,
        is_found=has_saudi_building,
        line_hint=Text("Name the building number (4 digits) and the street, such as: 2929 King Fahd Road; or the short address: RRRD2929"),
    ),
    "KW": CountryRule(
        required=("area",),
        is_found=has_kuwait_block,
        line_hint=Text("Name the block, street and building, such as: Block 3, Street 12, House 7"),
    ),
    "BH": CountryRule(),
    "OM": CountryRule(),
    "QA": CountryRule(required=("city", "area"), has_postcodes=False),
    "JO": CountryRule(),
    "EG": CountryRule(required=("city", "region")),
}
