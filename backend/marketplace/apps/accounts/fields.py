"""Serializer fields of this app's values; the apps above use them in their own serializers."""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from marketplace.apps.accounts.domain.addresses import read_address
from marketplace.apps.accounts.domain.phones import MAX_TYPED_PHONE, clean_phone
from marketplace.apps.accounts.types import Address
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, LineField, invalid
from marketplace.foundation.rest.serializers import MAX_NAME, MAX_NAMED, unknown_field
from marketplace.foundation.texts import render
from marketplace.kit.errors import InvalidInput
from marketplace.kit.texts import Text

_CODES = ("postcode", "phone", "country", "vat_number")  # the rest is for people to read
_NEEDED = ("name", "line1", "country")  # everywhere; what else, each country's rule says
_FIELDS: dict[str, serializers.Field] = {
    name: (CodeField if name in _CODES else LineField)(required=name in _NEEDED, allow_blank=name not in _NEEDED)
    for name in Address.__struct_fields__
}


class PasswordField(serializers.CharField):
    """A password, exactly as typed: ``passwords`` has its own rule."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=1000, write_only=True, **kwargs)


class LanguageField(CodeField):
    """One of the tenant's languages."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        languages = tenancy.current().languages
        if text not in languages:
            raise invalid(Text("One of: {choices}", choices=languages), "unknown_language")
        return text


class PhoneField(CodeField):
    """A telephone number in any notation of ITU-T E.123 and the digits of any script; its value has ASCII digits, at most ``MAX_PHONE``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_TYPED_PHONE, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        number = clean_phone(text) if text else ""
        if number is None:
            raise invalid(Text("A telephone number such as +31 20 123 4567"), "invalid_phone")
        return number


@extend_schema_field(inline_serializer("Address", _FIELDS))
class AddressField(serializers.Field):
    """A postal address of one of the tenant's countries, as ``Address``."""

    def to_internal_value(self, data: Any) -> Address:
        _require_known_members(data)
        try:
            return read_address(data, countries=tenancy.current().countries, field="")
        except InvalidInput as error:
            wrong = {item.field.strip("."): [serializers.ErrorDetail(render(item.message), item.code)] for item in error.errors}
            raise serializers.ValidationError(wrong.pop("") if "" in wrong else wrong) from None

    def to_representation(self, value: Address) -> Any:
        return msgspec.to_builtins(value)


def _require_known_members(data: Any) -> None:
    """:raises ValidationError: for members that an address has not"""
    unknown = [name for name in data if name not in Address.__struct_fields__] if isinstance(data, dict) else []
    if unknown:
        raise serializers.ValidationError({name[:MAX_NAME]: [unknown_field()] for name in unknown[:MAX_NAMED]})
