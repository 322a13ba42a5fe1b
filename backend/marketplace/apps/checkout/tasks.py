from __future__ import annotations

from celery import shared_task

from marketplace.apps.checkout.services import recovery
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def recover_checkouts(**_: object) -> None:
    """Every half minute: advance what a crash or a silent provider left unfinished."""
    recovery.recover_checkouts(now=clock.now())
