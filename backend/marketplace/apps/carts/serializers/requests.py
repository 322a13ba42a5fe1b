"""Shapes of requests for carts; nothing here saves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField
from marketplace.apps.carts.types import MAX_CODES, MAX_NOTE
from marketplace.apps.inventory.types import StockLine
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import BlockField, CodeField, CodesField, EmailField, IdField, invalid
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.ids import VariantId
from marketplace.kit.texts import Text

MAX_QUANTITY = 1_000_000  # of what may be asked for; how much a cart may hold is the region's setting


class AddLine(StrictSerializer):
    variant_id = IdField(prefix="var")
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY, default=1)


class SetQuantity(StrictSerializer):
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)


class OpenCart(StrictSerializer):
    country = CodeField(max_length=2, required=False)
    currency = CodeField(max_length=3, required=False)
    lines = serializers.ListField(child=AddLine(), required=False, max_length=100)
    saved_from = IdField(
        prefix="cart",
        required=False,
        help_text="A guest's cart that was ordered, and which Cart-Token opens: the new one takes its saved items.",
    )


class SaveItem(StrictSerializer):
    """One of two: a line of the cart, which leaves it, or a variant."""

    line_id = CodeField(max_length=40, required=False)
    variant_id = IdField(prefix="var", required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise invalid(Text("Either a line or a variant"), "one_of")
        return attrs


class EditCart(StrictSerializer):
    """
    What is left out stays; null removes. ``shipping_choices`` (vendor id to method id) adds to the choices made before; ``codes`` replaces
    the codes, and the quote says what each gives, or why it gives nothing.
    """

    email = EmailField(required=False, allow_null=True, max_length=254)
    note = BlockField(required=False, allow_null=True, allow_blank=True, max_length=MAX_NOTE, help_text="To the vendors.")
    shipping_address = AddressField(required=False, allow_null=True)
    billing_address = AddressField(required=False, allow_null=True)
    shipping_choices = CodesField(child=IdField(prefix="shm", allow_null=True), required=False)
    country = CodeField(max_length=2, required=False)
    currency = CodeField(max_length=3, required=False)
    language = CodeField(max_length=5, required=False)
    payment_method = CodeField(max_length=40, required=False, allow_null=True)
    codes = serializers.ListField(child=CodeField(max_length=50), required=False, max_length=MAX_CODES)
    uses_store_credit = serializers.BooleanField(required=False, help_text="A customer's own store credit pays what it can.")

    def validate_language(self, value: str) -> str:
        if value not in tenancy.current().languages:
            raise invalid(Text("This marketplace does not speak this language"), "unknown_language")
        return value

    def validate_codes(self, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))


class AddGiftCard(StrictSerializer):
    code = CodeField(max_length=40, help_text="Letters of either case, with or without hyphens.")


class AddressQuery(StrictSerializer):
    country = CodeField(max_length=2, required=False, help_text="Where to; the cart's country when left out.")

    def validate_country(self, value: str) -> str:
        if value not in tenancy.current().countries:
            raise invalid(Text("This marketplace does not serve this country"), "country_not_served")
        return value


def stock_lines(data: list[dict[str, Any]]) -> list[StockLine]:
    return [StockLine(VariantId(item["variant_id"]), item["quantity"]) for item in data]
