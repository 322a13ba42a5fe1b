from __future__ import annotations

from celery import shared_task

from marketplace.apps.tax import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def check_due_vat_numbers(**_: object) -> None:
    """Every hour: ask VIES again where it did not answer, and where its answer is old. Safe to run twice."""
    services.check_due_vat_numbers(now=clock.now())
