"""
The reports for the one-stop shop: VAT on sales to consumers in other countries by quarter (OSS), and of the import scheme by month (IOSS).

A paper is in the report of the quarter and of the month in which it was issued, so the report of a time that is over does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.invoices.types import VatSum
from marketplace.apps.tax_reports.domain import oss
from marketplace.apps.tax_reports.types import IossReport, Month, OssReport, OssScheme, OssThreshold, OssVendorRow, Quarter
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.kit.money import total
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def oss_report(quarter: Quarter, *, vendor_id: str = "") -> OssReport:
    """Of all vendors, or of one with its threshold."""
    since, until = _bounds(quarter)
    own = _thresholds(quarter, vendor_id=vendor_id) if vendor_id else []
    return OssReport(
        year=quarter.year,
        quarter=quarter.number,
        since=since,
        until=until,
        totals=oss.totals(oss_vendor_rows(quarter, vendor_id=vendor_id)),
        waiting_sales=invoice_queries.count_waiting_sales(vendor_id=vendor_id),
        threshold=own[0] if own else None,
    )


def oss_vendor_rows(quarter: Quarter, *, vendor_id: str = "") -> list[OssVendorRow]:
    """Every row, by vendor."""
    since, until = _bounds(quarter)
    sums = invoice_queries.vat_sums(since=since, until=until, vendor_id=vendor_id)
    return sorted(oss.vendor_rows(sums, _names(sums)), key=_position)


def list_oss_vendor_rows(quarter: Quarter, page: PageRequest) -> Page[OssVendorRow]:
    """The rows by vendor, in pages."""
    return _paged(oss_vendor_rows(quarter), page)


def list_oss_thresholds(quarter: Quarter, page: PageRequest) -> Page[OssThreshold]:
    """The vendors with sales to consumers of other member states, by id."""
    found = _thresholds(quarter)
    if page.cursor:
        after = decode_cursor(page.cursor, str)
        found = [item for item in found if item.vendor_id > after]
    return page_of(found[: page.limit + 1], page, position=lambda item: item.vendor_id)


def ioss_report(month: Month) -> IossReport:
    """What the operator declares of a month as the supplier of its vendors' products from outside the EU."""
    since, until = _bounds(month)
    totals = oss.totals(ioss_vendor_rows(month))
    return IossReport(
        year=month.year,
        month=month.number,
        since=since,
        until=until,
        due_on=month.next.next.first_day - timedelta(days=1),
        totals=totals,
        tax=total((item.tax for item in totals), oss.EURO),
        waiting_sales=invoice_queries.count_waiting_sales(),
    )


def ioss_vendor_rows(month: Month) -> list[OssVendorRow]:
    """Every row of it, by vendor."""
    since, until = _bounds(month)
    sums = invoice_queries.vat_sums(since=since, until=until, period="month")
    rows = oss.vendor_rows(sums, _names(sums), period=Month)
    return sorted((row for row in rows if row.scheme is OssScheme.DEEMED_IMPORT), key=_position)


def list_ioss_vendor_rows(month: Month, page: PageRequest) -> Page[OssVendorRow]:
    """The rows by vendor, in pages."""
    return _paged(ioss_vendor_rows(month), page)


def _thresholds(quarter: Quarter, *, vendor_id: str = "") -> list[OssThreshold]:
    """By what was invoiced up to the end of the quarter."""
    since, until = _midnight(date(quarter.year - 1, 1, 1)), _bounds(quarter)[1]
    sums = invoice_queries.vat_sums(since=since, until=until, vendor_id=vendor_id)
    return oss.thresholds(sums, _names(sums), year=quarter.year)


def _paged(rows: list[OssVendorRow], page: PageRequest) -> Page[OssVendorRow]:
    if page.cursor:
        after = decode_cursor(page.cursor, tuple[str, str, str, str, int, str, str])
        rows = [row for row in rows if _position(row) > after]
    return page_of(rows[: page.limit + 1], page, position=_position)


def _names(sums: Iterable[VatSum]) -> Mapping[str, str]:
    briefs = vendor_queries.briefs_by_id({item.vendor_id for item in sums})
    return {vendor_id: brief.name for vendor_id, brief in briefs.items()}


def _bounds(quarter: Quarter | Month) -> tuple[datetime, datetime]:
    """Its first moment and the next one's, by the region's clock."""
    return _midnight(quarter.first_day), _midnight(quarter.next.first_day)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(tenancy.current().timezone))


def _position(row: OssVendorRow) -> tuple[str, str, str, str, int, str, str]:
    return row.vendor_id, row.scheme.value, row.origin, row.destination, row.rate_bp, row.supplied_in, row.net.currency
