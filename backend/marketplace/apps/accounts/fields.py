"""Serializer fields of this app's values; the apps above use them in their own serializers."""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from marketplace.apps.accounts.types import Address, read_address
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import invalid
from marketplace.foundation.texts import told
from marketplace.kit.errors import InvalidInput
from marketplace.kit.texts import Text

_NEEDED = ("name", "line1", "country")  # everywhere; what else, each country's rule says
_FIELDS: dict[str, serializers.Field] = {
    name: serializers.CharField(required=name in _NEEDED, allow_blank=name not in _NEEDED) for name in Address.__struct_fields__
}


class LanguageField(serializers.CharField):
    """One of the tenant's languages."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        languages = tenancy.current().languages
        if text not in languages:
            raise invalid(Text("One of: {choices}", choices=languages), "unknown_language")
        return text


@extend_schema_field(inline_serializer("Address", _FIELDS))
class AddressField(serializers.Field):
    """A postal address of one of the tenant's countries, as ``Address``."""

    def to_internal_value(self, data: Any) -> Address:
        try:
            return read_address(data, countries=tenancy.current().countries, field="")
        except InvalidInput as error:
            wrong = {item.field.strip("."): [serializers.ErrorDetail(told(item.message), item.code)] for item in error.errors}
            raise serializers.ValidationError(wrong.pop("") if "" in wrong else wrong) from None

    def to_representation(self, value: Address) -> Any:
        return msgspec.to_builtins(value)
