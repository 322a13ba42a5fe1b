"""What can go wrong with the operator's pages."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class PageNotFound(NotFound):
    """The region has no such page, or has not published it."""


class PageSlugTaken(Conflict):
    code = "slug_taken"
    title = "Another page has this slug"


class TooManyPages(Conflict):
    code = "too_many_pages"
    title = "There are as many pages as a region may have"
