"""The shop around the goods: the region, its categories, its vendors' pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryNode
from marketplace.apps.discovery.queries.goods import count_by_category, count_of_vendor, is_slug
from marketplace.apps.discovery.types import CategoryBranch, CategoryTree, CurrencyFacts, Place, Region, VendorPage
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.rest.language import pick_text
from marketplace.kit.errors import NotFound
from marketplace.kit.money import digits_of


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
        timezone=tenant.timezone,
        features=dict(tenant.features),
    )


def default_country() -> str:
    """Where goods are taken to go until the customer says."""
    return tenancy.current().countries[0]


def get_categories(place: Place) -> CategoryTree:
    """The whole tree, in which a category without goods counts nothing; all count None while search is silent."""
    return CategoryTree(_branches(catalog_queries.category_tree(place.language), count_by_category(place)))


def get_vendor_page(slug: str, *, place: Place) -> VendorPage:
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
