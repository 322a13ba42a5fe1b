"""How models do in the field: each night what they said is compared with what came, in shadow and out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.tests.factories import amount_alone, assessed
from marketplace.apps.intelligence import tasks
from marketplace.apps.intelligence.domain.losses import log_loss, poisson_deviance
from marketplace.apps.intelligence.models import DemandForecast, ModelScore
from marketplace.apps.intelligence.services import registry, scoring
from marketplace.apps.intelligence.tests.factories import bought, made_version, sold_daily
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.inventory.models import Warehouse
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.foundation import rows
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

YESTERDAY = (NOW - timedelta(days=1)).date()
TOMORROW = NOW + timedelta(days=1)


def drift(api: Any, name: str) -> Any:
    return api.get(f"admin/models/{name}", token=staff_token()).json()["drift"]


class TestLosses:
    def test_who_says_what_comes_loses_nothing(self):
        assert poisson_deviance(4, 4.0) == 0.0
        assert log_loss(1.0, True) == pytest.approx(0.0, abs=1e-5)

    def test_what_was_said_to_be_impossible_costs_much_and_not_everything(self):
        assert 10 < poisson_deviance(1, 0.0) < 100
        assert 10 < log_loss(0.0, True) < 100


class TestRecommendations:
    def test_yesterdays_orders_are_guessed_next_to_what_is_bought_most(self, api):
        made_version({"prod_tea": ["prod_cup"], "prod_cup": ["prod_tea"]})
        bought([[f"prod_much{n}"] for n in range(10)] * 3, days=20, now=NOW - timedelta(days=2))
        bought([["prod_tea", "prod_cup"]] * 6 + [["prod_odd", "prod_end"]] * 2, days=0, now=NOW - timedelta(days=1))

        scoring.score_recommendations(now=NOW)
        scoring.score_recommendations(now=NOW)

        score = ModelScore.objects.get()
        assert (score.day, score.cases, score.loss, score.baseline_loss) == (YESTERDAY, 8, 2, 8)
        assert drift(api, "recommendations") == {"days": 1, "cases": 8, "loss": 0.25, "baseline_loss": 1.0, "is_drifting": False}

    def test_in_shadow_it_is_scored_as_well(self):
        made_version({"prod_tea": ["prod_cup"], "prod_cup": ["prod_tea"]})
        registry.change_model(name=ModelName.RECOMMENDATIONS, etag="0", actor=STAFF_ACTOR, reason="look first", now=NOW, is_shadow=True)
        bought([["prod_tea", "prod_cup"]], days=0, now=NOW - timedelta(days=1))

        scoring.score_recommendations(now=NOW)

        assert ModelScore.objects.get().loss == 0

    def test_a_day_that_it_was_trained_on_says_nothing(self):
        made_version({"prod_tea": ["prod_cup"]}, until=YESTERDAY)
        bought([["prod_tea", "prod_cup"]], days=0, now=NOW - timedelta(days=1))

        scoring.score_recommendations(now=NOW)

        assert not ModelScore.objects.exists()

    def test_without_a_version_there_is_nothing_to_score(self):
        bought([["prod_tea", "prod_cup"]], days=0, now=NOW - timedelta(days=1))

        scoring.score_recommendations(now=NOW)

        assert not ModelScore.objects.exists()

    def test_a_model_that_renews_itself_each_day_has_the_days_of_all_its_versions(self, api):
        for day in range(7):
            version = made_version({"prod_tea": ["prod_cup"]}, until=YESTERDAY - timedelta(days=8 - day))
            registry.record_score(version, day=YESTERDAY - timedelta(days=7 - day), cases=10, loss=8.0, baseline_loss=6.0)

        assert drift(api, "recommendations") == {"days": 7, "cases": 70, "loss": 0.8, "baseline_loss": 0.6, "is_drifting": True}


def test_forecasts_are_compared_with_what_was_sold(api):
    product = make_listing()
    version = made_version({}, name=ModelName.FORECASTS, until=YESTERDAY - timedelta(days=1))
    warehouse = Warehouse.objects.get(vendor_id=product.vendor_id, is_default=True)
    forecast = DemandForecast(
        version=version,
        variant_id=product.variants[0].id,
        warehouse_id=warehouse.id,
        vendor_id=product.vendor_id,
        product_id=product.id,
        sku="MUG",
        units_per_day=4.0,
        lumpiness=0.1,
        sold_units=60,
        history_days=30,
        is_due=False,
    )
    rows.insert(forecast)
    sold_daily(product, [4])

    tasks.train_forecasts()
    scoring.score_forecasts(now=NOW)

    score = ModelScore.objects.get(day=YESTERDAY)
    assert (score.cases, score.loss) == (1, pytest.approx(0.0))
    assert score.baseline_loss == pytest.approx(poisson_deviance(4, 2.0))


class TestFraud:
    def test_in_shadow_rules_decide_and_what_the_model_said_is_scored_once_it_is_known(self, api):
        version = made_version({}, name=ModelName.FRAUD, until=YESTERDAY - timedelta(days=90))
        fraud_services.store_model(version_id=version.id, classifier=amount_alone())
        registry.change_model(name=ModelName.FRAUD, etag="0", actor=STAFF_ACTOR, reason="look first", now=NOW, is_shadow=True)
        then = NOW - timedelta(days=61)
        assessed(now=then - timedelta(days=1))

        dear, cheap = assessed(now=then, amount=Money(20_000, "EUR")), assessed(now=then, amount=Money(1_000, "EUR"))
        PaymentRisk.objects.filter(pk=dear.payment_id).update(label="fraud")
        PaymentRisk.objects.filter(pk=cheap.payment_id).update(outcome="paid")
        scoring.score_fraud(now=NOW)

        assert (dear.model, dear.score, dear.shadow_model) == ("", dear.rules_score, version.id)
        assert dear.shadow_score > 0.9 > 0.1 > cheap.shadow_score
        score = ModelScore.objects.get()
        assert (score.day, score.cases) == (then.date(), 2)
        assert score.loss < score.baseline_loss
        assert drift(api, "fraud")["cases"] == 2

    def test_out_of_shadow_it_decides_again(self):
        version = made_version({}, name=ModelName.FRAUD)
        fraud_services.store_model(version_id=version.id, classifier=amount_alone())
        for etag, is_shadow in (("0", True), ("1", False)):
            registry.change_model(name=ModelName.FRAUD, etag=etag, actor=STAFF_ACTOR, reason="Test", now=NOW, is_shadow=is_shadow)
        assessed()

        risk = assessed(amount=Money(20_000, "EUR"))

        assert (risk.model, risk.shadow_model, risk.shadow_score) == (version.id, "", None)
