"""Writes of the operator's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError

from marketplace.apps.content.errors import PageNotFound, PageSlugTaken, TooManyPages
from marketplace.apps.content.events import PageChanged
from marketplace.apps.content.models import Page
from marketplace.apps.content.queries.pages import view_of
from marketplace.apps.content.types import AdminPage, PageGroup, PageText
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.slugs import is_slug
from marketplace.kit.texts import Text

MAX_PAGES = limits.declare("content.pages", 100, "pages", "Pages of a region; 409 `too_many_pages` above it.")
_EDITABLE = ("slug", "group", "position", "is_published")


def create_page(
    *,
    slug: str,
    group: PageGroup,
    texts: Mapping[str, PageText],
    position: int = 0,
    is_published: bool = True,
    actor: Actor,
    now: datetime,
) -> AdminPage:
    """
    Add a page.

    :raises InvalidInput: for a wrong slug, or a language that is not the region's
    :raises PageSlugTaken: :raises TooManyPages:
    """
    _check(slug, texts)
    if Page.objects.count() >= MAX_PAGES:
        raise TooManyPages
    page = Page(id=new_id("page", at=now), slug=slug, group=group, position=position, is_published=is_published)
    page.texts, page.updated_at = _stored(texts), now
    try:
        with tenancy.atomic():
            rows.insert(page)
            _record(page, "page.created", old=None, new=_facts(page), actor=actor, now=now)
    except IntegrityError:
        raise PageSlugTaken from None
    return view_of(page)


def edit_page(*, page_id: str, etag: str, changes: Mapping[str, Any], actor: Actor, now: datetime) -> AdminPage:
    """
    Change what ``changes`` names of ``create_page``'s values; ``texts`` as a whole.

    :raises PageNotFound: :raises StaleRow: :raises InvalidInput: :raises PageSlugTaken:
    """
    try:
        with tenancy.atomic():
            page = _locked(page_id, etag)
            old = _facts(page)
            for name in _EDITABLE:
                setattr(page, name, changes.get(name, getattr(page, name)))
            texts = changes.get("texts")
            _check(page.slug, texts)
            page.texts = page.texts if texts is None else _stored(texts)
            page.updated_at, page.version = now, page.version + 1
            rows.change(page, *_EDITABLE, "texts", "updated_at", "version")
            _record(page, "page.edited", old=old, new=_facts(page), actor=actor, now=now)
    except IntegrityError:
        raise PageSlugTaken from None
    return view_of(page)


def delete_page(*, page_id: str, etag: str, actor: Actor, now: datetime) -> None:
    """:raises PageNotFound: :raises StaleRow:"""
    with tenancy.atomic():
        page = _locked(page_id, etag)
        _record(page, "page.deleted", old=_facts(page), new=None, actor=actor, now=now)
        rows.delete_where(Page, "id = %(id)s", {"id": page.id})


def _locked(page_id: str, etag: str) -> Page:
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is None:
        raise PageNotFound
    if str(page.version) != etag:
        raise StaleRow
    return page


def _check(slug: str, texts: Mapping[str, PageText] | None) -> None:
    faults = [] if is_slug(slug) else [FieldError("slug", "invalid", Text("Lower-case letters, digits and hyphens"))]
    known = tenancy.current().languages
    for language in texts or ():
        if language not in known:
            message = Text("{language} is not a language of this region", language=language)
            faults.append(FieldError(f"texts.{language}", "unknown_language", message))
    if texts is not None and not texts:
        faults.append(FieldError("texts", "required", Text("A page needs a text")))
    if faults:
        raise InvalidInput(errors=faults)


def _stored(texts: Mapping[str, PageText]) -> dict[str, Any]:
    return {language: msgspec.to_builtins(text) for language, text in texts.items()}


def _facts(page: Page) -> dict[str, Any]:
    """What the audit log shows of it: bodies may be long, so of each text the title."""
    titles = {language: text["title"] for language, text in page.texts.items()}
    return {**{name: getattr(page, name) for name in _EDITABLE}, "titles": titles}


def _record(page: Page, action: str, *, old: dict[str, Any] | None, new: dict[str, Any] | None, actor: Actor, now: datetime) -> None:
    outbox.publish(PageChanged(page_id=page.id), now=now)
    audit.record(actor=actor, action=action, resource=page.id, old=old, new=new, now=now)
