from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from marketplace.apps.privacy import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

LOST_AFTER = timedelta(minutes=2)


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def make_export(*, export_id: str, **_: object) -> None:
    """Make a copy of a customer's data. Safe to run twice."""
    services.make_export(export_id=export_id, now=clock.now())


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def erase(*, account_id: str, **_: object) -> None:
    """Delete a customer's data. Safe to run twice."""
    services.erase(account_id=account_id, now=clock.now())


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def apply_retention(**_: object) -> None:
    """Delete what is older than the region keeps it. Safe to run twice."""
    services.apply_retention(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def resume(**_: object) -> None:
    """Send again what was lost, and delete copies that have expired."""
    now = clock.now()
    for export_id in services.list_pending(before=now - LOST_AFTER):
        make_export.apply_async(kwargs={"export_id": export_id})
    for account_id in services.list_running(before=now - LOST_AFTER):
        erase.apply_async(kwargs={"account_id": account_id})
    services.delete_expired(now=now)
