"""Serializer fields of this app's values; the apps above use them in their own serializers."""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.apps.accounts.types import Address, read_address
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import invalid
from marketplace.foundation.texts import told
from marketplace.kit.errors import InvalidInput
from marketplace.kit.texts import Text

_ADDRESS_SCHEMA = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in Address.__struct_fields__},
    "required": ["name", "line1", "country"],
    "example": {"name": "Noor Jansen", "line1": "Prinsengracht 263", "postcode": "1016 GV", "city": "Amsterdam", "country": "NL"},
}


class LanguageField(serializers.CharField):
    """One of the tenant's languages."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        languages = tenancy.current().languages
        if text not in languages:
            raise invalid(Text("One of: {choices}", choices=languages), "unknown_language")
        return text


@extend_schema_field(_ADDRESS_SCHEMA)
class AddressField(serializers.Field):
    """A postal address of one of the tenant's countries, as ``Address``."""

    def to_internal_value(self, data: Any) -> Address:
        return checked_address(data)

    def to_representation(self, value: Address) -> Any:
        return msgspec.to_builtins(value)


def checked_address(data: Any) -> Address:
    """An address in one of the tenant's countries, from JSON. :raises ValidationError: naming every wrong field of it"""
    try:
        return read_address(data, countries=tenancy.current().countries, field="")
    except InvalidInput as error:
        wrong = {item.field.strip("."): [serializers.ErrorDetail(told(item.message), item.code)] for item in error.errors}
        raise serializers.ValidationError(wrong.pop("") if "" in wrong else wrong) from None
