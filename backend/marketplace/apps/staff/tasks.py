from __future__ import annotations

from celery import shared_task

from marketplace.apps.staff.types import REGION
from marketplace.foundation.cache import tags
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def expire_region(**_: object) -> None:
    """Put cached answers about the region out of date: once more after an edit, when every process has come to know it."""
    tags.expire(REGION)
