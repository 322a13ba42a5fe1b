"""Writes texts in a language, with numbers, money and dates in its form. The translations are the catalogues in ``backend/locale``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import NumberPattern, format_decimal
from django.conf import settings
from django.utils import translation

from marketplace.kit.money import Money, digits_of
from marketplace.kit.texts import Text

_LETTER_AND_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)")

SOURCE_LANGUAGE = "en"  # that of the texts in the code, and of what a catalogue lacks


def render(text: Text, language: str | None = None) -> str:
    """The text in that language, or in that of the request under way; in English where its catalogue lacks it."""
    wanted = language or translation.get_language() or SOURCE_LANGUAGE
    with translation.override(wanted):
        return text.render(translate=translation.gettext, write=_writer(wanted))


def in_language(text: Any, language: str) -> str:
    """A lazy translation (``pgettext_lazy``) in that language; in English where its catalogue lacks it."""
    with translation.override(language):
        return str(text)


def in_languages(text: Any, languages: Iterable[str]) -> dict[str, str]:
    return {language: in_language(text, language) for language in languages}


def amount(money: Money, language: str) -> str:
    """``Money(1999, "EUR")`` as that language writes it, ``€ 19,99`` in Dutch, with the currency's digits in ISO 4217."""
    pattern = _money_pattern(language, digits_of(money.currency))
    written = pattern.apply(money.decimal(), locale_of(language), currency=money.currency, currency_digits=False)
    return _LETTER_AND_DIGIT.sub("\xa0", written)  # babel writes KWD1.250 where the standard has a space between


def number(value: Decimal, language: str) -> str:
    """``1234.5`` as that language writes it, ``1.234,5`` in Dutch, with every decimal that it has."""
    return format_decimal(value, locale=locale_of(language), decimal_quantization=False)


def moment(at: datetime, language: str, timezone: str) -> str:
    """A day and a time with its zone, as that language writes them."""
    return format_datetime(at, "long", tzinfo=ZoneInfo(timezone), locale=locale_of(language))


def day(at: datetime, language: str, timezone: str) -> str:
    """The day that it is then in that time zone, as that language writes it."""
    return format_date(at.astimezone(ZoneInfo(timezone)).date(), "long", locale=locale_of(language))


def has_catalogue(language: str) -> bool:
    """Whether our texts are written in that language."""
    return language in dict(settings.LANGUAGES)


def is_language(code: str) -> bool:
    """Whether there is such a language, by its code of two lower-case letters, with forms of its numbers and dates (CLDR)."""
    try:
        return len(code) == 2 and locale_of(code).language == code
    except (UnknownLocaleError, ValueError):
        return False


def is_country(code: str) -> bool:
    """Whether there is such a country or territory, by its code of two capital letters (ISO 3166-1, as CLDR has it)."""
    return len(code) == 2 and code.isalpha() and code in locale_of(SOURCE_LANGUAGE).territories


def is_right_to_left(language: str) -> bool:
    return locale_of(language).text_direction == "rtl"


@cache
def locale_of(language: str) -> Locale:
    """The forms of a language. :raises UnknownLocaleError: if CLDR has none"""
    return Locale.parse(language)


@cache
def _money_pattern(language: str, digits: int) -> NumberPattern:
    """The language's own pattern with ``digits`` decimals: CLDR's digits are those of cash (0 for an Iraqi dinar, which has 3)."""
    pattern: NumberPattern = copy(locale_of(language).currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    return pattern


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
                return translation.pgettext("between the items of a list", ", ").join(write(item) for item in value)
        return str(value)

    return write
