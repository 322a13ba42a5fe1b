"""What may stand in the terms of a commission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from marketplace.apps.vendors.types import CommissionTerms
from marketplace.kit.money import BASIS_POINTS
from marketplace.kit.texts import Text


def faults_of(terms: CommissionTerms, *, currencies: Sequence[str]) -> list[tuple[str, Text]]:
    """What is wrong with terms, as (field, message): rates outside 0 to 100 %, negative amounts, foreign currencies, floor over cap."""
    return [*_faults_of_rates(terms), *_faults_of_amounts(terms, currencies)]


def _faults_of_rates(terms: CommissionTerms) -> Iterator[tuple[str, Text]]:
    if not 0 <= terms.percent_bp <= BASIS_POINTS:
        yield "percent_bp", Text("From 0 to {limit} basis points", limit=BASIS_POINTS)
    for category_id, rate in terms.category_overrides.items():
        if not re.fullmatch(r"[\w.-]{1,60}", category_id):
            yield "category_overrides", Text("Not the id of a category")
        elif not 0 <= rate <= BASIS_POINTS:
            yield f"category_overrides.{category_id}", Text("From 0 to {limit} basis points", limit=BASIS_POINTS)


def _faults_of_amounts(terms: CommissionTerms, currencies: Sequence[str]) -> Iterator[tuple[str, Text]]:
    for field in ("fixed", "floor", "cap"):
        for currency, minor in getattr(terms, field).items():
            if currency not in currencies:
                yield f"{field}.{currency}", Text("Not a currency of this marketplace")
            if minor < 0:
                yield f"{field}.{currency}", Text("Must not be negative")
    for currency in terms.floor.keys() & terms.cap.keys():
        if terms.floor[currency] > terms.cap[currency]:
            yield f"floor.{currency}", Text("Must not be above the cap")
