"""Which tax is due. The place is where the products are delivered (Directive 2006/112/EC art. 33 and its like elsewhere)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from marketplace.apps.catalog.types import TaxClass
from marketplace.apps.tax.domain.rates import Rate, rates_of
from marketplace.apps.tax.domain.territories import find_territory
from marketplace.apps.tax.region_settings import COMMISSION_VAT_BP, OPERATOR_COUNTRY
from marketplace.apps.tax.types import TaxRate, TaxRates
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.errors import Conflict, FieldError
from marketplace.kit.texts import Text


class NoTaxRate(Conflict):
    """The table says nothing of that country or day: it must be filled before anything is sold there."""

    code = "no_tax_rate"
    title = "Nothing can be sold here yet: the VAT is not known"


def vat_rate(country: str, tax_class: str, on: date, *, postcode: str) -> int:
    """
    The rate in basis points on that day; the standard one where a country has no reduced one.

    It is 0 outside the VAT area of the country (``data/territories.toml``, by ``postcode``, which is empty where it is not known yet),
    and in the region's ``countries_without_vat``.

    :raises NoTaxRate: for a country or day that the table does not know
    :raises ValueError: for a class that does not exist
    """
    wanted, place = TaxClass(tax_class), _taxed_as(country, postcode)
    if place is None:
        return 0
    standard = _rate_on(place, TaxClass.STANDARD, on)
    if standard is None:
        raise NoTaxRate(note=f"no rate is known for {place} on {on}")
    if wanted is TaxClass.ZERO:
        return 0
    reduced = _rate_on(place, wanted, on)
    return standard if reduced is None else reduced


def has_vat_rate(country: str, on: date, *, postcode: str) -> bool:
    """Whether it is known what is due there, be it nothing: only then can anything be sold there."""
    place = _taxed_as(country, postcode)
    return place is None or _rate_on(place, TaxClass.STANDARD, on) is not None


def incidental_rate(country: str, on: date, *, postcode: str) -> int:
    """
    The rate on what comes with a supply of products, as delivery and the fee of a payment method do: always the standard one.

    Such expenses are taxed as what they come with (Directive 2006/112/EC art. 78). An order may hold products of several classes, and
    countries differ in how they divide the expenses among them; the standard rate is never less than what is due.

    :raises NoTaxRate: for a country or day that the table does not know
    """
    return vat_rate(country, TaxClass.STANDARD, on, postcode=postcode)


def fee_vat_rate(on: date) -> int:
    """
    The rate, in basis points, of the VAT that the operator puts on its commission.

    It is the setting ``commission_vat_bp``, or else the standard rate of the ``operator_country``, or of the region's first country until
    that is set. ``fee_vat_of`` says which vendors owe it themselves (reverse charge).

    :raises NoTaxRate: if neither is known
    """
    tenant = tenancy.current()
    if (chosen := COMMISSION_VAT_BP.of(tenant)) is not None:
        return chosen
    return vat_rate(OPERATOR_COUNTRY.of(tenant) or tenant.countries[0], TaxClass.STANDARD, on, postcode="")


def tax_day(now: datetime) -> date:
    """The day that counts for taxes: the one in the region's own time zone."""
    return tenancy.current().local_day(now)


def list_rates(now: datetime) -> TaxRates:
    """Every rate of the region's countries that the table has, the latest first in each country and class."""
    tenant, today = tenancy.current(), tax_day(now)
    taxed = [country for country in tenant.countries if country not in tenant.countries_without_vat]
    rates = [rate for country in taxed for tax_class in TaxClass for rate in rates_of(country, tax_class)]
    items = [
        TaxRate(
            country=rate.country,
            tax_class=rate.tax_class.value,
            valid_from=rate.valid_from,
            basis_points=rate.basis_points,
            is_current=_is_current(rate, today),
            source=rate.source,
            checked=rate.checked,
        )
        for rate in rates
    ]
    return TaxRates(items, list(tenant.countries_without_vat))


def _is_current(rate: Rate, today: date) -> bool:
    return rate == next((other for other in rates_of(rate.country, rate.tax_class) if other.valid_from <= today), None)


def check_vat(tenant: Tenant, now: datetime) -> list[FieldError]:
    """What is wrong with a region's taxes: countries whose VAT is unknown now, and those that are said to have none and have one."""
    with tenancy.scope(tenant):
        return list(_problems(tenant, tax_day(now)))


def _taxed_as(country: str, postcode: str) -> str | None:
    """The country whose rates hold at an address; None where no VAT is due."""
    if country in tenancy.current().countries_without_vat:
        return None
    territory = find_territory(country, postcode)
    return country if territory is None else territory.taxed_as or None


def _rate_on(country: str, tax_class: TaxClass, on: date) -> int | None:
    return next((rate.basis_points for rate in rates_of(country, tax_class) if rate.valid_from <= on), None)


def _problems(tenant: Tenant, on: date) -> Iterator[FieldError]:
    for country in tenant.countries:
        if not has_vat_rate(country, on, postcode=""):
            message = Text(
                "no VAT rate is known for {country} on {day}: add it to backend/marketplace/apps/tax/data/rates.toml, "
                "or name the country in countries_without_vat",
                country=country,
                day=on,
            )
            yield FieldError("countries", "no_vat_rate", message)
        if country in tenant.countries_without_vat and rates_of(country, TaxClass.STANDARD):
            message = Text("{country} is in countries_without_vat, and rates.toml has a VAT rate for it", country=country)
            yield FieldError("countries_without_vat", "has_vat_rate", message)
