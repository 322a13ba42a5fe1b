"""Which tax is due. The country is where the goods are delivered (Directive 2006/112/EC art. 33 and its like elsewhere)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from marketplace.apps.tax.rates import rates_of
from marketplace.apps.tax.types import TaxClass
from marketplace.foundation import tenancy


class NoTaxRate(LookupError):
    """The table says nothing of that country or day: it must be filled before anything is sold there."""


def vat_rate(country: str, tax_class: str, on: date) -> int:
    """
    The rate in basis points on that day; the standard one where a country has no reduced one.

    :raises NoTaxRate: for a country or day that the table does not know
    :raises ValueError: for a class that does not exist
    """
    wanted = TaxClass(tax_class)
    standard = _rate_on(country, TaxClass.STANDARD, on)
    if standard is None:
        raise NoTaxRate(f"no rate is known for {country} on {on}")
    if wanted is TaxClass.ZERO:
        return 0
    reduced = _rate_on(country, wanted, on)
    return standard if reduced is None else reduced


def shipping_rate(country: str, on: date) -> int:
    """
    The rate on delivery: always the standard one.

    A parcel may hold goods of several classes, and some countries tax its delivery like the goods and others apart; the
    standard rate is never less than what is due.

    :raises NoTaxRate: for a country or day that the table does not know
    """
    return vat_rate(country, TaxClass.STANDARD, on)


def fee_vat_rate(on: date) -> int:
    """
    The rate, in basis points, of the VAT that the operator puts on its commission.

    It is the standard one where the operator is established: the region's first country, unless the setting
    ``commission_vat_bp`` says otherwise. (Reverse charge for vendors of another country is not told apart yet.)
    """
    tenant = tenancy.current()
    return tenant.setting("commission_vat_bp", vat_rate(tenant.countries[0], TaxClass.STANDARD, on))


def tax_day(now: datetime) -> date:
    """The day that counts for taxes: the one in the region's own time zone."""
    return now.astimezone(ZoneInfo(tenancy.current().timezone)).date()


def _rate_on(country: str, tax_class: TaxClass, on: date) -> int | None:
    return next((rate.basis_points for rate in rates_of(country, tax_class) if rate.valid_from <= on), None)
