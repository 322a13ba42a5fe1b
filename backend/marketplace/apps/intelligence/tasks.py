from __future__ import annotations

from celery import shared_task

from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.foundation import clock, metrics
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def train_recommendations(*, trained_by: str = "system", **_: object) -> None:
    """Every night, and when staff ask for it. Twice makes a further version, and no harm."""
    from marketplace.apps.intelligence.services import recommending  # loads scipy, which no other task needs

    _note(recommending.train_recommendations(now=clock.now(), trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK)
def train_forecasts(*, trained_by: str = "system", **_: object) -> None:
    """Every night, and when staff ask for it. Twice makes a further version, and no harm."""
    from marketplace.apps.intelligence.services import forecasting  # loads scipy, which no other task needs

    _note(forecasting.train_forecasts(now=clock.now(), trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK)
def refresh_trending(**_: object) -> None:
    """Every hour."""
    services.refresh_trending(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def forget_old_purchases(**_: object) -> None:
    """Every day: what is too old to learn from."""
    services.forget_old(now=clock.now())


def _note(version: ModelVersion) -> None:
    metrics.MODEL_TRAINED.labels(metrics.tenant_in_scope(), version.name).set_to_current_time()
