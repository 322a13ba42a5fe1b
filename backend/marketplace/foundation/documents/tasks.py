from __future__ import annotations

from celery import shared_task

from marketplace.foundation.documents.store import store
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def purge_expired_documents(**_: object) -> None:
    """Clear away what nobody sees any more. Safe to run at any time."""
    store().purge_expired()
