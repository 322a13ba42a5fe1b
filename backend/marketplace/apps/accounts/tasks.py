from __future__ import annotations

from celery import shared_task

from marketplace.apps.accounts import services
from marketplace.foundation.clock import now
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def purge_expired(**_: object) -> None:
    """Delete ended sessions, used links and old counts. Safe to repeat."""
    services.purge_expired(now=now())
