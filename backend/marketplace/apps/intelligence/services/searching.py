"""Training of search, in a worker: from what this region's visitors chose to products that rise for a question."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from marketplace.apps.analytics import queries as analytics_queries
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery import services as discovery_services
from marketplace.apps.intelligence.domain import search_choices
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import ModelName
from marketplace.foundation import tenancy

WINDOW = timedelta(days=60)
LATER = timedelta(days=14)  # what earlier choices are judged by


def train_search(*, now: datetime, trained_by: str = "system") -> ModelVersion:
    """Judge the method on the last two weeks, learn from everything; active at once if the model renews itself and is better."""
    started = time.monotonic()
    since = now - WINDOW
    earlier = analytics_queries.search_choices(since=since, until=now - LATER)
    evaluated = search_choices.evaluate(earlier, analytics_queries.search_choices(since=now - LATER, until=now))
    choices = analytics_queries.search_choices(since=since, until=now)
    lifts = {} if evaluated.reason else search_choices.lifts_of(choices, most=discovery_queries.MOST_QUERIES)
    with tenancy.atomic():
        version = registry.open_version(
            ModelName.SEARCH,
            evaluated,
            window=(since.date(), now.date()) if choices else None,
            row_count=len(choices),
            duration_ms=round((time.monotonic() - started) * 1000),
            trained_by=trained_by,
            now=now,
        )
        if lifts:
            discovery_services.store_model(version_id=version.id, lifts=lifts)
        registry.renew(version, now=now)
    registry.drop_old_lists(ModelName.SEARCH)
    return version
