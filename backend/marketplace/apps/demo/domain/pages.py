"""The demo's pages of help and terms, and the top of its home page, as they lie in ``data``."""

from __future__ import annotations

import msgspec

from marketplace.apps.demo.domain.sources import DATA, Strict


class PageText(Strict, frozen=True):
    title: str
    body: str  # Markdown


class DemoPage(Strict, frozen=True):
    """A page in all five languages."""

    slug: str
    group: str
    texts: dict[str, PageText]


class HeroText(Strict, frozen=True):
    title: str
    text: str
    link_label: str


class DemoHero(Strict, frozen=True):
    """The top of the home page, in all five languages."""

    texts: dict[str, HeroText]
    link: str
    product_slugs: dict[str, str]  # by region


def load_hero() -> DemoHero:
    return msgspec.yaml.decode((DATA / "home.yaml").read_bytes(), type=DemoHero)


def load_pages() -> list[DemoPage]:
    return msgspec.yaml.decode((DATA / "pages.yaml").read_bytes(), type=list[DemoPage])
