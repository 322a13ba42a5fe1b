from __future__ import annotations

from celery import shared_task

from marketplace.apps.notifications import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask, acks_late=True)
def send_messages(*, message_ids: list[str], **_: object) -> None:
    """Safe to run twice: a message that was sent, or is being sent, is left alone."""
    services.send(message_ids, now=clock.now())


@shared_task(base=TenantTask)
def send_due_messages(**_: object) -> None:
    """What a lost task or a failure has left behind. Safe to run twice, also at the same time."""
    services.send(services.list_due(now=clock.now()), now=clock.now())
