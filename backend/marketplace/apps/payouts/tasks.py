from __future__ import annotations

import logging

from celery import shared_task

from marketplace.apps.payouts import services
from marketplace.apps.payouts.rails.base import RailUnavailable
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask
from marketplace.kit.actors import SYSTEM

log = logging.getLogger(__name__)


@shared_task(base=TenantTask)
def watch_debts(**_: object) -> None:
    """Every ten minutes: warn vendors that owe more than the region allows. Safe to run twice, also at the same time."""
    services.watch_debts(now=clock.now())


@shared_task(base=TenantTask)
def submit_payouts(**_: object) -> None:
    """Every two minutes: ask about payouts at a provider that did not answer. Safe to run twice, also at the same time."""
    for payout_id in services.waiting_payouts(now=clock.now()):
        try:
            services.submit_payout(payout_id=payout_id, now=clock.now())
        except RailUnavailable as error:
            log.warning("payout %s: the provider does not answer: %s", payout_id, error)


@shared_task(base=TenantTask)
def refresh_connected_accounts(**_: object) -> None:
    """Every hour: ask about vendors' accounts at a provider of which nothing was heard for long. Safe to run twice."""
    services.refresh_accounts(now=clock.now())


@shared_task(base=TenantTask)
def preview_due_runs(**_: object) -> None:
    """Every hour: prepare the payout runs whose day has come, for a person to approve. Safe to run twice, also at the same time."""
    services.preview_due_runs(actor=SYSTEM, now=clock.now())
