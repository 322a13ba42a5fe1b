"""What search engines read of the shop."""

from __future__ import annotations

from datetime import datetime

import msgspec


class SitemapImage(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    alt: str


class SitemapEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A product's address in a sitemap: the same slug in every language. At most ten pictures."""

    slug: str
    updated_at: datetime
    images: list[SitemapImage]
