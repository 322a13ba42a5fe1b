"""Which vendors are reported for a year, and with what (DAC7: Directive 2011/16/EU, annex V). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from marketplace.apps.ledger.types import VendorActivity
from marketplace.apps.tax.types import MEMBER_STATES
from marketplace.apps.tax_reports.types import Dac7Exclusion, Dac7Quarter, Dac7Seller
from marketplace.apps.vendors.types import VendorView
from marketplace.kit.money import Money, total

FEW_SALES = 30  # fewer than these, and
SMALL_AMOUNT = Money(2_000_00, "EUR")  # at most this: annex V, section I, B (4) (d)
QUARTERS = (1, 2, 3, 4)


def seller_of(vendor: VendorView, activity: Iterable[VendorActivity], *, currency: str, has_account: bool) -> Dac7Seller:
    """A vendor by what the books say of it in a year; amounts are those in ``currency``."""
    rows = list(activity)
    own = {row.quarter: row for row in rows if row.credited.currency == currency}
    quarters = [_quarter(own.get(number), currency) for number in QUARTERS]
    exclusion = _exclusion(vendor, quarters, {row.credited.currency for row in rows}, currency)
    return Dac7Seller(
        vendor_id=vendor.id,
        vendor_name=vendor.name,
        legal_name=vendor.legal_name,
        country=vendor.country,
        quarters=quarters,
        is_reportable=exclusion is None,
        exclusion=exclusion,
        missing=list(_missing(vendor, quarters, rows, currency=currency, has_account=has_account)),
    )


def _quarter(row: VendorActivity | None, currency: str) -> Dac7Quarter:
    if row is None:
        return Dac7Quarter(consideration=Money.zero(currency), fees=Money.zero(currency), sale_count=0)
    return Dac7Quarter(consideration=row.credited - row.charged, fees=row.charged, sale_count=row.sale_count)


def _exclusion(vendor: VendorView, quarters: list[Dac7Quarter], currencies: Collection[str], currency: str) -> Dac7Exclusion | None:
    if vendor.country not in MEMBER_STATES:
        return Dac7Exclusion.OUTSIDE_EU
    if not currencies:
        return Dac7Exclusion.NO_ACTIVITY
    consideration = total((quarter.consideration for quarter in quarters), currency)
    is_all_euro = set(currencies) == {SMALL_AMOUNT.currency}  # nothing is converted: what was sold in another currency is not small
    if is_all_euro and sum(quarter.sale_count for quarter in quarters) < FEW_SALES and consideration <= SMALL_AMOUNT:
        return Dac7Exclusion.FEW_AND_SMALL
    return None


def _missing(
    vendor: VendorView, quarters: list[Dac7Quarter], rows: list[VendorActivity], *, currency: str, has_account: bool
) -> Iterator[str]:
    known = {
        "address": vendor.address is not None and bool(vendor.address.city),
        "registration_number": bool(vendor.registration_number),
        "vat_number": bool(vendor.vat_number),
        "tax_number": False,  # vendors are not asked for it
        "bank_account": has_account,
        "other_currency": all(row.credited.currency == currency for row in rows),
        "negative_quarter": all(quarter.consideration.minor >= 0 and quarter.fees.minor >= 0 for quarter in quarters),
    }
    yield from (name for name, is_there in known.items() if not is_there)
