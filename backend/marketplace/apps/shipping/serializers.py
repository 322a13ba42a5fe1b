"""Shapes of the shipping endpoints; nothing here saves."""

from __future__ import annotations

from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.shipping.models import ShippingMethod, ShippingZone
from marketplace.apps.shipping.types import MAX_DAYS
from marketplace.foundation.rest.fields import CodeField, IdField, LanguagesField, LineField, MoneyField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import Money


class ShippingZoneDetail(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    countries: list[str]
    etag: str


class ShippingMethodDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A way to deliver; amounts contain VAT, days are working days. ``courier`` collects what is paid on delivery; null: the vendor does.
    """

    id: str
    zone_id: str
    zone_name: str
    countries: list[str]
    names: dict[str, str]
    prices: list[Money]
    free_over: list[Money]
    min_days: int
    max_days: int
    is_active: bool
    courier: str | None
    etag: str


class AdminShippingMethod(ShippingMethodDetail, frozen=True, kw_only=True):
    """The same, as staff see those of all vendors."""

    vendor_id: str


class CourierChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A courier who collects cash on delivery for the operator, as a vendor chooses it for a method."""

    code: str
    name: str


def _countries(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=CodeField(pattern=r"[A-Z]{2}"), min_length=1, max_length=100, **options)


class CreateShippingZone(StrictSerializer):
    name = LineField(max_length=100)
    countries = _countries()


class EditShippingZone(StrictSerializer):
    name = LineField(max_length=100, required=False)
    countries = _countries(required=False)


class CreateShippingMethod(StrictSerializer):
    """Either ``zone_id`` or ``countries``, for which a zone is found or made."""

    names = LanguagesField(child=LineField(max_length=100))
    zone_id = IdField(prefix="shz", required=False)
    countries = _countries(required=False)
    prices = serializers.ListField(child=MoneyField(), min_length=1, max_length=20)
    free_over = serializers.ListField(child=MoneyField(), max_length=20, required=False)
    min_days = serializers.IntegerField(min_value=0, max_value=MAX_DAYS)
    max_days = serializers.IntegerField(min_value=0, max_value=MAX_DAYS)
    is_active = serializers.BooleanField(required=False)
    courier = CodeField(
        max_length=30, required=False, allow_null=True, help_text="Who collects what is paid on delivery; null: the vendor does."
    )


class EditShippingMethod(CreateShippingMethod):
    """What is left out stays as it is."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class ShippingMethodFilter(StrictSerializer):
    """The query string of staff's list of methods."""

    vendor_id = IdField(prefix="ven", required=False)
    country = CodeField(pattern=r"[A-Z]{2}", required=False, help_text="Those that deliver there.")
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)


class SwitchShippingMethod(StrictSerializer):
    is_active = serializers.BooleanField()
    reason = LineField(max_length=500, help_text="Stays in the audit log.")


class CreateCourier(StrictSerializer):
    code = CodeField(pattern=r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?", max_length=30)
    name = LineField(max_length=100)


class EditCourier(StrictSerializer):
    """What is left out stays as it is. The code stays in any case: it names the account in the books."""

    name = LineField(max_length=100, required=False)
    is_active = serializers.BooleanField(required=False)


def zone_detail(row: ShippingZone) -> ShippingZoneDetail:
    return ShippingZoneDetail(id=row.id, name=row.name, countries=row.countries, etag=str(row.version))


def method_detail(row: ShippingMethod) -> ShippingMethodDetail:
    return ShippingMethodDetail(**_facts_of(row))


def admin_method(row: ShippingMethod) -> AdminShippingMethod:
    return AdminShippingMethod(vendor_id=row.vendor_id, **_facts_of(row))


def _facts_of(row: ShippingMethod) -> dict[str, Any]:
    return {
        "id": row.id,
        "zone_id": row.zone_id,
        "zone_name": row.zone.name,
        "countries": row.zone.countries,
        "names": row.names,
        "prices": [Money(minor, currency) for currency, minor in sorted(row.prices.items())],
        "free_over": [Money(minor, currency) for currency, minor in sorted(row.free_over.items())],
        "min_days": row.min_days,
        "max_days": row.max_days,
        "is_active": row.is_active,
        "courier": row.courier.code if row.courier else None,
        "etag": str(row.version),
    }
