"""What vendors read of the demand to come, and what to order by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.apps.catalog.types import Product
from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.models import DemandForecast, ModelSwitch
from marketplace.apps.intelligence.services.forecasting import train_forecasts
from marketplace.apps.intelligence.tests import bulk
from marketplace.apps.intelligence.tests.factories import sold_daily
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import rows, tenancy
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

TERMS = {"lead_time_days": 14, "order_every_days": 7, "pack_units": 1, "service_level_percent": 95}


class Stall:
    """
    A vendor with thirty products over ninety days. The first sells four a day, and thirty are left. The others sell now and then, half of
    them until a month ago: what a method has to notice that Croston's does not.
    """

    def __init__(self) -> None:
        self.vendor = make_vendor()
        self.busy = make_product(vendor=self.vendor.id, stock=30)
        self.slow = [make_product(vendor=self.vendor.id, stock=500) for _ in range(29)]
        random = np.random.default_rng(2)
        sold_daily(self.busy, random.poisson(4, 90).tolist())
        for place, product in enumerate(self.slow):
            units = random.negative_binomial(0.5, 0.5, 90)
            units[60:] *= place % 2
            sold_daily(product, units.tolist())
        self.token = vendor_token(self.vendor.id)


@pytest.fixture
def stall() -> Stall:
    return Stall()


def forecasts(api: Any, token: str, **query: Any) -> list[Any]:
    answer = api.get("vendor/forecasts", token=token, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def of(items: list[Any], product: Product) -> Any:
    return next(item for item in items if item["product_id"] == product.id)


def test_says_what_will_be_sold_and_what_to_order(api, stall):
    version = train_forecasts(now=NOW)

    found = of(forecasts(api, stall.token, limit=100), stall.busy)

    assert version.state == "active", version.refused_for
    assert found["units_per_day"] == pytest.approx(4, abs=1)
    assert found["low_units"] < found["expected_units"] < found["high_units"]
    assert found["position_units"] == 30
    assert found["reorder_point_units"] > found["units_per_day"] * (TERMS["lead_time_days"] + TERMS["order_every_days"])
    assert found["order_units"] == found["reorder_point_units"] - 30
    assert of(forecasts(api, stall.token, limit=100), stall.slow[0])["order_units"] == 0


def test_the_position_is_of_this_moment_and_without_what_is_reserved(api, stall):
    from marketplace.apps.inventory import services as inventory_services
    from marketplace.apps.inventory.types import StockLine

    train_forecasts(now=NOW)
    lines = [StockLine(stall.busy.variants[0].id, 2)]
    inventory_services.reserve(owner_id="ord_x", lines=lines, until=NOW + timedelta(hours=1), now=NOW)

    assert of(forecasts(api, stall.token, limit=100), stall.busy)["position_units"] == 28
    assert set(inventory_queries.units_in_warehouses([stall.busy.variants[0].id]).values()) == {28}


def due(api: Any, token: str) -> list[str]:
    return [item["product_id"] for item in forecasts(api, token, due="true", limit=100)]


QUICK = {**TERMS, "lead_time_days": 1, "order_every_days": 1, "service_level_percent": 50, "pack_units": 12}


def test_due_lists_what_is_to_be_ordered_and_follows_the_vendors_terms(api, stall):
    train_forecasts(now=NOW)
    assert due(api, stall.token) == [stall.busy.id]

    answer = api.put("vendor/reorder-terms", QUICK, token=stall.token, headers={"If-Match": '"0"'})
    bulk.work()

    assert answer.status_code == 200
    assert api.get("vendor/reorder-terms", token=stall.token).json() == QUICK
    assert due(api, stall.token) == []
    slow = {**QUICK, "lead_time_days": 180}
    assert api.put("vendor/reorder-terms", slow, token=stall.token, headers={"If-Match": answer["ETag"]}).status_code == 200
    bulk.work()
    assert stall.busy.id in due(api, stall.token)
    assert of(forecasts(api, stall.token, limit=100), stall.busy)["order_units"] % 12 == 0


def test_another_vendors_terms_change_nothing(api, stall):
    train_forecasts(now=NOW)
    other = vendor_token(make_vendor().id)

    assert api.put("vendor/reorder-terms", QUICK, token=other, headers={"If-Match": '"0"'}).status_code == 200
    bulk.work()

    assert due(api, stall.token) == [stall.busy.id]


def test_a_longer_time_between_orders_needs_more_stock(api, stall):
    train_forecasts(now=NOW)
    before = of(forecasts(api, stall.token, limit=100), stall.busy)

    seldom = {**TERMS, "order_every_days": 28}
    assert api.put("vendor/reorder-terms", seldom, token=stall.token, headers={"If-Match": '"0"'}).status_code == 200

    after = of(forecasts(api, stall.token, limit=100), stall.busy)
    assert after["reorder_point_units"] > before["reorder_point_units"] + 21 * 3
    assert (after["expected_units"], after["high_units"]) == (before["expected_units"], before["high_units"])


def test_a_training_that_does_not_answer_looks_again_at_what_is_due(api, stall):
    train_forecasts(now=NOW)
    set_stock(stall.busy, 500)
    rows.change_where(ModelSwitch, "name = 'forecasts'", {}, renews_itself=False)

    assert train_forecasts(now=NOW).state == "candidate"

    assert due(api, stall.token) == []


def test_a_version_that_staff_make_active_shows_what_is_due_today(api, stall):
    first, second = train_forecasts(now=NOW), train_forecasts(now=NOW)
    assert (first.state, second.state) == ("active", "active")  # each when it was made
    set_stock(stall.busy, 500)

    path = f"admin/models/forecasts/versions/{first.id}/activate"
    assert api.post(path, {"reason": "the better one"}, token=staff_token("catalogue")).status_code == 200
    bulk.work()

    assert due(api, stall.token) == []


def test_what_is_due_is_looked_at_in_batches_and_written_where_it_changed(stall, django_assert_num_queries):
    train_forecasts(now=NOW)
    set_stock(stall.busy, 500)

    with django_assert_num_queries(6, using="eu"):  # the version, the batch, its terms, its stock, what changed, the end
        services.mark_due(vendor_id=stall.vendor.id)
    with django_assert_num_queries(5, using="eu"):  # nothing changed
        services.mark_due()


def test_a_region_forecasts_at_most_so_many_series_those_that_sell_on_the_most_days(stall):
    since, until = NOW - timedelta(days=365), NOW.replace(hour=0)

    everything = inventory_queries.daily_sales(since=since, until=until, most=100)
    (most,) = inventory_queries.daily_sales(since=since, until=until, most=1)

    assert len(everything) == 30
    assert (most.product_id, len(most.days)) == (stall.busy.id, max(len(sales.days) for sales in everything))
    assert sum(most.units) == DemandForecast.objects.get(version=train_forecasts(now=NOW), product_id=stall.busy.id).sold_units


def test_the_list_is_paged_by_sku(api, stall):
    train_forecasts(now=NOW)

    first = api.get("vendor/forecasts", token=stall.token, limit=20).json()
    second = api.get("vendor/forecasts", token=stall.token, limit=20, cursor=first["next_cursor"]).json()

    skus = [item["sku"] for item in [*first["items"], *second["items"]]]
    assert (len(set(skus)), skus) == (30, sorted(skus))


def test_a_page_costs_four_statements_however_long(stall, django_assert_num_queries):
    from marketplace.apps.intelligence import queries
    from marketplace.kit.pages import PageRequest

    train_forecasts(now=NOW)

    for limit in (3, 30):
        with django_assert_num_queries(4, using="eu"):  # the active version, the page, the terms, the stock
            assert len(queries.list_forecasts(stall.vendor.id, PageRequest(limit)).items) == limit


def test_another_vendor_sees_nothing_of_it(api, stall):
    train_forecasts(now=NOW)

    assert forecasts(api, vendor_token(make_vendor().id), limit=100) == []


def test_while_the_model_is_off_there_is_no_advice(api, stall):
    from marketplace.apps.intelligence.types import ModelName
    from marketplace.apps.staff.tests.factories import STAFF_ACTOR

    train_forecasts(now=NOW)
    services.change_model(name=ModelName.FORECASTS, etag="0", is_on=False, actor=STAFF_ACTOR, reason="odd", now=NOW)

    assert forecasts(api, stall.token) == []


def test_before_a_first_forecast_and_with_too_little_data_the_list_is_empty(api):
    vendor = make_vendor()
    product = make_product(vendor=vendor.id)
    sold_daily(product, [1] * 90)

    version = train_forecasts(now=NOW)

    assert (version.state, version.refused_for) == ("refused", "too_little_data")
    assert forecasts(api, vendor_token(vendor.id)) == []


def test_today_is_not_counted_since_nobody_knows_its_rest(stall):
    train_forecasts(now=NOW)
    before = DemandForecast.objects.get(product_id=stall.busy.id)
    sold_daily(stall.busy, [500], now=NOW + timedelta(days=1))

    version = train_forecasts(now=NOW)

    after = DemandForecast.objects.get(version=version, product_id=stall.busy.id)
    assert (after.units_per_day, after.sold_units) == (before.units_per_day, before.sold_units)


def test_nothing_of_another_region_is_forecast(stall, mena):
    train_forecasts(now=NOW)
    with tenancy.scope(mena):
        assert train_forecasts(now=NOW).row_count == 0
        assert not DemandForecast.objects.exists()


@pytest.mark.parametrize(
    "change", [{"lead_time_days": 0}, {"service_level_percent": 100}, {"pack_units": 0}, {"order_every_days": 181}, {"unknown": 1}]
)
def test_terms_that_make_no_sense_are_refused(api, stall, change):
    assert api.put("vendor/reorder-terms", {**TERMS, **change}, token=stall.token, headers={"If-Match": '"0"'}).status_code == 422


def test_stale_terms_are_refused(api, stall):
    assert api.put("vendor/reorder-terms", TERMS, token=stall.token, headers={"If-Match": '"0"'}).status_code == 200

    assert api.put("vendor/reorder-terms", TERMS, token=stall.token, headers={"If-Match": '"0"'}).status_code == 412
    assert api.put("vendor/reorder-terms", TERMS, token=stall.token).status_code == 428


def test_an_accountant_does_not_order(api, stall):
    accountant = vendor_token(stall.vendor.id, "accountant")

    assert api.put("vendor/reorder-terms", TERMS, token=accountant, headers={"If-Match": '"0"'}).status_code == 403
    assert api.get("vendor/forecasts", token=accountant).status_code == 200
