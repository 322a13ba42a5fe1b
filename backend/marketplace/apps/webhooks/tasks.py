from __future__ import annotations

from celery import shared_task

from marketplace.apps.webhooks import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

SEND_MAX_S = 45  # shorter than a claim lives; a request has an end of its own long before


@shared_task(base=TenantTask, queue=BULK, soft_time_limit=SEND_MAX_S, time_limit=SEND_MAX_S + 5)
def send_due(**_: object) -> None:
    """
    Send the deliveries that are due, many at once. Safe to run twice: while one runs, others find nothing to do, so that slow receivers
    keep one process busy and no more.
    """
    if services.send_due(clock.now):
        send_due.apply_async()


@shared_task(base=TenantTask, queue=BULK)
def purge(**_: object) -> None:
    """Forget old deliveries; nightly."""
    services.purge(now=clock.now())
