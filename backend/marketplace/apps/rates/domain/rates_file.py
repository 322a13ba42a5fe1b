"""The European Central Bank's file of euro reference rates: a cube of days, each a cube of currencies; of one day or of many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from marketplace.apps.rates.types import DayRate
from marketplace.kit import limits
from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_RATES = limits.declare("rates.file", 400_000, "rates", "Rates of a file of exchange rates; `invalid_input` above it.")


def read(content: bytes) -> list[DayRate]:
    """
    The rates of currencies that we know; others, of countries that have the euro by now, are left.

    :raises InvalidInput: if it is no such file, or with the first days and currencies that are wrong
    """
    rates: list[DayRate] = []
    errors: list[FieldError] = []
    for day, currency, rate in _cells(_parsed(content)):
        if currency not in CURRENCY_DIGITS:
            continue
        try:
            found = DayRate(day=date.fromisoformat(day), currency=currency, per_euro=Decimal(rate))
        except (ValueError, InvalidOperation):
            errors.append(_fault(day, currency))
            continue
        if not (found.per_euro.is_finite() and 0 < found.per_euro < 10**11):
            errors.append(_fault(day, currency))
        rates.append(found)
    if errors:
        raise InvalidInput(errors=errors[:50])
    if not 0 < len(rates) <= MAX_RATES:
        raise _no_rates()
    return rates


def _parsed(content: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise _no_rates() from None
    return root


def _cells(root: Element) -> Iterator[tuple[str, str, str]]:
    """Day, currency and rate, as they are written."""
    for cube in root.iter():
        if (day := cube.get("time")) is not None:
            for each in cube:
                yield day, each.get("currency", ""), each.get("rate", "")


def _fault(day: str, currency: str) -> FieldError:
    return FieldError(f"file.{day[:20]}.{currency}", "invalid_rate", Text("Not a rate of a day"))


def _no_rates() -> InvalidInput:
    return InvalidInput(errors=[FieldError("file", "unreadable", Text("Not a file of exchange rates"))])
