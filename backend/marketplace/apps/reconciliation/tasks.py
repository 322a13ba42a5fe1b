from __future__ import annotations

from celery import shared_task

from marketplace.apps.reconciliation import queries, services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def look_again(**_: object) -> None:
    """
    Every day: match what did not match before, and note what the reports lack. Safe to run twice, also at the same time. Providers that
    report are a handful.
    """
    for provider in queries.reported_providers():
        services.look_again(provider=provider, now=clock.now())
