"""The commission that is to be invoiced, and what some of it waits for."""

from __future__ import annotations

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
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

SETTLED_AFTER = timedelta(hours=1)  # what a transaction dates before the end of a month is committed by then


class DueCommission(msgspec.Struct, frozen=True, kw_only=True):
    """
    Commission of months that are over that is on no paper yet, and belongs on one: of a vendor, in a currency, at a rate of VAT.
    ``bought_under`` is the VAT number by which the vendor owes the VAT itself (reverse charge); empty where the operator charges it.
    """

    vendor: VendorView
    currency: str
    bought_under: str
    rate_bp: int


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
    """What is to be invoiced now, paper by paper; what has to wait is among it."""
    due = sql.rows(UNINVOICED_COMMISSIONS, {"until": due_until(now)})
    vendors = vendor_queries.vendors_by_id({vendor_id for vendor_id, *_ in due})
    return [
        DueCommission(vendor=vendors[vendor_id], currency=currency, bought_under=bought_under, rate_bp=rate_bp)
        for vendor_id, currency, bought_under, rate_bp in due
    ]


def reasons_to_wait(due: list[DueCommission]) -> list[WaitsFor | None]:
    """
    What keeps each of them from being invoiced. VIES is not asked again: the answer that the sale names is the proof of the number on the
    paper, and stays it.
    """
    has_operator = operator_party() is not None
    return [_reason(item) if has_operator else WaitsFor.OPERATOR for item in due]


def list_waiting_commissions(page: PageRequest, *, now: datetime) -> Page[WaitingCommission]:
    """The commission of months that are over and is not invoiced, with the reason; by vendor and currency."""
    due = due_commissions(now=now)
    waiting = {
        (item.vendor.id, item.currency): WaitingCommission(
            vendor_id=item.vendor.id, vendor_name=item.vendor.name, currency=item.currency, waits_for=reason
        )
        for item, reason in zip(due, reasons_to_wait(due), strict=True)
        if reason is not None
    }
    after = decode_cursor(page.cursor, tuple[str, str]) if page.cursor else ("", "")
    found = [item for position, item in waiting.items() if position > after]
    return page_of(found[: page.limit + 1], page, position=lambda item: (item.vendor_id, item.currency))


def _reason(item: DueCommission) -> WaitsFor | None:
    return WaitsFor.ADDRESS if item.vendor.address is None else None
