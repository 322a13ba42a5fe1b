"""The operator's pages and the top of the home page, so that a shop has something to show."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.content import queries as content_queries
from marketplace.apps.content import services as content_services
from marketplace.apps.content.types import Hero, HeroText, HomeContent, PageGroup, PageText
from marketplace.apps.demo.domain.pages import load_hero, load_pages
from marketplace.foundation import tenancy
from marketplace.kit.actors import SYSTEM


def ensure_pages(*, now: datetime) -> None:
    """Write them in the languages of the region in scope, unless it has pages."""
    if content_queries.list_pages().items:
        return
    languages = tenancy.current().languages
    for position, page in enumerate(load_pages()):
        content_services.create_page(
            slug=page.slug,
            group=PageGroup(page.group),
            texts={language: PageText(title=text.title, body=text.body) for language, text in page.texts.items() if language in languages},
            position=position,
            actor=SYSTEM,
            now=now,
        )


def ensure_home(*, now: datetime) -> None:
    """Give the home page of the region in scope its top, unless it is set. The product that it shows must be there."""
    content, version = content_queries.get_content()
    if version != content_queries.UNSET_VERSION:
        return
    demo, languages = load_hero(), tenancy.current().languages
    texts = {
        language: HeroText(title=text.title, text=text.text, link_label=text.link_label)
        for language, text in demo.texts.items()
        if language in languages
    }
    hero = Hero(texts=texts, link=demo.link, product_slug=demo.product_slugs[tenancy.current().slug])
    content_services.set_home(HomeContent(hero=hero, sections=content.sections), version=version, actor=SYSTEM, now=now)
