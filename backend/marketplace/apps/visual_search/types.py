"""The words of search by picture: what looks alike, which pictures may be copies, and what could be better about one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.discovery.types.lists import ProductCard

COPY_ABOVE = 0.72  # how alike two pictures are of which one is a copy; different photos come to 0.65 (docs/reference/models.md)


class Advice(StrEnum):
    """What a vendor could do better about a picture."""

    SMALL = "small"
    BLURRED = "blurred"
    BUSY_BACKGROUND = "busy_background"


class MatchState(StrEnum):
    """``open``: nobody has looked yet. ``copied``: staff found it to be a copy; ``allowed``: both vendors may show it."""

    OPEN = "open"
    COPIED = "copied"
    ALLOWED = "allowed"


class FoundByPicture(msgspec.Struct, frozen=True, kw_only=True):
    """
    Products that are in stock and may go to the country, those that look most like it first; none while search is silent.
    ``next_cursor`` is null: they are one page.
    """

    items: list[ProductCard]
    next_cursor: str | None = None


class PictureAdvice(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of a vendor's product. While ``is_looked_at`` is false nobody knows yet."""

    image_id: str
    is_looked_at: bool
    advice: list[Advice]


class PictureAdviceList(msgspec.Struct, frozen=True, kw_only=True):
    """All pictures of a product that lie in the shop, in their order. ``next_cursor`` is null: they are one page."""

    items: list[PictureAdvice]
    next_cursor: str | None = None


class MatchedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a pair, with the product that shows it. ``url`` is of a small version."""

    product_id: str
    vendor_id: str
    image_id: str
    url: str
    seen_at: datetime


class MatchView(msgspec.Struct, frozen=True, kw_only=True):
    """
    Two products of different vendors that show the same picture. ``earlier`` was in the shop first, which says nothing about whose picture
    it is. ``similarity`` is 1 for the same picture.
    """

    id: str
    state: MatchState
    similarity: float
    earlier: MatchedPicture
    later: MatchedPicture
    found_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
