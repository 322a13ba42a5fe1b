"""Scheduled tasks: they check payments and refunds for which no update came for a while."""

from __future__ import annotations

import logging

from celery import shared_task

from marketplace.apps.payments import queries, services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask
from marketplace.kit.errors import MarketplaceError

log = logging.getLogger(__name__)


@shared_task(base=TenantTask)
def check_payments(**_: object) -> None:
    """Ask providers about payments whose webhook is overdue. Safe to run twice, also at the same time."""
    for payment_id in queries.list_payments_to_check(now=clock.now()):
        try:
            services.check_payment(payment_id=payment_id, now=clock.now())
        except MarketplaceError as error:
            log.warning("payment %s: %s", payment_id, error)


@shared_task(base=TenantTask)
def check_providers(**_: object) -> None:
    """Ask each gateway whether it answers and knows our key: what does not is off the list of methods. Safe to run twice."""
    for code in queries.watched_providers():
        services.check_provider(code, now=clock.now())


@shared_task(base=TenantTask)
def remind_of_disputes(**_: object) -> None:
    """Have staff notified of disputes whose deadline is near. Safe to run twice, also at the same time."""
    services.remind_of_disputes(now=clock.now())


@shared_task(base=TenantTask)
def execute_refunds(**_: object) -> None:
    """Send refunds that were not sent, and ask about those that did not end. Safe to run twice, also at the same time."""
    for refund_id in queries.list_refunds_to_try(now=clock.now()):
        try:
            services.execute_refund(refund_id=refund_id, now=clock.now())
        except MarketplaceError as error:
            log.warning("refund %s: %s", refund_id, error)
