"""Shipping for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from marketplace.apps.shipping import services
from marketplace.apps.shipping.models import Courier, ShippingMethod
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

_numbers = count(1)


def make_shipping_method(
    vendor_id: str,
    *,
    price_minor: int = 495,
    free_over_minor: int | None = None,
    countries: Sequence[str] = (),
    currencies: Sequence[str] = (),
    min_days: int = 1,
    max_days: int = 3,
    name: str = "",
    courier: str | None = None,
    now: datetime = NOW,
) -> ShippingMethod:
    """A method to all countries of the tenant, in all its currencies, unless the arguments say otherwise."""
    tenant = tenancy.current()
    used = currencies or tenant.currencies
    return services.create_method(
        vendor_id=vendor_id,
        names={tenant.default_language: name or f"Parcel {next(_numbers)}"},
        countries=countries or tenant.countries,
        prices=[Money(price_minor, currency) for currency in used],
        free_over=[] if free_over_minor is None else [Money(free_over_minor, currency) for currency in used],
        min_days=min_days,
        max_days=max_days,
        courier=courier,
        now=now,
    )


def make_courier(code: str = "aramex", *, now: datetime = NOW) -> Courier:
    """One who collects cash on delivery for the operator."""
    return services.create_courier(code=code, name=code.title(), actor=STAFF_ACTOR, now=now)
