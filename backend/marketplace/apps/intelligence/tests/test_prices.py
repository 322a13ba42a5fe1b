"""How sales answer to prices: learned from a region alone, judged before it speaks, in shadow if staff want, scored afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from marketplace.apps.catalog.models import PriceHistory
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.intelligence.domain import price_response
from marketplace.apps.intelligence.domain.price_response import Panel
from marketplace.apps.intelligence.models import ModelScore, ModelVersion
from marketplace.apps.intelligence.services.prices import read_series, score_yesterday, train_prices
from marketplace.apps.intelligence.tests.factories import sold_daily
from marketplace.apps.price_advice import queries as price_queries
from marketplace.apps.price_advice import services as price_services
from marketplace.apps.price_advice.models import DemandEstimate, PriceAdvice
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

DAYS = 84


class Market:
    """Thirty products of two categories: customers of the first mind the price (-3.5), those of the second hardly do (-1)."""

    def __init__(self, *, random_sales: bool = False) -> None:
        self.vendor = make_vendor()
        self.token = vendor_token(self.vendor.id)
        self.now = clock.now()
        self.elastic, self.steady = make_category("elastic"), make_category("steady")
        self.products: list[Product] = []
        random = np.random.default_rng(4)
        for place in range(30):
            category = (self.elastic, self.steady)[place % 2]
            product = make_product(vendor=self.vendor.id, stock=900, price=Money(2000, "EUR"), category=category)
            slope = 0.0 if random_sales else (-3.5, -1.0)[place % 2]
            prices = np.repeat(2000 * np.exp(random.uniform(-0.25, 0.25, DAYS // 14)), 14).round()
            prices[-14:] = 2000
            sold_daily(product, random.poisson(4 * (prices / 2000) ** slope).tolist(), now=self.now)
            self._priced(product, prices)
            self.products.append(product)

    def _priced(self, product: Product, prices: Any) -> None:
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        facts = {"variant_id": product.variants[0].id, "currency": "EUR", "vendor_id": product.vendor_id, "product_id": product.id}
        first = midnight - timedelta(days=DAYS)
        rows.insert_all(
            [PriceHistory(changed_at=first + timedelta(days=day), minor=int(prices[day]), **facts) for day in range(0, DAYS, 14)]
        )


@pytest.fixture
def market() -> Market:
    return Market()


def mean_elasticity(market: Market, version: ModelVersion, *, of: int) -> float:
    products = {product.id for product in market.products[of::2]}
    found = DemandEstimate.objects.filter(model_id=version.id, product_id__in=products)
    return float(np.mean([row.value["elasticity"] for row in found]))


def test_learns_how_much_customers_of_each_category_mind_and_advises_by_it(market):
    version = train_prices(now=market.now)

    assert version.state == "active", (version.refused_for, version.metrics, version.baselines)
    assert version.metrics["deviance"] < version.baselines["no_price_effect"]["deviance"]
    assert mean_elasticity(market, version, of=0) == pytest.approx(-3.5, abs=0.5)
    assert mean_elasticity(market, version, of=1) == pytest.approx(-1.0, abs=0.5)
    assert price_services.make_advice(now=market.now) > 0


def test_where_prices_do_not_matter_no_model_speaks():
    market = Market(random_sales=True)

    version = train_prices(now=market.now)

    assert (version.state, version.refused_for) == ("refused", "not_better")
    assert price_queries.find_used_model() is None
    assert price_services.make_advice(now=market.now) == 0


def test_reads_nothing_of_another_region(market, mena):
    with tenancy.scope(mena):
        series = read_series(market.now)
        version = train_prices(now=market.now)

    assert series.names == []
    assert (version.state, version.row_count) == ("refused", 0)


def test_without_a_history_of_prices_there_is_nothing_to_learn_from(market):
    rows.delete_where(PriceHistory, "true", {})

    assert train_prices(now=market.now).refused_for == "too_little_data"


def patched(api: Any, **changes: Any) -> None:
    token = staff_token("admin")
    etag = api.get("admin/models/prices", token=token)["ETag"].strip('"')
    answer = api.patch("admin/models/prices", {**changes, "reason": "For a test"}, token=token, etag=etag)
    assert answer.status_code == 200, answer.content


def test_in_shadow_it_advises_for_nobodys_eyes_and_is_scored(api, market):
    train_prices(now=market.now)
    patched(api, is_shadow=True)

    assert price_services.make_advice(now=market.now) > 0
    assert set(PriceAdvice.objects.filter(state="open").values_list("is_shadow", flat=True)) == {True}
    assert api.get("vendor/price-advice", token=market.token).json()["items"] == []
    tomorrow = market.now + timedelta(days=1)
    score_yesterday(now=tomorrow)
    score_yesterday(now=tomorrow)
    score = ModelScore.objects.get()
    assert score.day == market.now.date()
    assert score.cases > 0
    shown = api.get("admin/models/prices", token=staff_token("admin")).json()
    assert shown["is_shadow"] is True
    assert shown["drift"]["days"] == 1
    assert shown["drift"]["is_drifting"] is False


def test_off_there_is_no_advice_and_on_it_comes_back(api, market):
    train_prices(now=market.now)
    price_services.make_advice(now=market.now)
    assert api.get("vendor/price-advice", token=market.token).json()["items"] != []

    patched(api, is_on=False)

    assert api.get("vendor/price-advice", token=market.token).json()["items"] == []
    patched(api, is_on=True)
    assert price_services.make_advice(now=market.now) > 0


def test_a_version_that_no_longer_beats_its_baseline_drifts(api, market):
    version = train_prices(now=market.now)
    rows.insert_all(
        [
            ModelScore(version=version, day=market.now.date() + timedelta(days=day), cases=10, loss=20.0, baseline_loss=15.0)
            for day in range(7)
        ]
    )

    drift = api.get("admin/models/prices", token=staff_token("admin")).json()["drift"]

    assert drift == {"days": 7, "cases": 70, "loss": 2.0, "baseline_loss": 1.5, "is_drifting": True}


def test_recovers_known_elasticities_better_than_each_variant_alone():
    random = np.random.default_rng(8)
    categories = random.integers(0, 4, 120)
    true = np.clip(np.array([-1.2, -2.0, -2.8, -3.6])[categories] + random.normal(0, 0.3, 120), -6, -0.3)
    prices = np.repeat(1000 * np.exp(random.uniform(-0.2, 0.2, (120, 6))), 14, axis=1).round()
    units = random.poisson(1.5 * (prices / 1000) ** true[:, None]).astype(float)

    found = price_response.fit(Panel(units, prices, np.full(units.shape, np.nan), categories))

    assert np.abs(found.elasticity - true).mean() < 0.6 * np.abs(found.own - true).mean()
    inside = np.abs(found.elasticity - true) < 1.645 * found.error
    assert 0.8 < inside.mean() <= 1.0
