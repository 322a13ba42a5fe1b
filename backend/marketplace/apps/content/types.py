"""Words of the operator's pages, and of the shop's home page."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.foundation.blobs.pictures import PictureSource

PAGES = "pages"  # the tag of cached answers that show pages (``foundation.cache.tags``)
HOME = "home"  # and of the home page


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """How the region's shop looks; what is null is the shop's own. The colour as ``#rrggbb``."""

    colour: str | None
    logo_url: str | None


class PageGroup(StrEnum):
    """Where a shop links a page."""

    ABOUT = "about"
    HELP = "help"
    LEGAL = "legal"


class PageText(msgspec.Struct, frozen=True, kw_only=True):
    """A page in one language. ``body`` is Markdown (CommonMark)."""

    title: str
    body: str


class AdminPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page in every language, as staff edits it."""

    id: str
    slug: str
    group: PageGroup
    texts: dict[str, PageText]
    position: int
    is_published: bool
    updated_at: datetime
    etag: str


class AdminPages(msgspec.Struct, frozen=True):
    """Every page of the region, by group, in the order in which shops link them."""

    items: list[AdminPage]


class PageLink(msgspec.Struct, frozen=True, kw_only=True):
    """A published page in a list. ``language`` is the title's, which may be a fallback."""

    slug: str
    group: PageGroup
    title: str
    language: str
    updated_at: datetime


class PageLinks(msgspec.Struct, frozen=True):
    """The published pages, by group, in the order in which a shop links them."""

    items: list[PageLink]


class PageDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A published page. ``body`` is Markdown (CommonMark); show raw HTML in it as text. ``language`` is the text's, ``is_fallback`` says that
    it is not the one asked for.
    """

    slug: str
    group: PageGroup
    title: str
    body: str
    language: str
    is_fallback: bool
    languages: list[str]
    updated_at: datetime


class SectionKind(StrEnum):
    """What a section of the home page shows."""

    CATEGORIES = "categories"
    CATEGORY = "category"
    NEW = "new"
    POPULAR = "popular"
    ON_SALE = "on_sale"
    RECENTLY_SEEN = "recently_seen"


class HeroText(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the top of the home page, in one language; plain text."""

    title: str
    text: str = ""
    link_label: str = ""


class Hero(msgspec.Struct, frozen=True, kw_only=True):
    """
    The top of the home page: texts per language, the path that its link leads to (``/c/kitchen``, below the language), and the slug of
    the product whose picture it shows.
    """

    texts: dict[str, HeroText]
    link: str = ""
    product_slug: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One section, in order. ``category`` is a slug, with kind ``category``; without ``titles`` the shop names it by its kind."""

    kind: SectionKind
    category: str = ""
    titles: dict[str, str] = {}


class HomeContent(msgspec.Struct, frozen=True, kw_only=True):
    """The home page as staff sets it, in every language."""

    hero: Hero | None
    sections: list[Section]


class HeroImage(msgspec.Struct, frozen=True, kw_only=True):
    """``sources`` are for ``<picture>``, the better type first; ``preview`` is a tiny version as a ``data:`` address."""

    url: str
    alt: str
    width: int | None
    height: int | None
    sources: list[PictureSource]
    preview: str


class ShownHero(msgspec.Struct, frozen=True, kw_only=True):
    """The top of the home page in one language, as plain text. ``link`` is a path below the language."""

    title: str
    text: str
    link_label: str
    link: str
    language: str
    image: HeroImage | None


class ShownSection(msgspec.Struct, frozen=True, kw_only=True):
    """
    A section of the home page. ``title`` is empty where the shop names it by its kind. Its products are ``GET store/products`` with
    ``query``; empty for categories and what the visitor has seen.
    """

    kind: SectionKind
    title: str
    category: str
    query: str


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop's home page shows, in this order."""

    hero: ShownHero | None
    sections: list[ShownSection]
