from __future__ import annotations

from celery import shared_task

from marketplace.apps.live import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def publish_metrics(**_: object) -> None:
    """Every five seconds: what happens now, to staff who look. Safe to run twice; does nothing where nobody looks."""
    services.publish_metrics(now=clock.now())
