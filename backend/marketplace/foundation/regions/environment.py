"""Which variables of the environment a region needs: names and forms, never the values, which are secrets."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from marketplace.foundation.regions.types import EnvironmentVariable
from marketplace.foundation.tenancy.router import tenant_aliases


def variables_of(slug: str) -> list[EnvironmentVariable]:
    """What has to be in the environment of every process, by the engines that this one runs on, and what this one has."""
    return list(_variables(slug, f"GM_REGION_{slug.upper()}_"))


def _variables(slug: str, prefix: str) -> Iterator[EnvironmentVariable]:
    is_named = slug in settings.DATABASES
    regions = ",".join(dict.fromkeys([*tenant_aliases(), slug]))
    yield EnvironmentVariable(name="GM_REGIONS", example=regions, is_set=is_named, is_secret=False)
    address = f"postgresql://globalmarket_{slug}:PASSWORD@HOST/globalmarket_{slug}?sslmode=verify-full"
    yield EnvironmentVariable(name=f"{prefix}DATABASE_URL", example=address, is_set=is_named, is_secret=True)
    if settings.DOCUMENTS_ENGINE == "cosmos":
        account = f"https://globalmarket-{slug}.documents.azure.com"
        is_set = slug in settings.COSMOS
        yield EnvironmentVariable(name=f"{prefix}COSMOS_ENDPOINT", example=account, is_set=is_set, is_secret=False)
    if settings.SEARCH_ENGINE == "elasticsearch":
        is_set = slug in settings.ELASTICSEARCH["clusters"]
        yield EnvironmentVariable(name=f"{prefix}ELASTICSEARCH_URL", example="https://HOST:9200", is_set=is_set, is_secret=True)
    if settings.BLOBS_ENGINE == "azure":
        account = f"https://globalmarket{slug}.blob.core.windows.net"
        is_set = f"{slug}.public" in settings.STORAGES
        yield EnvironmentVariable(name=f"{prefix}BLOBS_ACCOUNT_URL", example=account, is_set=is_set, is_secret=False)
