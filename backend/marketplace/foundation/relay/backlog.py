"""What waits to be delivered, or to be indexed, in the region in scope: metrics that an operator watches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from marketplace.foundation import metrics
from marketplace.foundation.events.subscribers import BULK, PROMPT, lanes_of
from marketplace.foundation.postgres import sql
from marketplace.foundation.relay import statements
from marketplace.foundation.relay.parking import list_parked
from marketplace.foundation.relay.queues import waiting_tasks
from marketplace.foundation.relay.types import Jobs, Lane, Queue, ScheduledTask
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.unindexed import list_unindexed

QUEUES = {PROMPT: False, BULK: True}
COUNTED_TO = 100  # of what waits for a vector: the engine gives them out, and more would not tell more


def measure(*, now: datetime) -> None:
    """:raises SearchUnavailable: :raises QueuesUnavailable: :raises django.db.Error:"""
    tenant = metrics.tenant_in_scope()
    waiting = {
        is_bulk: (count, float(age_s)) for is_bulk, count, age_s in sql.rows(statements.WAITING, {"now": now, "bulk": list(lanes_of(BULK))})
    }
    for queue, is_bulk in QUEUES.items():
        count, age_s = waiting.get(is_bulk, (0, 0.0))
        metrics.OUTBOX_WAITING.labels(tenant, queue).set(count)
        metrics.OUTBOX_OLDEST.labels(tenant, queue).set(age_s)
    metrics.OUTBOX_PARKED.labels(tenant).set(list_parked().count())
    indices = [index for index, _ in all_indices()]
    for index in indices:
        metrics.SEARCH_REFUSED.labels(tenant, index.name).set(list_unindexed(index.name).count())
    for queue, count in waiting_tasks().items():
        metrics.TASKS_WAITING.labels(queue).set(count)
    for index in indices:  # last, since the engine may not answer
        if index.vectors is not None:
            missing = engine().missing_vectors(index, limit=COUNTED_TO)
            metrics.SEARCH_WITHOUT_VECTOR.labels(tenant, index.name).set(len(missing))


def jobs() -> Jobs:
    """What waits for workers and subscribers, in the region in scope. :raises QueuesUnavailable:"""
    schedule = [_scheduled(name, entry) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()]
    return Jobs(queues=queues(), lanes=lanes(), schedule=schedule)


def queues() -> list[Queue]:
    """:raises QueuesUnavailable:"""
    return [Queue(name=name, waiting=count) for name, count in waiting_tasks().items()]


def lanes() -> list[Lane]:
    """What waits for each subscriber in the region in scope, by one statement."""
    found = {name: counts for name, *counts in sql.rows(statements.BY_SUBSCRIBER, {})}
    named = [(name, queue) for queue in (PROMPT, BULK) for name in sorted(lanes_of(queue))]
    gone = [(name, "") for name in sorted(found.keys() - {name for name, _ in named})]
    return [_lane(name, queue, *found.get(name, (0, 0, 0, None))) for name, queue in named + gone]


def _scheduled(task: str, entry: dict[str, Any]) -> ScheduledTask:
    local_hour = entry["kwargs"].get("local_hour")
    return ScheduledTask(task=task, every_s=int(entry["schedule"]) if local_hour is None else None, local_hour=local_hour)


def _lane(name: str, queue: str, waiting: int, failing: int, parked: int, oldest_at: datetime | None) -> Lane:
    return Lane(subscriber=name, queue=queue, waiting=waiting, failing=failing, parked=parked, oldest_at=oldest_at)
