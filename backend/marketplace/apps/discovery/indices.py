"""The index of goods: what customers list, filter and search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marketplace.apps.discovery import services
from marketplace.apps.discovery.projection import PRODUCTS
from marketplace.foundation.search import indices
from marketplace.foundation.search.port import SearchDocument


def all_goods() -> Iterator[Sequence[SearchDocument]]:
    return services.iter_documents()


indices.register(PRODUCTS, source=all_goods)
