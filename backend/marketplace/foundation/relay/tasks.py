from __future__ import annotations

from celery import shared_task

from marketplace.foundation import clock
from marketplace.foundation.relay import parking
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def purge_delivered_events(**_: object) -> None:
    """Forget what everybody had long ago. Safe to run at any time."""
    parking.purge_delivered(now=clock.now())
