"""What an operator says of a region, and how it becomes a row of the directory."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zoneinfo import available_timezones

import msgspec
from django.conf import settings

from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.settings import faults_of
from marketplace.foundation.tenancy.types import SettingValue, Tenant
from marketplace.foundation.texts import is_country, is_language
from marketplace.kit.currencies import CURRENCY_DIGITS


class InvalidRegion(ValueError):
    """The description of a region cannot be used; the message says what is wrong with it."""


class RegionFile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The fields of a region's TOML file."""

    slug: str
    name: str
    domains: list[str]
    default_currency: str
    currencies: list[str]
    default_language: str
    languages: list[str]
    timezone: str
    countries: list[str]
    countries_without_vat: list[str] = []
    cosmos_database_name: str
    postgres_schema: str
    kind: str = "regional"
    features: dict[str, bool] = {}
    settings: dict[str, SettingValue] = {}


def read_region_file(path: Path) -> RegionFile:
    """:raises InvalidRegion: naming the field that is wrong"""
    try:
        region = msgspec.convert(tomllib.loads(path.read_text()), RegionFile)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InvalidRegion(f"{path.name}: {error}") from None
    faults = {
        f"slug {region.slug!r} has no database: name it in GM_REGIONS": region.slug not in settings.DATABASES,
        "domains must name at least one host, in lower case": not region.domains or any(host != host.lower() for host in region.domains),
        "postgres_schema must be a plain lower-case name": not region.postgres_schema.isidentifier()
        or region.postgres_schema != region.postgres_schema.lower(),
    }
    wrong = [fault for fault, is_wrong in faults.items() if is_wrong] + faults_of_values(as_tenant(region))
    if wrong:
        raise InvalidRegion(f"{path.name}: " + "; ".join(wrong))
    return region


def faults_of_values(tenant: Tenant) -> list[str]:
    """What is wrong with a region's currencies, languages, countries, time zone and settings, in plain sentences."""
    faults = {
        "default_currency is not among currencies": tenant.default_currency not in tenant.currencies,
        "default_language is not among languages": tenant.default_language not in tenant.languages,
        f"timezone {tenant.timezone!r} is unknown": tenant.timezone not in available_timezones(),
        "countries must name at least one": not tenant.countries,
        "countries_without_vat must be among countries": not set(tenant.countries_without_vat) <= set(tenant.countries),
    }
    unknown = {
        f"currency {currency!r} is not one of ISO 4217 with a minor unit": currency not in CURRENCY_DIGITS for currency in tenant.currencies
    }
    unknown |= {
        f"language {language!r} is unknown: give its code of two lower-case letters": not is_language(language)
        for language in tenant.languages
    }
    unknown |= {
        f"country {country!r} is unknown: give its code of two capital letters": not is_country(country) for country in tenant.countries
    }
    unfit = faults_of(tenant.settings, tenant.features, currencies=tenant.currencies)
    return [fault for fault, is_wrong in (faults | unknown).items() if is_wrong] + [f"{fault.field}: {fault.message}" for fault in unfit]


def as_tenant(region: RegionFile) -> Tenant:
    """The tenant that the region will be; nothing is stored."""
    return TenantRecord(**msgspec.to_builtins(region)).as_tenant()


def enter_in_directory(region: RegionFile) -> bool:
    """
    Add the region's row; whether it is new. A row that is there is left alone: it is the operator's by then.

    :raises InvalidRegion: if another region already has one of its hosts
    """
    if TenantRecord.objects.filter(slug=region.slug).exists():
        return False
    for other in TenantRecord.objects.all():
        if taken := set(other.domains) & set(region.domains):
            raise InvalidRegion(f"{', '.join(sorted(taken))} already leads to region {other.slug}")
    TenantRecord.objects.create(**msgspec.to_builtins(region))
    directory.forget()
    return True
