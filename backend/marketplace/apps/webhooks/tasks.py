from __future__ import annotations

from celery import shared_task

from marketplace.apps.webhooks import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

# For a system that answers letter by letter: no time-out of a single read ends that.
SEND_MAX_S = 30


@shared_task(base=TenantTask, queue=BULK, soft_time_limit=SEND_MAX_S, time_limit=2 * SEND_MAX_S)
def send(*, delivery_id: str, **_: object) -> None:
    """Safe to run twice: the receiver knows a delivery by its id. One that is cut is due again when its claim runs out."""
    services.send(delivery_id=delivery_id, now=clock.now())


@shared_task(base=TenantTask)
def send_due(**_: object) -> None:
    """Give the deliveries that are due to workers."""
    for delivery_id in services.claim_due(now=clock.now()):
        send.apply_async(kwargs={"delivery_id": delivery_id})


@shared_task(base=TenantTask, queue=BULK)
def purge(**_: object) -> None:
    """Forget old deliveries; nightly."""
    services.purge(now=clock.now())
