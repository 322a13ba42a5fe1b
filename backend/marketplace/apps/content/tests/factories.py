"""The operator's pages for tests."""

from __future__ import annotations

from marketplace.apps.content import services
from marketplace.apps.content.types import AdminPage, PageGroup, PageText
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.testing import NOW


def make_page(slug: str = "returns", *, group: PageGroup = PageGroup.HELP) -> AdminPage:
    """A published page in English."""
    texts = {"en": PageText(title=slug.capitalize(), body="Within **14 days**.")}
    return services.create_page(slug=slug, group=group, texts=texts, actor=STAFF_ACTOR, now=NOW)
