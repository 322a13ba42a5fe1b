from __future__ import annotations

from celery import shared_task

from marketplace.apps.credit import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def expire_credits(**_: object) -> None:
    """Every hour: book what is left of credits that have expired, a batch at a time. Safe to run twice, also at the same time."""
    services.expire_credits(now=clock.now())
