from __future__ import annotations

import logging

from celery import shared_task

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.reconciliation import queries, services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask

log = logging.getLogger(__name__)


@shared_task(base=TenantTask)
def fetch_reports(**_: object) -> None:
    """Every night: ask each provider whose settlements can be asked for, by a task of its own. Safe to run twice."""
    for provider in payment_queries.settling_providers():
        fetch_report.send_after_commit(provider=provider)


@shared_task(
    base=TenantTask, acks_late=True, autoretry_for=(ProviderUnavailable,), retry_backoff=60, retry_backoff_max=3_600, max_retries=8
)
def fetch_report(*, provider: str, **_: object) -> None:
    """One provider's. It is asked again for some hours while it does not answer; the next night goes on where this one ended."""
    count = services.fetch_report(provider=provider, now=clock.now())
    log.info("%s new rows of %s", count, provider)


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
