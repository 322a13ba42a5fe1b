from __future__ import annotations

from celery import shared_task

from marketplace.apps.vendors import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def announce_vacations(**_: object) -> None:
    """Say which vacations of vendors have begun or ended. Safe to run twice."""
    services.announce_vacations(now=clock.now())
