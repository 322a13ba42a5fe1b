"""When a vendor takes no orders: it begins and ends by the region's calendar, without anybody's help."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from marketplace.apps.vendors.events import VendorVacationChanged
from marketplace.apps.vendors.queries import view_of
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.statements import ANNOUNCE_VACATIONS
from marketplace.apps.vendors.types import Vacation, VendorView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_DAYS = limits.declare("vendors.vacation", 366, "days", "Of a vendor's vacation, and to its beginning; 422 `invalid_input` above it.")

_FIELDS = ("vacation_starts_on", "vacation_ends_on", "vacation_texts", "is_vacation_announced", "version")


def set_vacation(*, vendor_id: str, etag: str, vacation: Vacation | None, actor: Actor, now: datetime) -> VendorView:
    """
    Say when the vendor takes no orders, or with ``None`` that it does again. Checkouts under way are waited for, and stay sold.

    :raises StaleRow: if ``etag`` is old
    :raises VendorStateForbids: once the vendor is closed
    :raises InvalidInput: if it ends before it begins or before today, or is too long or too far away; for an unknown language
    """
    today = tenancy.current().local_day(now)
    if vacation is not None:
        _check(vacation, today)
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        if str(vendor.version) != etag:
            raise StaleRow
        old = msgspec.to_builtins(view_of(vendor).vacation)
        vendor.vacation_starts_on = vacation.starts_on if vacation else None
        vendor.vacation_ends_on = vacation.ends_on if vacation else None
        vendor.vacation_texts = dict(vacation.texts) if vacation else {}
        vendor.is_vacation_announced = vacation is not None and vacation.covers(today)
        vendor.version += 1
        rows.change(vendor, *_FIELDS, events=[outbox.record(VendorVacationChanged(vendor_id=vendor_id), now=now)])
        audit.record(
            actor=actor,
            action="vendor.vacation_changed",
            resource=vendor_id,
            old={"vacation": old},
            new={"vacation": msgspec.to_builtins(vacation)},
            now=now,
        )
    return view_of(vendor)


def announce_vacations(*, now: datetime) -> int:
    """
    Publish which vacations have begun or ended with the region's day, so that pages which are kept are made again. Safe to repeat.

    Whether an order is taken does not wait for this: it goes by the dates. Returns how many vendors were announced.
    """
    with tenancy.atomic():
        vendor_ids = [vendor_id for (vendor_id,) in sql.rows(ANNOUNCE_VACATIONS, {"day": tenancy.current().local_day(now)})]
        for vendor_id in vendor_ids:
            outbox.publish(VendorVacationChanged(vendor_id=vendor_id), now=now)
    return len(vendor_ids)


def _check(vacation: Vacation, today: date) -> None:
    errors = []
    if vacation.ends_on < vacation.starts_on:
        errors.append(FieldError("ends_on", "before_start", Text("It ends before it begins")))
    elif vacation.ends_on < today:
        errors.append(FieldError("ends_on", "in_the_past", Text("That day is over")))
    elif vacation.ends_on - vacation.starts_on >= timedelta(days=MAX_DAYS) or vacation.starts_on - today > timedelta(days=MAX_DAYS):
        errors.append(FieldError("ends_on", "too_long", Text("At most {limit} days", limit=MAX_DAYS)))
    languages = tenancy.current().languages
    for language in set(vacation.texts) - set(languages):
        errors.append(FieldError(f"texts.{language}", "unknown_language", Text("One of: {choices}", choices=languages)))
    if errors:
        raise InvalidInput(errors=errors)
