"""Serializer fields of our own values."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.foundation import tenancy
from marketplace.foundation.rest.openapi import MONEY_REF
from marketplace.foundation.rest.origins import is_of_region
from marketplace.foundation.texts import told
from marketplace.kit import ids
from marketplace.kit.money import CURRENCY_DIGITS, Money
from marketplace.kit.texts import Text

MAX_MINOR = 10**15
_LINE_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_WEB_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


def invalid(text: Text, code: str) -> serializers.ValidationError:
    """What a serializer raises for a field, in the language of the request under way."""
    return serializers.ValidationError(told(text), code=code)


class IdField(serializers.CharField):
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


class NameField(serializers.CharField):
    """A name of a person or a business. It stands in mails that we send for strangers: one line, and nothing that becomes a link."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if _LINE_BREAK.search(text):
            raise invalid(Text("Must be one line of text"), "invalid")
        if _WEB_ADDRESS.search(text):
            raise invalid(Text("This value is not valid here"), "invalid")
        return text


class OwnPageField(serializers.URLField):
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
