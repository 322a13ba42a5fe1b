"""What waits to be told, or for search to take it, in the region in scope: figures that an operator watches."""

from __future__ import annotations

from datetime import datetime

from marketplace.foundation.events import statements
from marketplace.foundation.events.parking import list_parked
from marketplace.foundation.metrics import figures
from marketplace.foundation.postgres import sql
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.unindexed import list_unindexed

QUEUES = {"prompt": False, "bulk": True}
COUNTED_TO = 100  # of what waits for a vector: the engine gives them out, and more would not tell more


def measure(*, now: datetime) -> None:
    """:raises SearchUnavailable: :raises django.db.Error:"""
    tenant = figures.tenant_in_scope()
    waiting = {is_bulk: (count, float(age_s)) for is_bulk, count, age_s in sql.rows(statements.WAITING, {"now": now})}
    for queue, is_bulk in QUEUES.items():
        count, age_s = waiting.get(is_bulk, (0, 0.0))
        figures.OUTBOX_WAITING.labels(tenant, queue).set(count)
        figures.OUTBOX_OLDEST.labels(tenant, queue).set(age_s)
    figures.OUTBOX_PARKED.labels(tenant).set(list_parked().count())
    indices = [index for index, _ in all_indices()]
    for index in indices:
        figures.SEARCH_REFUSED.labels(tenant, index.name).set(list_unindexed(index.name).count())
    for index in indices:  # last, since the engine may not answer
        if index.vectors is not None:
            missing = engine().missing_vectors(index, limit=COUNTED_TO)
            figures.SEARCH_WITHOUT_VECTOR.labels(tenant, index.name).set(len(missing))
