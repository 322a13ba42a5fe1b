"""Writes of shipping: a vendor's zones and methods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from msgspec import UNSET

from marketplace.apps.shipping import queries
from marketplace.apps.shipping.events import DeliveryChanged
from marketplace.apps.shipping.models import Courier, ShippingMethod, ShippingZone
from marketplace.apps.shipping.types import MAX_COURIERS, MAX_METHODS, MAX_ZONES, MethodChanges
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Conflict, FieldError, InvalidInput, NotFound
from marketplace.kit.ids import VendorId, is_id, new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


class ZoneNameTaken(Conflict):
    code = "zone_name_taken"
    title = "There is already a zone with that name"


class TooManyShippingMethods(Conflict):
    code = "too_many_shipping_methods"
    title = "There are as many zones or methods as a vendor may have"


class CourierCodeTaken(Conflict):
    code = "courier_code_taken"
    title = "There is already a courier with that code"


class TooManyCouriers(Conflict):
    code = "too_many_couriers"
    title = "There are as many couriers as a region may have"


def create_zone(*, vendor_id: str, name: str, countries: Sequence[str], now: datetime) -> ShippingZone:
    """
    A group of countries that a vendor delivers to.

    :raises InvalidInput: for a country that the region does not serve
    :raises ZoneNameTaken:
    :raises TooManyShippingMethods:
    """
    _require_served(countries)
    if ShippingZone.objects.filter(vendor_id=vendor_id).count() >= MAX_ZONES:
        raise TooManyShippingMethods
    zone = ShippingZone(id=new_id("shz", at=now), vendor_id=vendor_id, name=name, countries=sorted(set(countries)), created_at=now)
    if not rows.insert(zone, unless_there=True):
        raise ZoneNameTaken
    return zone


def edit_zone(
    *, vendor_id: str, zone_id: str, etag: str, name: str | None = None, countries: Sequence[str] | None = None, now: datetime
) -> ShippingZone:
    """
    Rename a zone, or change which countries its methods reach.

    :raises NotFound: also for another vendor's
    :raises StaleRow: if ``etag`` is not its version
    :raises InvalidInput: for a country that the region does not serve
    :raises ZoneNameTaken:
    """
    if countries is not None:
        _require_served(countries)
    try:
        with tenancy.atomic():
            owned = {"id": zone_id, "vendor_id": vendor_id}
            is_known = is_id(zone_id, "shz")
            zone = rows.first(ShippingZone, "id = %(id)s AND vendor_id = %(vendor_id)s", owned, for_update=True) if is_known else None
            if zone is None:
                raise NotFound
            _require_version(zone.version, etag)
            zone.name = zone.name if name is None else name
            zone.countries = zone.countries if countries is None else sorted(set(countries))
            zone.version += 1
            rows.change(zone, "name", "countries", "version", events=[_change_of(vendor_id, now=now)])
            return zone
    except IntegrityError:
        raise ZoneNameTaken from None


def create_method(
    *,
    vendor_id: str,
    names: dict[str, str],
    prices: Sequence[Money],
    min_days: int,
    max_days: int,
    now: datetime,
    free_over: Sequence[Money] = (),
    countries: Sequence[str] = (),
    zone_id: str = "",
    is_active: bool = True,
    courier: str | None = None,
) -> ShippingMethod:
    """
    A way to deliver to a zone, or to ``countries``, for which a zone is found or made.

    ``prices`` has one amount for each currency, VAT included; ``free_over`` the value of products that makes it free. ``courier`` is the
    code of the one who collects cash on delivery; None if the vendor does.

    :raises InvalidInput: if a price, a name or the order of the days is missing or wrong, or for a courier that cannot be chosen
    :raises NotFound: for a zone that is not this vendor's
    :raises TooManyShippingMethods:
    """
    _check(names=names, prices=prices, free_over=free_over, min_days=min_days, max_days=max_days)
    with tenancy.atomic():
        if ShippingMethod.objects.filter(vendor_id=vendor_id).count() >= MAX_METHODS:
            raise TooManyShippingMethods
        method = ShippingMethod(
            id=new_id("shm", at=now),
            vendor_id=vendor_id,
            zone=_zone(vendor_id, zone_id, countries, now),
            names=names,
            prices=_by_currency(prices),
            free_over=_by_currency(free_over),
            min_days=min_days,
            max_days=max_days,
            is_active=is_active,
            courier=_courier(courier),
            created_at=now,
        )
        rows.insert(method, events=[_change_of(vendor_id, now=now)])
        return method


def edit_method(*, vendor_id: str, method_id: str, changes: MethodChanges, etag: str, now: datetime) -> ShippingMethod:
    """
    Change a method; carts and orders under way keep what they were quoted until they are priced again.

    :raises NotFound: also for another vendor's method or zone
    :raises StaleRow: if ``etag`` is not its version
    :raises InvalidInput: as for ``create_method``
    """
    with tenancy.atomic():
        found = ShippingMethod.objects.select_for_update(of=("self",)).select_related("zone", "courier")
        method = found.filter(vendor_id=vendor_id, id=method_id).first() if is_id(method_id, "shm") else None
        if method is None:
            raise NotFound
        _require_version(method.version, etag)
        _apply(method, changes)
        if changes.zone_id is not UNSET or changes.countries is not UNSET:
            method.zone = _zone(vendor_id, changes.zone_id or "", changes.countries or (), now)
        if changes.courier is not UNSET and changes.courier != (method.courier and method.courier.code):
            method.courier = _courier(changes.courier)
        method.version += 1
        changed = ("zone", "names", "prices", "free_over", "min_days", "max_days", "is_active", "courier", "version")
        rows.change(method, *changed, events=[_change_of(vendor_id, now=now)])
        return method


def switch_method(*, method_id: str, is_active: bool, etag: str, reason: str, actor: Actor, now: datetime) -> ShippingMethod:
    """
    By staff: offer a vendor's method, or do not offer it any more. Orders that were placed by it go on; the vendor can switch it back.

    :raises NotFound: if there is none :raises StaleRow: if ``etag`` is not its version
    """
    with tenancy.atomic():
        found = ShippingMethod.objects.select_for_update(of=("self",)).select_related("zone", "courier")
        method = found.filter(id=method_id).first() if is_id(method_id, "shm") else None
        if method is None:
            raise NotFound
        _require_version(method.version, etag)
        old = {"is_active": method.is_active}
        method.is_active = is_active
        method.version += 1
        rows.change(method, "is_active", "version", events=[_change_of(method.vendor_id, now=now)])
        new = {"is_active": is_active}
        audit.record(actor=actor, action="shipping_method.switched", resource=method.id, old=old, new=new, reason=reason, now=now)
        return method


def create_courier(*, code: str, name: str, actor: Actor, now: datetime) -> Courier:
    """
    One who collects cash on delivery for the operator; vendors can choose it from then on.

    :raises CourierCodeTaken:
    :raises TooManyCouriers:
    """
    if Courier.objects.count() >= MAX_COURIERS:
        raise TooManyCouriers
    courier = Courier(id=new_id("cour", at=now), code=code, name=name, created_at=now)
    with tenancy.atomic():
        if not rows.insert(courier, unless_there=True):
            raise CourierCodeTaken
        audit.record(actor=actor, action="courier.created", resource=courier.id, new={"code": code, "name": name}, now=now)
    return courier


def edit_courier(
    *, courier_id: str, etag: str, actor: Actor, now: datetime, name: str | None = None, is_active: bool | None = None
) -> Courier:
    """
    Rename a courier, or end that vendors can choose it: methods that have it keep it until they are edited.

    :raises NotFound: if there is none
    :raises StaleRow: if ``etag`` is not its version
    """
    with tenancy.atomic():
        courier = rows.first(Courier, "id = %(id)s", {"id": courier_id}, for_update=True) if is_id(courier_id, "cour") else None
        if courier is None:
            raise NotFound
        _require_version(courier.version, etag)
        old = {"name": courier.name, "is_active": courier.is_active}
        courier.name = courier.name if name is None else name
        courier.is_active = courier.is_active if is_active is None else is_active
        courier.version += 1
        rows.change(courier, "name", "is_active", "version")
        new = {"name": courier.name, "is_active": courier.is_active}
        audit.record(actor=actor, action="courier.edited", resource=courier.id, old=old, new=new, now=now)
        return courier


def _change_of(vendor_id: str, *, now: datetime) -> Recorded:
    return outbox.record(DeliveryChanged(vendor_id=VendorId(vendor_id)), now=now)


def _apply(method: ShippingMethod, changes: MethodChanges) -> None:
    for name in ("names", "min_days", "max_days", "is_active"):
        value = getattr(changes, name)
        if value is not UNSET:
            setattr(method, name, value)
    if changes.prices is not UNSET:
        method.prices = _by_currency(changes.prices)
    if changes.free_over is not UNSET:
        method.free_over = _by_currency(changes.free_over)
    _check(
        names=method.names,
        prices=[Money(minor, currency) for currency, minor in method.prices.items()],
        free_over=[Money(minor, currency) for currency, minor in method.free_over.items()],
        min_days=method.min_days,
        max_days=method.max_days,
    )


def _zone(vendor_id: str, zone_id: str, countries: Sequence[str], now: datetime) -> ShippingZone:
    if zone_id:
        found = ShippingZone.objects.filter(vendor_id=vendor_id, id=zone_id).first()
        if found is None:
            raise NotFound(Text("There is no such shipping zone."))
        return found
    if not countries:
        raise InvalidInput(errors=[FieldError("countries", "required", Text("Say a zone or its countries"))])
    wanted = sorted(set(countries))
    same = ShippingZone.objects.filter(vendor_id=vendor_id, countries=wanted).order_by("id").first()
    return same or create_zone(vendor_id=vendor_id, name=", ".join(wanted), countries=wanted, now=now)


def _check(*, names: dict[str, str], prices: Sequence[Money], free_over: Sequence[Money], min_days: int, max_days: int) -> None:
    tenant, errors = tenancy.current(), []
    if not any(names.values()) or not set(names) <= set(tenant.languages):
        errors.append(FieldError("names", "invalid_names", Text("A name in one or more of: {choices}", choices=tenant.languages)))
    if not prices or any(amount.minor < 0 or amount.currency not in tenant.currencies for amount in prices):
        errors.append(FieldError("prices", "invalid_prices", Text("A price in one or more of: {choices}", choices=tenant.currencies)))
    priced = {amount.currency for amount in prices}
    if any(amount.minor < 0 or amount.currency not in priced for amount in free_over):
        errors.append(FieldError("free_over", "invalid_free_over", Text("Only in currencies that have a price")))
    for field, amounts in {"prices": prices, "free_over": free_over}.items():
        if len({amount.currency for amount in amounts}) != len(amounts):
            errors.append(FieldError(field, "currency_twice", Text("One amount for each currency")))
    if min_days > max_days:
        errors.append(FieldError("max_days", "days_out_of_order", Text("Not fewer than min_days")))
    if errors:
        raise InvalidInput(errors=errors)


def _courier(code: str | None) -> Courier | None:
    if code is None:
        return None
    couriers = {row.code: row for row in queries.active_couriers()}
    if code not in couriers:
        raise InvalidInput(errors=[FieldError("courier", "unknown_courier", Text("One of: {choices}", choices=list(couriers)))])
    return couriers[code]


def _by_currency(amounts: Sequence[Money]) -> dict[str, int]:
    return {amount.currency: amount.minor for amount in amounts}


def _require_served(countries: Sequence[str]) -> None:
    served = tenancy.current().countries
    if not countries or not set(countries) <= set(served):
        raise InvalidInput(errors=[FieldError("countries", "country_not_served", Text("One or more of: {choices}", choices=served))])


def _require_version(version: int, etag: str) -> None:
    if str(version) != etag:
        raise StaleRow
