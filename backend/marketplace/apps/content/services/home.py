"""Setting the shop's home page: as a whole, under its version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.content.events import HomeChanged
from marketplace.apps.content.models import Home
from marketplace.apps.content.queries.home import UNSET_VERSION
from marketplace.apps.content.types import HomeContent, SectionKind
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def set_home(content: HomeContent, *, version: str, actor: Actor, now: datetime) -> str:
    """
    Set it; its new version.

    :raises StaleRow: if another person has set it since that version
    :raises InvalidInput: for a language that is not the region's, or a category or product that is not there
    """
    if faults := list(_faults(content)):
        raise InvalidInput(errors=faults)
    try:
        with tenancy.atomic():
            row = Home.objects.select_for_update().first()
            if (str(row.version) if row else UNSET_VERSION) != version:
                raise StaleRow
            old: dict[str, Any] | None = row.value if row else None
            made = Home(id=1, value=msgspec.to_builtins(content), version=int(version) + 1)
            changed = [outbox.record(HomeChanged(), now=now)]
            if row is None:
                rows.insert(made, events=changed)
            else:
                rows.change(made, "value", "version", events=changed)
            audit.record(actor=actor, action="home.set", resource="home", old=old, new=made.value, now=now)
    except IntegrityError:  # another person was first
        raise StaleRow from None
    return str(made.version)


def _faults(content: HomeContent) -> Iterator[FieldError]:
    hero = content.hero
    if hero is not None:
        yield from _foreign("hero.texts", hero.texts)
        if not hero.texts:
            yield FieldError("hero.texts", "required", Text("A page needs a text"))
        if hero.product_slug and catalog_queries.find_product_by_slug(hero.product_slug) is None:
            yield FieldError("hero.product_slug", "unknown_product", Text("The region has no such product"))
    categories = {view.slug for view in catalog_queries.list_categories()}
    for place, section in enumerate(content.sections):
        yield from _foreign(f"sections.{place}.titles", section.titles)
        if section.kind == SectionKind.CATEGORY and section.category not in categories:
            yield FieldError(f"sections.{place}.category", "unknown_category", Text("The region has no such category"))


def _foreign(field: str, texts: dict[str, Any]) -> Iterator[FieldError]:
    for language in texts:
        if language not in tenancy.current().languages:
            message = Text("{language} is not a language of this region", language=language)
            yield FieldError(f"{field}.{language}", "unknown_language", message)
