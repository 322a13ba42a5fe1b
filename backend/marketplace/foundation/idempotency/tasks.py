from __future__ import annotations

from celery import shared_task

from marketplace.foundation import clock
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def purge_expired_keys(**_: object) -> None:
    """Once an hour: forget answers that nobody may ask for again."""
    IdempotencyRecord.objects.filter(expires_at__lte=clock.now()).delete()
