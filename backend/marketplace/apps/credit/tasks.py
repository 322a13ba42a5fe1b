from __future__ import annotations

from celery import shared_task

from marketplace.apps.credit import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask, acks_late=True)
def mail_gift_card(*, purchase_id: str, **_: object) -> None:
    """At once, when it is paid; what fails is tried again by ``mail_due_gift_cards``."""
    services.mail_gift_card(purchase_id=purchase_id, now=clock.now())


@shared_task(base=TenantTask)
def recover_purchases(**_: object) -> None:
    """Every minute: purchases of gift cards that a crash or a silent provider left open. Safe to run twice, also at the same time."""
    services.recover_purchases(now=clock.now())


@shared_task(base=TenantTask)
def mail_due_gift_cards(**_: object) -> None:
    """Every minute: the gift cards that are to be sent by now, or could not be sent before. Safe to run twice, also at the same time."""
    services.mail_due_gift_cards(now=clock.now())


@shared_task(base=TenantTask)
def expire_credits(**_: object) -> None:
    """Every hour: book what is left of credits that have expired, a batch at a time. Safe to run twice, also at the same time."""
    services.expire_credits(now=clock.now())
