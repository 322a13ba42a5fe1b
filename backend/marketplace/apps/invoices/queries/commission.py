"""The commission that is to be invoiced, and what some of it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.region_settings import (
    OPERATOR_CITY,
    OPERATOR_NAME,
    OPERATOR_POSTCODE,
    OPERATOR_REGISTRATION,
    OPERATOR_STREET,
)
from marketplace.apps.invoices.statements import UNINVOICED_COMMISSIONS
from marketplace.apps.invoices.types import Party, WaitingCommission, WaitsFor
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.tax.types import VatCheckOutcome, VatNumberCheckView
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

SETTLED_AFTER = timedelta(hours=1)  # what a transaction dates before the end of a month is committed by then


class DueCommission(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's commission in a currency that is on no paper yet, of months that are over; some of it under reverse charge."""

    vendor: VendorView
    currency: str
    is_reverse_charge: bool


def operator_party() -> Party | None:
    """Who runs the region, by its settings; None until they say it."""
    name, street, city = (item.current() for item in (OPERATOR_NAME, OPERATOR_STREET, OPERATOR_CITY))
    country = tax_queries.operator_country()
    if not (name and street and city and country):
        return None
    address = Address(name=name, line1=street, postcode=OPERATOR_POSTCODE.current(), city=city, country=country)
    about = {"vat_number": tax_queries.operator_vat_number(), "registration_number": OPERATOR_REGISTRATION.current()}
    return Party(name=name, address=address, **about)


def month_start(at: datetime) -> datetime:
    """The beginning of the month of ``at`` in the region's time zone."""
    zone = ZoneInfo(tenancy.current().timezone)
    local = at.astimezone(zone)
    return datetime(local.year, local.month, 1, tzinfo=zone)


def due_until(now: datetime) -> datetime:
    """The end of the last month whose commission may be invoiced."""
    return month_start(now - SETTLED_AFTER)


def due_commissions(*, now: datetime) -> list[DueCommission]:
    """What is to be invoiced now, by vendor and currency; what has to wait is among it."""
    due = sql.rows(UNINVOICED_COMMISSIONS, {"until": due_until(now)})
    vendors = vendor_queries.vendors_by_id(vendor_id for vendor_id, _, _ in due)
    return [
        DueCommission(vendor=vendors[vendor_id], currency=currency, is_reverse_charge=is_reverse) for vendor_id, currency, is_reverse in due
    ]


def reasons_to_wait(due: list[DueCommission], *, now: datetime) -> list[WaitsFor | None]:
    """
    What keeps each of them from being invoiced. A paper with reverse charge needs an answer of VIES that the number on it is valid
    (Directive 2006/112/EC art. 226 (4)), one that is not too old.
    """
    reverse = {item.vendor.id: item.vendor for item in due if item.is_reverse_charge and item.vendor.vat_number}
    trusted = tax_queries.trusted_checks(reverse, now=now)
    newest = tax_queries.newest_checks(reverse)
    has_operator = operator_party() is not None
    return [_reason(item, trusted, newest) if has_operator else WaitsFor.OPERATOR for item in due]


def list_waiting_commissions(page: PageRequest, *, now: datetime) -> Page[WaitingCommission]:
    """The commission of months that are over and is not invoiced, with the reason; by vendor and currency."""
    due = due_commissions(now=now)
    waiting = [
        WaitingCommission(vendor_id=item.vendor.id, vendor_name=item.vendor.name, currency=item.currency, waits_for=reason)
        for item, reason in zip(due, reasons_to_wait(due, now=now), strict=True)
        if reason is not None
    ]
    if page.cursor:
        after = decode_cursor(page.cursor, tuple[str, str])
        waiting = [item for item in waiting if (item.vendor_id, item.currency) > after]
    return page_of(waiting[: page.limit + 1], page, position=lambda item: (item.vendor_id, item.currency))


def _reason(item: DueCommission, trusted: Mapping[str, VatNumberCheckView], newest: Mapping[str, VatNumberCheckView]) -> WaitsFor | None:
    if item.vendor.address is None:
        return WaitsFor.ADDRESS
    if not item.is_reverse_charge or item.vendor.id in trusted:
        return None
    if not item.vendor.vat_number:
        return WaitsFor.VAT_NUMBER
    last = newest.get(item.vendor.id)
    return WaitsFor.VALID_VAT_NUMBER if last is not None and last.outcome is VatCheckOutcome.INVALID else WaitsFor.VIES
