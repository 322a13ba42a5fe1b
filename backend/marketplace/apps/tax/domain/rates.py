"""The dated table of rates, read once from ``data/rates.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from marketplace.apps.catalog.types import TaxClass

_FILE = Path(__file__).parents[1] / "data" / "rates.toml"


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rate in hundredths of a percent, from the first day that it holds, with the law that says so and where that was checked."""

    country: str
    tax_class: TaxClass = msgspec.field(name="class")
    valid_from: date
    basis_points: int
    source: str
    checked: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rates: list[Rate]


@cache
def rates_of(country: str, tax_class: TaxClass) -> tuple[Rate, ...]:
    """All rates of a class in a country, the latest first; none where no law sets one."""
    found = [rate for rate in all_rates() if rate.country == country and rate.tax_class == tax_class]
    return tuple(sorted(found, key=lambda rate: rate.valid_from, reverse=True))


@cache
def all_rates() -> tuple[Rate, ...]:
    return tuple(msgspec.convert(tomllib.loads(_FILE.read_text()), _Table).rates)
