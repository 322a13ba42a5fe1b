"""What an operator says of a region, and how it becomes a row of the directory."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
from django.conf import settings

from marketplace.foundation.regions.faults import faults_of_places, faults_of_values, sentence_of
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.types import SettingValue, Tenant
from marketplace.kit.errors import FieldError


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
    wrong = [f"slug {region.slug!r} has no database: name it in GM_REGIONS"] if region.slug not in settings.DATABASES else []
    wrong += [sentence_of(fault) for fault in faults_of_region(region)]
    if wrong:
        raise InvalidRegion(f"{path.name}: " + "; ".join(wrong))
    return region


def faults_of_region(region: RegionFile) -> list[FieldError]:
    """What is wrong with a description by itself, wherever it comes from."""
    tenant = as_tenant(region)
    return faults_of_places(tenant) + faults_of_values(tenant)


def as_tenant(region: RegionFile) -> Tenant:
    """The tenant that the region will be; nothing is stored."""
    return TenantRecord(**msgspec.to_builtins(region)).as_tenant()


def enter_in_directory(region: RegionFile) -> bool:
    """
    Add the region's row, open; whether it is new. A row that is there is left alone, since it is the operator's by then, unless it is of a
    region that is only planned: that one is opened as the file describes it.

    :raises InvalidRegion: if another region already has one of its hosts
    """
    row = TenantRecord.objects.filter(slug=region.slug).first()
    if row is not None and not row.is_planned:
        return False
    for other in TenantRecord.objects.exclude(slug=region.slug):
        if taken := set(other.domains) & set(region.domains):
            raise InvalidRegion(f"{', '.join(sorted(taken))} already leads to region {other.slug}")
    opened = {**msgspec.to_builtins(region), "is_planned": False, "is_active": True}
    TenantRecord.objects.update_or_create(slug=region.slug, defaults=opened)
    directory.forget()
    return True
