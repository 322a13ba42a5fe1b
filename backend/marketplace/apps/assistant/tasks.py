from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from marketplace.apps.assistant import services
from marketplace.apps.assistant.region_settings import CONVERSATIONS_KEPT_DAYS
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def forget_old_conversations(**_: object) -> None:
    """Every night: what the region does not keep any more."""
    services.forget_before(clock.now() - timedelta(days=CONVERSATIONS_KEPT_DAYS.current()))
