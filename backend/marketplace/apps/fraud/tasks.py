from __future__ import annotations

from celery import shared_task

from marketplace.apps.fraud import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def forget_old_risks(**_: object) -> None:
    """Every night: what is too old to learn from."""
    services.forget_old(now=clock.now())
