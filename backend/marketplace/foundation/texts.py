"""Tells texts in a language, with numbers, money and dates in its form. The translations are in ``backend/locale``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.utils import translation

from marketplace.kit.money import Money
from marketplace.kit.texts import Text

_LETTER_AND_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)")


def told(text: Text, language: str | None = None) -> str:
    """The text in that language; in that of the request under way when none is named."""
    wanted = language or translation.get_language() or "en"
    with translation.override(wanted):
        return text.told(translate=translation.gettext, write=_writer(wanted))


def amount(money: Money, language: str) -> str:
    """``Money(1999, "EUR")`` as a reader of that language writes it: ``€ 19,99`` in Dutch."""
    written = format_currency(money.decimal(), money.currency, locale=language)
    return _LETTER_AND_DIGIT.sub("\xa0", written)  # babel writes KWD1.250 where the standard has a space between


def _writer(language: str) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        match value:
            case str():
                return value
            case Money():
                return amount(value, language)
            case int():
                return format_decimal(value, locale=language)
            case datetime():
                return format_datetime(value, locale=language)
            case date():
                return format_date(value, locale=language)
            case Iterable():
                return ("، " if language == "ar" else ", ").join(write(item) for item in value)
        return str(value)

    return write
