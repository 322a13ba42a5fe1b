from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation.search.port import SearchEngine

ENGINES = {
    "postgres": "marketplace.foundation.search.postgres.engine.PostgresSearch",
    "elasticsearch": "marketplace.foundation.search.elasticsearch.engine.ElasticSearch",
}


@cache
def engine() -> SearchEngine:
    """The engine that ``GM_SEARCH_ENGINE`` names, one per process."""
    made: SearchEngine = import_string(ENGINES[settings.SEARCH_ENGINE])()
    return made
