"""Tells texts in a language, with numbers, money and dates in its form. The translations are in ``backend/locale``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.utils import translation
from rest_framework import serializers

from marketplace.kit.money import Money
from marketplace.kit.texts import Text


def told(text: Text, language: str | None = None) -> str:
    """The text in that language; in that of the request under way when none is named."""
    wanted = language or translation.get_language() or "en"
    with translation.override(wanted):
        return text.told(translate=translation.gettext, write=_writer(wanted))


def invalid(text: Text, code: str) -> serializers.ValidationError:
    """What a serializer raises for a field, in the language of the request under way."""
    return serializers.ValidationError(told(text), code=code)


def _writer(language: str) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        match value:
            case str():
                return value
            case Money():
                return format_currency(value.decimal(), value.currency, locale=language)
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
