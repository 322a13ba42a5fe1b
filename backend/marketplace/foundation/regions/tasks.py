from __future__ import annotations

from celery import shared_task

from marketplace.foundation import tenancy
from marketplace.foundation.regions.backup import measure_backups
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def watch_backups(**_: object) -> None:
    """Every five minutes: show the operator how old the region's last backup is, and the platform's. Changes nothing."""
    measure_backups(tenancy.current().slug)
