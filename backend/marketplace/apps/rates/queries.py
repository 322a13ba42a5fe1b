"""Reads of rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from marketplace.apps.rates.models import ExchangeRate
from marketplace.apps.rates.types import STALE_AFTER, DayRate, Rates


def rates_between(since: date, until: date, currencies: Iterable[str]) -> Rates:
    """The rates with which amounts of these days, both included, can be converted among these currencies. One query."""
    found = ExchangeRate.objects.filter(day__range=(since - STALE_AFTER, until), currency__in=set(currencies))
    return Rates([DayRate(day=row.day, currency=row.currency, per_euro=row.per_euro) for row in found])
