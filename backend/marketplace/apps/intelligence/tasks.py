from __future__ import annotations

from celery import shared_task

from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.apps.intelligence.services import scoring
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.price_advice import services as price_services
from marketplace.foundation import clock, metrics
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


# A training for which a worker ran out of memory would do so again, and take the worker's other tasks with it each time.
@shared_task(base=TenantTask, queue=BULK, reject_on_worker_lost=False)
def train_recommendations(*, trained_by: str = "system", **_: object) -> None:
    """Once a day, and when staff ask for it: score yesterday, train. While another training of it runs, nothing."""
    from marketplace.apps.intelligence.services import recommending  # loads scipy, which no other task needs

    with services.only_training(ModelName.RECOMMENDATIONS) as is_only:
        if is_only:
            now = clock.now()
            scoring.score_recommendations(now=now)
            _note(recommending.train_recommendations(now=now, trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK, reject_on_worker_lost=False)
def train_forecasts(*, trained_by: str = "system", **_: object) -> None:
    """Once a day, and when staff ask for it: score yesterday, train. While another training of it runs, nothing."""
    from marketplace.apps.intelligence.services import forecasting  # loads scipy, which no other task needs

    with services.only_training(ModelName.FORECASTS) as is_only:
        if is_only:
            now = clock.now()
            scoring.score_forecasts(now=now)
            _note(forecasting.train_forecasts(now=now, trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK, reject_on_worker_lost=False)
def train_fraud(*, trained_by: str = "system", **_: object) -> None:
    """Once a day, and when staff ask for it: score yesterday, train. While another training of it runs, nothing."""
    from marketplace.apps.intelligence.services import fraud  # loads LightGBM, which no other task needs

    with services.only_training(ModelName.FRAUD) as is_only:
        if is_only:
            now = clock.now()
            scoring.score_fraud(now=now)
            _note(fraud.train_fraud(now=now, trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK, reject_on_worker_lost=False)
def train_prices(*, trained_by: str = "system", **_: object) -> None:
    """Once a day, and when staff ask for it: score yesterday, train, advise. While another training of it runs, nothing."""
    from marketplace.apps.intelligence.services import prices  # loads numpy, which few tasks need

    with services.only_training(ModelName.PRICES) as is_only:
        if is_only:
            now = clock.now()
            prices.score_yesterday(now=now)
            _note(prices.train_prices(now=now, trained_by=trained_by))
            price_services.make_advice(now=now)


@shared_task(base=TenantTask, queue=BULK, reject_on_worker_lost=False)
def train_search(*, trained_by: str = "system", **_: object) -> None:
    """Once a day, and when staff ask for it. While another training of it runs, nothing."""
    with services.only_training(ModelName.SEARCH) as is_only:
        if is_only:
            _note(services.train_search(now=clock.now(), trained_by=trained_by))


@shared_task(base=TenantTask, queue=BULK)
def advise_prices(**_: object) -> None:
    """After another version was made active. Safe to repeat."""
    price_services.make_advice(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def mark_due(*, vendor_id: str = "", **_: object) -> None:
    """After a vendor has set its terms; for all vendors (without ``vendor_id``) after another version was made active. Safe to repeat."""
    services.mark_due(vendor_id=vendor_id)


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
