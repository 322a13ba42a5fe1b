from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation import metrics, tracing
from marketplace.foundation.search.port import SearchEngine

ENGINES = {
    "postgres": "marketplace.foundation.search.postgres.engine.PostgresSearch",
    "elasticsearch": "marketplace.foundation.search.elasticsearch.engine.ElasticSearch",
}
COUNTED = ("search", "suggest", "upsert", "delete", "missing_vectors", "set_vectors")


@cache
def engine() -> SearchEngine:
    """The engine that ``GM_SEARCH_ENGINE`` names, one per process; what is asked of it often is counted."""
    made: SearchEngine = import_string(ENGINES[settings.SEARCH_ENGINE])()
    for name in COUNTED:
        setattr(made, name, _counted(name, getattr(made, name)))
    return made


def _counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    engine_name = settings.SEARCH_ENGINE

    @wraps(call)
    def counted(*args: Any, **options: Any) -> Any:
        began, outcome = time.perf_counter(), "ok"
        try:
            return call(*args, **options)
        except BaseException as error:
            outcome = metrics.outcome_of(error)
            raise
        finally:
            took_s = time.perf_counter() - began
            metrics.SEARCH_CALLS.labels(metrics.tenant_in_scope(), engine_name, name, outcome).observe(took_s, metrics.exemplar())
            tracing.part_ended("search", took_s, outcome, engine=engine_name, call=name)

    return counted
