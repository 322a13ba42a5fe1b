"""What the shop's home page shows."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import text_in
from marketplace.apps.content.models import Home
from marketplace.apps.content.types import (
    Hero,
    HeroImage,
    HomeContent,
    HomePage,
    Section,
    SectionKind,
    ShownHero,
    ShownSection,
)
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_url

UNSET_VERSION = "0"
DEFAULT = HomeContent(
    hero=None,
    sections=[
        Section(kind=kind)
        for kind in (
            SectionKind.CATEGORIES,
            SectionKind.POPULAR,
            SectionKind.ON_SALE,
            SectionKind.NEW,
            SectionKind.RECENTLY_SEEN,
        )
    ],
)
_QUERIES = {
    SectionKind.NEW: {"sort": "newest"},
    SectionKind.POPULAR: {"sort": "sold", "in_stock": "true"},
    SectionKind.ON_SALE: {"on_sale": "true", "in_stock": "true"},
}


def get_content() -> tuple[HomeContent, str]:
    """As staff has set it, with its version; the default one, and ``UNSET_VERSION``, before that."""
    row = Home.objects.first()
    return (msgspec.convert(row.value, HomeContent), str(row.version)) if row else (DEFAULT, UNSET_VERSION)


def get_home(language: str) -> HomePage:
    content, _ = get_content()
    hero = content.hero
    return HomePage(hero=_hero(hero, language) if hero else None, sections=[_section(section, language) for section in content.sections])


def _hero(hero: Hero, language: str) -> ShownHero:
    shown = next(own for own in (language, tenancy.current().default_language, *hero.texts) if own in hero.texts)
    text = hero.texts[shown]
    return ShownHero(
        title=text.title,
        text=text.text,
        link_label=text.link_label,
        link=hero.link,
        language=shown,
        image=_image(hero.product_slug, language) if hero.product_slug else None,
    )


def _image(slug: str, language: str) -> HeroImage | None:
    """The first picture of the product; None if it has none, or is not published now."""
    product = catalog_queries.find_product_by_slug(slug)
    image = next(iter(product.shown_images), None) if product is not None and product.is_published else None
    if image is None:
        return None
    return HeroImage(
        url=public_url(image.path) if image.path else image.url,
        alt=text_in(image.alt, language),
        width=image.width,
        height=image.height,
        sources=catalog_queries.sources_of(image),
        preview=image.preview,
    )


def _section(section: Section, language: str) -> ShownSection:
    query = {"category": section.category} if section.kind == SectionKind.CATEGORY else _QUERIES.get(section.kind, {})
    return ShownSection(kind=section.kind, title=text_in(section.titles, language), category=section.category, query=urlencode(query))
