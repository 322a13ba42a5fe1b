"""
Invoicing the operator's commission: once a month, one paper for each vendor and currency, of the rows of the books that are on none yet.

Fee and VAT are taken as they were booked. A month in which more was returned than charged has a credit note instead.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain.commission import commission_content
from marketplace.apps.invoices.region_settings import (
    OPERATOR_CITY,
    OPERATOR_COUNTRY,
    OPERATOR_NAME,
    OPERATOR_POSTCODE,
    OPERATOR_REGISTRATION,
    OPERATOR_STREET,
    OPERATOR_VAT_NUMBER,
)
from marketplace.apps.invoices.services import numbering
from marketplace.apps.invoices.services.issuing import party_of
from marketplace.apps.invoices.statements import CLAIM_COMMISSIONS, CLAIMED_COMMISSIONS, UNINVOICED_COMMISSIONS
from marketplace.apps.invoices.types import OPERATOR, Party
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id

SETTLED_AFTER = timedelta(hours=1)  # what a transaction dates before the end of a month is committed by then


class _NothingLeft(Exception):
    """Another process has it, or it adds up to nothing: the transaction is rolled back."""


def issue_commission_invoices(*, now: datetime) -> int:
    """
    Issue what is due for the months that are over, in the region's time zone. Safe to repeat, also at the same time: each row of the books
    is on one paper at most. Nothing is issued before the region says who its operator is; a vendor without an address waits, too.

    Returns how many papers it issued.
    """
    until = _month_start(now - SETTLED_AFTER)
    due = sql.rows(UNINVOICED_COMMISSIONS, {"until": until})
    operator = operator_party()
    if not due or operator is None:
        return 0
    vendors = vendor_queries.vendors_by_id(vendor_id for vendor_id, _ in due)
    addressed = [(vendors[vendor_id], currency) for vendor_id, currency in due if vendors[vendor_id].address is not None]
    return sum(_issue(vendor, currency, operator=operator, until=until, now=now) for vendor, currency in addressed)


def operator_party() -> Party | None:
    """Who runs the region, by its settings; None until they say it."""
    name, street, city, country = (item.current() for item in (OPERATOR_NAME, OPERATOR_STREET, OPERATOR_CITY, OPERATOR_COUNTRY))
    if not (name and street and city and country):
        return None
    address = Address(name=name, line1=street, postcode=OPERATOR_POSTCODE.current(), city=city, country=country)
    about = {"vat_number": OPERATOR_VAT_NUMBER.current(), "registration_number": OPERATOR_REGISTRATION.current()}
    return Party(name=name, address=address, **about)


def _issue(vendor: VendorView, currency: str, *, operator: Party, until: datetime, now: datetime) -> bool:
    invoice_of: dict[str, Any] = {"seller": operator, "buyer": party_of(vendor), "currency": currency, "tenant": tenancy.current()}
    invoice_id = new_id("inv", at=now)
    claim = {"tenant_id": tenancy.current().slug, "invoice_id": invoice_id, "vendor_id": vendor.id, "currency": currency, "until": until}
    try:
        with tenancy.atomic():
            sql.run(CLAIM_COMMISSIONS, claim)
            sums = sql.rows(CLAIMED_COMMISSIONS, {"invoice_id": invoice_id})
            content = commission_content(sums, period_start=_month_start(until - SETTLED_AFTER), until=until, **invoice_of)
            if content is None:
                raise _NothingLeft
            number = numbering.take(OPERATOR, content.kind, now=now)
            numbering.store(content, number, vendor_id=vendor.id, invoice_id=invoice_id, now=now)
    except _NothingLeft:
        return False
    return True


def _month_start(at: datetime) -> datetime:
    """The beginning of the month of ``at`` in the region's time zone."""
    zone = ZoneInfo(tenancy.current().timezone)
    local = at.astimezone(zone)
    return datetime(local.year, local.month, 1, tzinfo=zone)
