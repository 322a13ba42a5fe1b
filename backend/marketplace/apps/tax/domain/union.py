"""VAT numbers of member states as VIES takes them."""

from __future__ import annotations

from typing import NamedTuple

from marketplace.apps.tax.types import MEMBER_STATES

_VAT_PREFIX = {"GR": "EL"}  # the one member state whose numbers begin with letters that are not its ISO code


class ViesNumber(NamedTuple):
    """A VAT number in two parts: the member state as VIES names it, and the rest."""

    state: str
    number: str


def vies_number(vat_number: str, *, country: str) -> ViesNumber:
    """``NL004495445B01`` of NL as VIES takes it, with or without the letters at its beginning."""
    state = _VAT_PREFIX.get(country, country)
    return ViesNumber(state, vat_number.removeprefix(country).removeprefix(state))


def is_across_a_border(country: str, other: str) -> bool:
    """Whether both are member states, and not the same one."""
    return country != other and {country, other} <= MEMBER_STATES
