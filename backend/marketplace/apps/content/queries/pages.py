"""Reads of the operator's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from marketplace.apps.content.errors import PageNotFound
from marketplace.apps.content.models import Page
from marketplace.apps.content.types import AdminPage, AdminPages, PageDetail, PageGroup, PageLink, PageLinks, PageText
from marketplace.foundation import tenancy
from marketplace.kit.slugs import is_slug


def list_published(language: str) -> PageLinks:
    """The published pages without their bodies, by one query."""
    return PageLinks([_link(page, language) for page in Page.objects.filter(is_published=True)])


def get_published(slug: str, *, language: str) -> PageDetail:
    """:raises PageNotFound: also for a page that is not published"""
    page = Page.objects.filter(slug=slug, is_published=True).first() if is_slug(slug) else None
    if page is None:
        raise PageNotFound
    return _detail(page, language)


def list_whole(language: str) -> list[PageDetail]:
    """The published pages with their bodies, by one query: a region has a hundred at most."""
    return [_detail(page, language) for page in Page.objects.filter(is_published=True)]


def list_changes() -> list[tuple[str, datetime]]:
    """The published pages' slugs with when each was changed, without their texts: by one query."""
    return list(Page.objects.filter(is_published=True).values_list("slug", "updated_at"))


def _detail(page: Page, language: str) -> PageDetail:
    shown = _language_of(page.texts, language)
    return PageDetail(
        slug=page.slug,
        group=PageGroup(page.group),
        title=page.texts[shown]["title"],
        body=page.texts[shown]["body"],
        language=shown,
        is_fallback=shown != language,
        languages=list(page.texts),
        updated_at=page.updated_at,
    )


def list_pages() -> AdminPages:
    """Every page, those that are not published included."""
    return AdminPages([view_of(page) for page in Page.objects.all()])


def get_page(page_id: str) -> AdminPage:
    """:raises PageNotFound:"""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise PageNotFound
    return view_of(page)


def view_of(page: Page) -> AdminPage:
    return AdminPage(
        id=page.id,
        slug=page.slug,
        group=PageGroup(page.group),
        texts={language: PageText(**text) for language, text in page.texts.items()},
        position=page.position,
        is_published=page.is_published,
        updated_at=page.updated_at,
        etag=str(page.version),
    )


def _link(page: Page, language: str) -> PageLink:
    shown = _language_of(page.texts, language)
    return PageLink(
        slug=page.slug, group=PageGroup(page.group), title=page.texts[shown]["title"], language=shown, updated_at=page.updated_at
    )


def _language_of(texts: Mapping[str, object], language: str) -> str:
    """That language, else the tenant's default, else any that the page has."""
    return next(candidate for candidate in (language, tenancy.current().default_language, *texts) if candidate in texts)
