"""The index that `manage.py rebuild_search` rebuilds for the shop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marketplace.apps.discovery import services
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.foundation.search import indices
from marketplace.foundation.search.port import SearchDocument


def all_products() -> Iterator[Sequence[SearchDocument]]:
    return services.iter_documents()


indices.register(PRODUCTS, source=all_products)
