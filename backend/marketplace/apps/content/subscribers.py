from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.content.events import HomeChanged, PageChanged
from marketplace.apps.content.types import HOME, PAGES
from marketplace.foundation.cache import tags
from marketplace.foundation.events.subscribers import batch_subscriber


@batch_subscriber(HomeChanged, name="content.expire_home")
def expire_home(events: Sequence[HomeChanged]) -> None:
    tags.expire(HOME)


@batch_subscriber(PageChanged, name="content.expire_pages")
def expire_pages(events: Sequence[PageChanged]) -> None:
    tags.expire(PAGES)
