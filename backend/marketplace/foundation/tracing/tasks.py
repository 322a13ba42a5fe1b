"""A task continues the trace of the code that sent it, as Celery's signals tell it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from celery import signals

from marketplace.foundation import tracing
from marketplace.foundation.tenancy.headers import tenant_of


def connect() -> None:
    """From now on, in this process."""
    signals.before_task_publish.connect(_send)
    signals.task_prerun.connect(_begin)
    signals.task_failure.connect(_fail)
    signals.task_postrun.connect(_end)


def disconnect() -> None:
    signals.before_task_publish.disconnect(_send)
    signals.task_prerun.disconnect(_begin)
    signals.task_failure.disconnect(_fail)
    signals.task_postrun.disconnect(_end)


def _send(headers: dict[str, Any], **_: Any) -> None:
    if place := tracing.current():
        headers[tracing.TRACEPARENT] = place


def _begin(task: Any, task_id: str, **_: Any) -> None:
    tenant = tenant_of(task.request)
    facts = {"globalmarket.task_id": task_id, **({tracing.TENANT: tenant} if tenant else {})}
    task.request.trace = ExitStack()
    task.request.trace.enter_context(
        tracing.span(task.name, kind=tracing.CONSUMER, parent=getattr(task.request, tracing.TRACEPARENT, None) or "", facts=facts)
    )


def _fail(exception: BaseException, **_: Any) -> None:
    tracing.note_error(exception)


def _end(task: Any, **_: Any) -> None:
    task.request.trace.close()
