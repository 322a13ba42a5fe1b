from __future__ import annotations

from celery import shared_task

from marketplace.apps.rates import services
from marketplace.apps.rates.errors import RatesUnavailable
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask, acks_late=True, autoretry_for=(RatesUnavailable,), retry_backoff=60, retry_backoff_max=3_600, max_retries=6)
def fetch_rates(**_: object) -> None:
    """Every night: take in the rates that were published, where the operator has said where. Safe to run twice."""
    services.fetch_rates()
