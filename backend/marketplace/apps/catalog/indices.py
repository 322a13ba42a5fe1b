"""The index that `manage.py rebuild_search` rebuilds for staff."""

from marketplace.apps.catalog.queries.search import LISTING_INDEX
from marketplace.apps.catalog.services.indexing import all_listings
from marketplace.foundation.search import indices

indices.register(LISTING_INDEX, source=all_listings)
