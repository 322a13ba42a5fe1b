"""
Serializer fields of our own values.

Every text of people's comes in through one of the text fields here, which clean it (``kit.plain_text``) before they judge it: lengths
count what is left, and a text that nobody can see is blank. Only passwords are taken as they are typed (``accounts.fields``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.foundation import tenancy
from marketplace.foundation.rest.openapi import MONEY_REF
from marketplace.foundation.rest.origins import is_of_region
from marketplace.foundation.texts import render
from marketplace.kit import ids
from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.money import Money
from marketplace.kit.pages import Sorting
from marketplace.kit.plain_text import clean_block, clean_code, clean_email, clean_line, clean_markdown
from marketplace.kit.texts import Text
from marketplace.kit.web_addresses import has_web_address

MAX_MINOR = 10**15
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_WEB_ADDRESS = Text("No web addresses here; after a full stop comes a space")
_LANGUAGE = re.compile(r"[a-z]{2}")


def invalid(text: Text, code: str) -> serializers.ValidationError:
    """What a serializer raises for a field, in the language of the request under way."""
    return serializers.ValidationError(render(text), code=code)


class _CleanText(serializers.CharField):
    def clean(self, text: str) -> str:
        return clean_line(text)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(self.clean(data) if isinstance(data, str) else data)


class LineField(_CleanText):
    """One line of text: a title, a reason, a search text."""


class BlockField(_CleanText):
    """Text of several lines: a description."""

    def clean(self, text: str) -> str:
        return clean_block(text)


class MarkdownField(_CleanText):
    """Text in Markdown. It is stored as it is written; who shows it makes it safe."""

    def clean(self, text: str) -> str:
        return clean_markdown(text)


class CodeField(_CleanText):
    """
    A code or number that people copy: a SKU, a telephone number, a country, a token. Digits of any script are read as 0 to 9.

    ``pattern`` is what the whole code must match, once it is clean.
    """

    def clean(self, text: str) -> str:
        return clean_code(text)

    def __init__(self, *, pattern: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if pattern is not None:
            message = serializers.RegexField.default_error_messages["invalid"]
            self.validators.append(RegexValidator(rf"^(?:{pattern})\Z", message=message))


class IdField(CodeField):
    """An id of one kind, such as ``prod_01J...``."""

    default_error_messages = {"invalid_id": _("Not an id of the form {prefix}_...")}

    def __init__(self, *, prefix: str, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.prefix = prefix

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not ids.is_id(text, self.prefix):
            self.fail("invalid_id", prefix=self.prefix)
        return text


class NameField(LineField):
    """A name of a person or a business. It stands in mails that we send for strangers: one line, and nothing that becomes a link."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and "\n" in clean_block(data):
            raise invalid(Text("Must be one line of text"), "invalid")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if has_web_address(text):
            raise invalid(NO_WEB_ADDRESS, "web_address")
        return text


class RegionTimeField(serializers.DateTimeField):
    """
    A moment, such as the bound of a filter. Without an offset it is by the region's clock; a day alone (``2026-12-16``) is that day of the
    region: its beginning, or with ``is_end`` its last moment.
    """

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_end = is_end

    def default_timezone(self) -> ZoneInfo:
        return ZoneInfo(tenancy.current().timezone)

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            try:
                day = date.fromisoformat(value.strip())
            except ValueError:
                self.fail("invalid", format="YYYY-MM-DD")
            return datetime.combine(day, time.max if self.is_end else time.min, tzinfo=self.default_timezone())
        return super().to_internal_value(value)


