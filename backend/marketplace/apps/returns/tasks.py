from __future__ import annotations

from celery import shared_task

from marketplace.apps.returns import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def expire_returns(**_: object) -> None:
    """Every hour: end approved returns of which nothing has arrived in time, and exchanges that nobody ordered. Safe to run twice."""
    services.expire_returns(now=clock.now())
    services.expire_exchanges(now=clock.now())
