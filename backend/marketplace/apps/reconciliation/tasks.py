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

    :raises ExceptionGroup: if it failed for some; the others are done
    """
    failures = []
    for provider in queries.reported_providers():
        try:
            services.look_again(provider=provider, now=clock.now())
        except Exception as error:
            error.add_note(provider)
            failures.append(error)
    if failures:
        raise ExceptionGroup("reports could not be looked at again", failures)
