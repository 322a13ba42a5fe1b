from __future__ import annotations

from celery import shared_task

from marketplace.apps.carriers import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def finish_labels(**_: object) -> None:
    """Every minute: ask carriers what became of labels whose answer was lost. Safe to run twice."""
    services.finish_labels(now=clock.now())
