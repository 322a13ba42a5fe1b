"""Places whose VAT is not that of the country in their addresses, read once from ``data/territories.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).parents[1] / "data" / "territories.toml"
_SIGNS = re.compile(r"[\W_]+")


class Territory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A place inside ``country`` (as addresses have it) that is known by the beginnings of its postcodes or by ISO codes of its own.

    The rates of ``taxed_as`` hold there; where that is empty, no VAT is due.
    """

    name: str
    country: str
    postcodes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    taxed_as: str = ""
    source: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    territories: list[Territory]


@cache
def all_territories() -> tuple[Territory, ...]:
    return tuple(msgspec.convert(tomllib.loads(_FILE.read_text()), _Table).territories)


@lru_cache(maxsize=4096)
def find_territory(country: str, postcode: str) -> Territory | None:
    """The territory that an address lies in, however its postcode is written; None for the many that lie in none."""
    written = _SIGNS.sub("", postcode).upper()
    for territory in all_territories():
        if country in territory.codes or (country == territory.country and written.startswith(territory.postcodes)):
            return territory
    return None
