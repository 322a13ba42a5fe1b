"""What a web shop shows around the lists: the region, its categories, its vendors' pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from babel.numbers import get_territory_currencies

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryNode
from marketplace.apps.content import queries as content_queries
from marketplace.apps.discovery.domain.vacations import vacation_notice
from marketplace.apps.discovery.queries.listing import count_by_category, count_of_vendor
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.discovery.types.pages import (
    CategoryBranch,
    CategoryTree,
    CurrencyFacts,
    MaintenanceNotice,
    OtherRegion,
    Region,
    VendorPage,
)
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.mail.links import web_origin
from marketplace.foundation.realtime.addresses import addresses
from marketplace.foundation.rest.language import pick_text
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.types import MAX_RETRY_AFTER_S, RETRY_AFTER_S, Tenant
from marketplace.kit.errors import NotFound
from marketplace.kit.money import digits_of
from marketplace.kit.slugs import is_slug


class VendorNotFound(NotFound):
    """No vendor that may sell has this address."""


def get_region() -> Region:
    tenant = tenancy.current()
    return Region(
        slug=tenant.slug,
        name=tenant.name,
        languages=list(tenant.languages),
        default_language=tenant.default_language,
        currencies=[CurrencyFacts(code=code, digits=digits_of(code)) for code in tenant.currencies],
        default_currency=tenant.default_currency,
        countries=list(tenant.countries),
        default_country=default_country(),
        country_currencies={country: _currency_of(country, tenant) for country in tenant.countries},
        timezone=tenant.timezone,
        features=dict(tenant.features),
        live=addresses(),
        brand=content_queries.get_brand(),
        other_regions=[_other_region(other) for other in directory.list_active() if other.slug != tenant.slug],
        maintenance=_maintenance_of(tenant),
    )


def _maintenance_of(tenant: Tenant) -> MaintenanceNotice | None:
    if not tenant.is_in_maintenance:
        return None
    return MaintenanceNotice(
        texts=dict(tenant.maintenance.texts),
        expected_end=tenant.maintenance.expected_end,
        retry_after_s=RETRY_AFTER_S,
        max_retry_after_s=MAX_RETRY_AFTER_S,
    )


def _other_region(tenant: Tenant) -> OtherRegion:
    """Of the directory alone: nothing is read from that region's stores."""
    return OtherRegion(
        slug=tenant.slug,
        name=tenant.name,
        origin=web_origin(tenant),
        languages=list(tenant.languages),
        default_language=tenant.default_language,
        countries=list(tenant.countries),
        default_country=tenant.countries[0],
    )


def _currency_of(country: str, tenant: Tenant) -> str:
    """The country's own money (by CLDR) where the region sells in it; else the region's."""
    own = [code for code in get_territory_currencies(country) if code in tenant.currencies]
    return own[0] if own else tenant.default_currency


def default_country() -> str:
    """The country that products are delivered to until the customer names one."""
    return tenancy.current().countries[0]


def get_categories(place: Place) -> CategoryTree:
    """The whole tree, in which a category without products counts nothing; all count None while search is silent."""
    return CategoryTree(_branches(catalog_queries.category_tree(place.language), count_by_category(place)))


def get_vendor_page(slug: str, *, place: Place, now: datetime) -> VendorPage:
    """:raises VendorNotFound: also for a vendor who may not sell now"""
    vendor = vendor_queries.find_vendor_by_slug(slug) if is_slug(slug) else None
    if vendor is None or not vendor.is_selling:
        raise VendorNotFound
    description, language = pick_text(vendor.descriptions, place.language)
    return VendorPage(
        id=vendor.id,
        slug=vendor.slug,
        name=vendor.name,
        description=description,
        language=language,
        country=vendor.country,
        legal_name=vendor.legal_name,
        registration_number=vendor.registration_number,
        vat_number=vendor.vat_number,
        email=vendor.email,
        product_count=count_of_vendor(slug, place),
        logo=vendor_queries.logo_picture_of(vendor),
        vacation=vacation_notice(vendor, language=place.language, now=now),
    )


def _branches(nodes: Sequence[CategoryNode], counts: Mapping[str, int] | None) -> list[CategoryBranch]:
    return [
        CategoryBranch(
            id=node.id,
            slug=node.slug,
            name=node.name,
            count=None if counts is None else counts.get(node.slug, 0),
            children=_branches(node.children, counts),
        )
        for node in nodes
    ]
