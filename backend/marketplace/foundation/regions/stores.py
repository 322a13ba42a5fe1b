"""What a region's documents, search and files need before the first of them can be stored."""

from __future__ import annotations

from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.search.engine import engine


def provision_stores() -> None:
    """Make the containers, indices and folders of the region in scope; may be repeated. :raises Unavailable: if a store does not answer"""
    store().provision([container.name for container in all_containers()])
    engine().provision()
    blobs().provision()
