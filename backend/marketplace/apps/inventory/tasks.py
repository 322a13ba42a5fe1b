from __future__ import annotations

from celery import shared_task

from marketplace.apps.inventory import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def release_expired(**_: object) -> None:
    """Free the stock of checkouts that were never paid. Safe to run twice."""
    services.release_expired(now=clock.now())