class SortField(_CleanText, serializers.CharField):
    """
    The query parameter `sort` of a list: the name of one of ``columns``, with a minus before it for the greatest first.

    Its value is a ``Sorting``, and None where the caller leaves the order to the list.
    """

    default_error_messages = {"unknown_sort": _("One of: {choices}")}

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns
        named = ", ".join(f"`{name}`, `-{name}`" for name in columns)
        super().__init__(required=False, default=None, max_length=40, help_text=f"One of {named}. A cursor is of one order.", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        if text.removeprefix("-") not in self.columns:
            self.fail("unknown_sort", choices=", ".join(choice for name in self.columns for choice in (name, f"-{name}")))
        return text

    def run_validation(self, data: Any = serializers.empty) -> Sorting | None:
        text = super().run_validation(data)
        return Sorting(text.removeprefix("-"), descending=text.startswith("-")) if text else None


class EmailField(_CleanText, serializers.EmailField):
    """An e-mail address as it is stored: lower case, its domain in ASCII form. Other letters before the @ are not supported (RFC 6531)."""

    def clean(self, text: str) -> str:
        return clean_email(text)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text.rpartition("@")[0].isascii():
            raise invalid(Text("Before the @ only letters from a to z without accents, digits and signs are possible"), "invalid")
        return text


class WebAddressField(_CleanText, serializers.URLField):
    """An address on the web (http or https)."""


class UploadField(serializers.FileField):
    """A file; its name is text from people, too."""

    def to_internal_value(self, data: Any) -> Any:
        file = super().to_internal_value(data)
        file.name = clean_line(file.name or "")
        return file


class LanguagesField(serializers.DictField):
    """
    A text per language: ``{"en": "Lamp", "nl": "Lamp"}``. ``child`` is the field of each text.

    Keys are language codes of two letters; which languages a region has is the services' rule.
    """

    default_error_messages = {"unknown_language": _("{language} is not a language code"), "too_many": _("At most {limit} languages")}
    max_languages = 50

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("child", LineField(max_length=1000))
        super().__init__(**kwargs)

    def run_child_validation(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if len(data) > self.max_languages:
            self.fail("too_many", limit=self.max_languages)
        cleaned = {clean_code(str(language)): text for language, text in data.items()}
        for language in cleaned:
            if not _LANGUAGE.fullmatch(language):
                self.fail("unknown_language", language=language[:20])
        return super().run_child_validation(cleaned)


class CodesField(serializers.DictField):
    """Values by a code, such as minor units by currency. ``child`` is the field of each value; at most ``max_codes`` of them."""

    default_error_messages = {"too_many": _("At most {limit} entries")}

    def __init__(self, *, max_codes: int = 1000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_codes = max_codes

    def run_child_validation(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if len(data) > self.max_codes:
            self.fail("too_many", limit=self.max_codes)
        return super().run_child_validation({clean_code(str(code)): value for code, value in data.items()})


class OwnPageField(WebAddressField):
    """A page of the region's own hosts: others send people there in our name."""

    def to_internal_value(self, data: Any) -> str:
        url = super().to_internal_value(data)
        if not is_of_region("/".join(url.split("/")[:3]), tenancy.current()):
            raise invalid(Text("This value is not valid here"), "foreign_host")
        return url


@extend_schema_field(MONEY_REF)
class MoneyField(serializers.Field):
    """``{"minor": 1999, "currency": "EUR"}`` as ``Money``, in a currency of the tenant."""

    default_error_messages = {
        "invalid_money": _('Expected {{"minor": <whole number>, "currency": "<code>"}}'),
        "foreign_currency": _("This marketplace does not use {currency}"),
        "negative": _("Must not be negative"),
    }

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allow_negative = allow_negative

    def to_internal_value(self, data: Any) -> Money:
        minor = data.get("minor") if isinstance(data, dict) else None
        currency = data.get("currency") if isinstance(data, dict) else None
        if type(minor) is not int or abs(minor) > MAX_MINOR or not isinstance(currency, str) or set(data) - {"minor", "currency"}:
            self.fail("invalid_money")
        if currency not in CURRENCY_DIGITS or currency not in tenancy.current().currencies:
            self.fail("foreign_currency", currency=currency)
        if minor < 0 and not self.allow_negative:
            self.fail("negative")
        return Money(minor, currency)

    def to_representation(self, value: Money) -> dict[str, Any]:
        return {"minor": value.minor, "currency": value.currency}
