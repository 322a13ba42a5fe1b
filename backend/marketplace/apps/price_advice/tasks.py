from __future__ import annotations

from celery import shared_task

from marketplace.apps.price_advice import queries, services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def make_advice(**_: object) -> None:
    """Every few hours, and after a training: stock, prices and competitors change between trainings. Safe to repeat."""
    services.make_advice(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def apply_automatic(**_: object) -> None:
    """Every hour. Safe to repeat."""
    services.apply_automatic(now=clock.now())


@shared_task(base=TenantTask)
def resume_changes(**_: object) -> None:
    """Every minute: what a process that ended left half-way. Safe to repeat."""
    services.resume_changes(now=clock.now())


@shared_task(base=TenantTask)
def advance_experiments(**_: object) -> None:
    """Every few minutes, and when one starts or a vendor stops them all: each whose next period has come. Safe to repeat."""
    now = clock.now()
    for experiment_id in queries.due_experiments(now=now):
        services.advance_experiment(experiment_id=experiment_id, now=now)


@shared_task(base=TenantTask, queue=BULK)
def forget_old_advice(**_: object) -> None:
    """Every day."""
    services.forget_old_advice(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def forget_old_competitor_prices(**_: object) -> None:
    """Every day."""
    services.forget_old_competitor_prices(now=clock.now())
