"""The yearly report of vendors to the tax office (DAC7), from the books."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import VendorActivity
from marketplace.apps.tax.types import MEMBER_STATES
from marketplace.apps.tax_reports.domain import dac7
from marketplace.apps.tax_reports.domain.dac7_file import Dac7Operator
from marketplace.apps.tax_reports.errors import OperatorUnknown
from marketplace.apps.tax_reports.region_settings import OPERATOR_TAX_NUMBER
from marketplace.apps.tax_reports.types import Dac7Seller
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def dac7_sellers(year: int) -> dict[str, tuple[VendorView, Dac7Seller]]:
    """The vendors that sold something in a year, in any state now, by id."""
    by_vendor: dict[str, list[VendorActivity]] = defaultdict(list)
    for row in ledger_queries.vendor_activity(since=_new_year(year), until=_new_year(year + 1)):
        by_vendor[row.vendor_id].append(row)
    currency = tenancy.current().default_currency
    vendors = vendor_queries.vendors_by_id(by_vendor)
    accounts = vendor_queries.payout_accounts_by_vendor(vendors, currency)
    return {
        vendor_id: (vendor, dac7.seller_of(vendor, by_vendor[vendor_id], currency=currency, has_account=vendor_id in accounts))
        for vendor_id, vendor in sorted(vendors.items())
    }


def list_dac7_sellers(year: int, page: PageRequest) -> Page[Dac7Seller]:
    """The same in pages, with those that are not reported."""
    found = [seller for _, seller in dac7_sellers(year).values()]
    if page.cursor:
        after = decode_cursor(page.cursor, str)
        found = [seller for seller in found if seller.vendor_id > after]
    return page_of(found[: page.limit + 1], page, position=lambda seller: seller.vendor_id)


def dac7_operator() -> Dac7Operator:
    """Who reports. :raises OperatorUnknown: until the region's settings say it"""
    party, tax_number = invoice_queries.operator_party(), OPERATOR_TAX_NUMBER.current()
    if party is None or party.address is None or not tax_number or party.address.country not in MEMBER_STATES:
        raise OperatorUnknown
    return Dac7Operator(
        name=party.name,
        platform_name=tenancy.current().name,
        country=party.address.country,
        tax_number=tax_number,
        vat_number=party.vat_number,
        address=party.address,
    )


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=ZoneInfo(tenancy.current().timezone))
