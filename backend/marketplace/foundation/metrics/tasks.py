"""Tasks that a worker runs, as Celery's signals tell of them."""

from __future__ import annotations

import time
from typing import Any

from celery import signals

from marketplace.foundation import metrics
from marketplace.foundation.tenancy.headers import tenant_of


def count() -> None:
    """From now on, in this process."""
    signals.task_prerun.connect(_begin)
    signals.task_postrun.connect(_end)


def _begin(task: Any, **_: Any) -> None:
    task.request.began_at = time.perf_counter()


def _end(task: Any, state: str | None, **_: Any) -> None:
    if not task.request.is_eager:
        took_s = time.perf_counter() - task.request.began_at
        tenant = tenant_of(task.request) or metrics.NO_TENANT
        metrics.TASKS.labels(tenant, task.name, (state or "unknown").lower()).observe(took_s, metrics.exemplar())
