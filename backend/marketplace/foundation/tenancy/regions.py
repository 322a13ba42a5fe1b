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
from marketplace.kit.money import CURRENCY_DIGITS


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
    cosmos_database_name: str
    postgres_schema: str
    kind: str = "regional"
    features: dict[str, bool] = {}
    settings: dict[str, int] = {}


def read_region_file(path: Path) -> RegionFile:
    """:raises InvalidRegion: naming the field that is wrong"""
    try:
        region = msgspec.convert(tomllib.loads(path.read_text()), RegionFile)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InvalidRegion(f"{path.name}: {error}") from None
    faults = {
        f"slug {region.slug!r} has no database: name it in GM_REGIONS": region.slug not in settings.DATABASES,
        "default_currency is not among currencies": region.default_currency not in region.currencies,
        "default_language is not among languages": region.default_language not in region.languages,
        f"timezone {region.timezone!r} is unknown": region.timezone not in available_timezones(),
        "a currency is unknown to kit.money": not set(region.currencies) <= set(CURRENCY_DIGITS),
        "countries must be two capital letters each": not all(len(c) == 2 and c.isupper() for c in region.countries),
        "domains must name at least one host, in lower case": not region.domains or any(host != host.lower() for host in region.domains),
        "postgres_schema must be a plain lower-case name": not region.postgres_schema.isidentifier()
        or region.postgres_schema != region.postgres_schema.lower(),
    }
    faults |= {f"{fault.field}: {fault.message}": True for fault in faults_of(region.settings, region.features)}
    if wrong := [fault for fault, is_wrong in faults.items() if is_wrong]:
        raise InvalidRegion(f"{path.name}: " + "; ".join(wrong))
    return region


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
