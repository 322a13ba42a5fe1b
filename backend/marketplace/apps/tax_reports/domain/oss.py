"""Which sales belong into a return of the one-stop shop, and their sums. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from marketplace.apps.invoices.types import VatSum
from marketplace.apps.tax.types import MEMBER_STATES
from marketplace.apps.tax_reports.types import Month, OssScheme, OssThreshold, OssTotal, OssVendorRow, Quarter
from marketplace.kit.money import Money, total

EURO = "EUR"
THRESHOLD = Money(10_000_00, EURO)  # Directive 2006/112/EC, art. 59c (1) (c)
_PART_OF = {"MC": "FR"}  # Monaco, art. 7 (1) of the same

Row = TypeVar("Row", bound=OssTotal)


def scheme_of(item: VatSum) -> OssScheme | None:
    """
    The scheme of a sale; None for one inside a country, to a business, out of the EU, or without VAT. The products are taken to be sent
    from the country of the seller's address on the invoice.
    """
    origin, destination = _vat_country(item.origin), _vat_country(item.destination)
    if item.is_to_business or destination not in MEMBER_STATES or origin == destination or not item.rate_bp:
        return None
    if origin in MEMBER_STATES:
        return OssScheme.UNION
    return OssScheme.DEEMED_IMPORT if item.is_low_value else OssScheme.IMPORT


def vendor_rows(sums: Iterable[VatSum], names: Mapping[str, str], *, period: type[Quarter | Month] = Quarter) -> list[OssVendorRow]:
    """
    The rows of a report by vendor; ``names`` are the vendors' by id, ``period`` is that of the supplies. What adds up to nothing is no row.
    """
    rows = [
        _row(item, scheme, names.get(item.vendor_id, ""), supplied_in=str(period.of(item.supplied_in)))
        for item in sums
        if (scheme := scheme_of(item)) is not None
    ]
    return [row for row in _added(rows) if row.net or row.tax]


def totals(rows: Iterable[OssVendorRow]) -> list[OssTotal]:
    """The rows of all vendors together."""
    names = OssTotal.__struct_fields__
    return _added([OssTotal(**{name: getattr(row, name) for name in names}) for row in rows])


def thresholds(sums: Iterable[VatSum], names: Mapping[str, str], *, year: int) -> list[OssThreshold]:
    """By vendor with such sales in euro in ``year`` or the year before."""
    found: dict[str, dict[int, list[Money]]] = {}
    for item in sums:
        if scheme_of(item) is OssScheme.UNION and item.net.currency == EURO:
            found.setdefault(item.vendor_id, {}).setdefault(item.supplied_in.year, []).append(item.net)
    return [_threshold(vendor_id, names.get(vendor_id, ""), by_year, year) for vendor_id, by_year in sorted(found.items())]


def _threshold(vendor_id: str, name: str, by_year: Mapping[int, list[Money]], year: int) -> OssThreshold:
    present, previous = (total(by_year.get(each, []), EURO) for each in (year, year - 1))
    return OssThreshold(
        vendor_id=vendor_id,
        vendor_name=name,
        year=present,
        previous_year=previous,
        limit=THRESHOLD,
        is_over=present > THRESHOLD or previous > THRESHOLD,
    )


def _row(item: VatSum, scheme: OssScheme, name: str, *, supplied_in: str) -> OssVendorRow:
    return OssVendorRow(
        vendor_id=item.vendor_id,
        vendor_name=name,
        scheme=scheme,
        origin=_vat_country(item.origin),
        destination=_vat_country(item.destination),
        rate_bp=item.rate_bp,
        supplied_in=supplied_in,
        net=item.net,
        tax=item.tax,
    )


def _vat_country(country: str) -> str:
    """The member state of which a country is a part for VAT; else the country itself."""
    return _PART_OF.get(country, country)


def _added(rows: Iterable[Row]) -> list[Row]:
    """Rows that differ in their amounts alone, as one; in the order of all that they say."""
    sums: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (*(str(getattr(row, name)) for name in row.__struct_fields__ if name not in ("net", "tax")), row.net.currency)
        known = sums.get(key)
        sums[key] = row if known is None else msgspec.structs.replace(known, net=known.net + row.net, tax=known.tax + row.tax)
    return [sums[key] for key in sorted(sums)]
