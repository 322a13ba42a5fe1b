"""Experiments with prices: one price at a time for everybody, inside the vendor's limits, ended by plan, by proof or by a person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.price_advice import queries, services
from marketplace.apps.price_advice.domain import experiments
from marketplace.apps.price_advice.errors import ChangeUnderWay, ExperimentUnderWay
from marketplace.apps.price_advice.models import ExperimentPeriod, PriceChange, PriceExperiment
from marketplace.apps.price_advice.services import applying
from marketplace.apps.price_advice.tests.factories import (
    advised,
    allow,
    euros,
    fresh,
    hours,
    know_demand,
    price_of,
    rule,
    set_region,
    sold_at,
)
from marketplace.apps.price_advice.types import ChangeCause, ChangeState, ExperimentKind
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import SYSTEM

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

ASKED = {"kind": "switchback", "prices": [{"minor": 1900, "currency": "EUR"}], "period_hours": 24, "periods": 8, "seed": 7}


class Stall:
    def __init__(self) -> None:
        self.vendor = make_vendor()
        self.token = vendor_token(self.vendor.id)
        self.product = make_product(vendor=self.vendor.id, stock=500, price=euros(2000))
        allow(self.product, floor=1500, ceiling=2500, cost=800)
        self.began = clock.now()

    @property
    def asked(self) -> dict[str, Any]:
        return {**ASKED, "variant_id": self.product.variants[0].id}

    def start(self, **changes: Any) -> PriceExperiment:
        facts = {"kind": ExperimentKind.SWITCHBACK, "prices": [euros(1900)], "period_hours": 24, "periods": 8, "seed": 7, **changes}
        named = {"vendor_id": self.vendor.id, "variant_id": self.product.variants[0].id}
        return services.start_experiment(**named, **facts, actor=VENDOR_ACTOR, now=self.began)

    def run(self, experiment: PriceExperiment, *, periods: int, sales: Callable[[int], int] = lambda price: 0) -> list[int]:
        """The prices of so many periods, in which the product sells as ``sales`` says."""
        prices = []
        for number in range(periods):
            at = self.at(number)
            services.advance_experiment(experiment_id=experiment.id, now=at)
            prices.append(price_of(self.product))
            sold_at(self.product, [at + hours(1) + timedelta(minutes=unit) for unit in range(sales(prices[-1]))])
        return prices

    def at(self, number: int) -> datetime:
        return self.began + timedelta(days=number, minutes=number)

    def stop_all(self, *, is_of_region: bool, now: datetime) -> None:
        """The vendor's button or the region's switch, and what the worker does next."""
        if is_of_region:
            set_region(price_automation=False)
        else:
            services.set_automation(vendor_id=self.vendor.id, is_stopped=True, actor=VENDOR_ACTOR, now=now)
        with tenancy.scope(fresh()):
            for experiment_id in queries.due_experiments(now=now):
                services.advance_experiment(experiment_id=experiment_id, now=now)

    def race(self, experiment: PriceExperiment, *, at: datetime) -> None:
        """A person stops it while workers go on."""

        def act(place: int) -> None:
            if place:
                services.advance_experiment(experiment_id=experiment.id, now=at)
            else:
                services.stop_experiment(vendor_id=self.vendor.id, experiment_id=experiment.id, actor=VENDOR_ACTOR, now=at)

        outcomes = at_once(3, act)
        assert all(outcome is None or isinstance(outcome, ChangeUnderWay) for outcome in outcomes)


def drawn_by(seed: int) -> tuple[int, int]:
    """Of a switchback with two prices: which are drawn for the second and the third period."""
    second, third = (experiments.switchback_arm(seed=seed, number=number, arms=2) for number in (1, 2))
    return second, third


@pytest.fixture
def stall() -> Stall:
    return Stall()


class TestStarting:
    def test_is_answered_with_its_prices_and_its_seed(self, api, stall):
        answer = api.post("vendor/price-experiments", stall.asked, token=stall.token)

        assert answer.status_code == 201, answer.content
        found = answer.json()
        assert [arm["price"]["minor"] for arm in found["arms"]] == [2000, 1900]
        assert (found["seed"], found["state"], found["periods_done"]) == (7, "running", 0)
        assert api.get(f"vendor/price-experiments/{found['id']}", token=stall.token).json() == found
        assert [one["id"] for one in api.get("vendor/price-experiments", token=stall.token).json()["items"]] == [found["id"]]

    @pytest.mark.parametrize(
        ("change", "limit"),
        [
            ({"prices": [{"minor": 1400, "currency": "EUR"}]}, "floor"),
            ({"prices": [{"minor": 2600, "currency": "EUR"}]}, "ceiling"),
            ({"prices": [{"minor": 1790, "currency": "EUR"}]}, "step"),
            ({"prices": [{"minor": 1850, "currency": "EUR"}, {"minor": 2150, "currency": "EUR"}]}, "step"),
            ({"period_hours": 12}, "changes_per_day"),
        ],
    )
    def test_is_refused_where_any_of_its_changes_would_break_a_limit(self, api, stall, change, limit):
        refused = api.post("vendor/price-experiments", {**stall.asked, **change}, token=stall.token)

        assert (refused.status_code, refused.json().get("limit")) == (409, limit)

    def test_needs_limits_and_a_variant_of_the_vendors(self, api, stall):
        bare = make_product(vendor=stall.vendor.id, stock=5)
        asked = {**stall.asked, "variant_id": bare.variants[0].id}

        assert api.post("vendor/price-experiments", asked, token=stall.token).json()["code"] == "price_limits_missing"
        other = vendor_token(make_vendor().id)
        assert api.post("vendor/price-experiments", stall.asked, token=other).status_code == 404
        assert api.post("vendor/price-experiments", stall.asked, token=vendor_token(stall.vendor.id, "accountant")).status_code == 403

    def test_is_refused_while_the_vendor_has_stopped_automation(self, api, stall):
        api.put("vendor/price-automation", {"is_stopped": True}, token=stall.token)

        refused = api.post("vendor/price-experiments", stall.asked, token=stall.token)

        assert refused.json()["code"] == "price_automation_stopped"

    def test_of_two_at_once_one_runs(self, stall):
        outcomes = at_once(4, lambda _: stall.start())

        assert sum(isinstance(outcome, PriceExperiment) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, ExperimentUnderWay) for outcome in outcomes) == 3

    def test_on_the_day_of_another_change_begins_a_day_after_that(self, stall):
        know_demand(stall.product)
        advice = advised(stall.product)
        services.accept_advice(vendor_id=stall.vendor.id, advice_id=advice.id, actor=VENDOR_ACTOR, now=stall.began - hours(20))
        experiment = stall.start(
            prices=[euros(advice.advised_minor + 50)], seed=next(seed for seed in range(500) if drawn_by(seed)[0] == 0)
        )

        services.advance_experiment(experiment_id=experiment.id, now=stall.began)
        assert not ExperimentPeriod.objects.exists()
        for number in range(4):
            services.advance_experiment(experiment_id=experiment.id, now=stall.at(number) + hours(4))

        assert PriceExperiment.objects.get(pk=experiment.id).state == "running"
        assert ExperimentPeriod.objects.count() == 4

    def test_no_advice_is_given_meanwhile(self, stall):
        know_demand(stall.product)
        assert advised(stall.product) is not None
        stall.start()

        assert advised(stall.product) is None


class TestRunning:
    def test_asks_each_price_in_turns_by_lot_and_ends_with_the_price_from_before(self, api, stall):
        experiment = stall.start()

        prices = stall.run(experiment, periods=8, sales=lambda price: 3)
        services.advance_experiment(experiment_id=experiment.id, now=stall.at(8))

        assert sorted(prices[:2]) == sorted(prices[2:4]) == [1900, 2000]
        found = api.get(f"vendor/price-experiments/{experiment.id}", token=stall.token).json()
        assert (found["state"], found["stop_reason"], found["periods_done"]) == ("ended", "periods", 8)
        assert [arm["units"] for arm in found["arms"]] == [12, 12]
        assert found["result"]["best"]["minor"] == 1900
        assert found["result"]["high"]["minor"] < 0  # as many were sold at either price
        assert price_of(stall.product) == 2000

    def test_ends_early_once_the_difference_is_beyond_doubt(self, stall):
        experiment = stall.start(periods=60)

        stall.run(experiment, periods=40, sales=lambda price: 20 if price == 1900 else 2)

        ended = PriceExperiment.objects.get(pk=experiment.id)
        assert (ended.state, ended.stop_reason) == ("ended", "clear")
        assert ended.result["best"]["minor"] == 1900
        assert ended.result["low"]["minor"] > 0
        assert price_of(stall.product) == 2000

    def test_a_bandit_asks_the_price_that_earns_most_more_often(self, stall):
        experiment = stall.start(kind=ExperimentKind.BANDIT, periods=30)

        prices = stall.run(experiment, periods=30, sales=lambda price: 12 if price == 1900 else 1)

        assert prices.count(1900) > 22
        view = queries.get_experiment(stall.vendor.id, experiment.id)
        assert view.arms[1].best_percent > 90

    def test_a_second_worker_and_a_call_before_its_time_change_nothing(self, stall):
        experiment = stall.start()

        at_once(4, lambda _: services.advance_experiment(experiment_id=experiment.id, now=stall.at(0)))
        services.advance_experiment(experiment_id=experiment.id, now=stall.at(0) + hours(3))

        assert ExperimentPeriod.objects.count() == 1
        at_once(4, lambda _: services.advance_experiment(experiment_id=experiment.id, now=stall.at(1)))
        assert ExperimentPeriod.objects.count() == 2
        assert PriceChange.objects.exclude(state=ChangeState.APPLIED).count() == 0

    def test_ends_when_the_vendor_changes_the_price_and_leaves_it(self, stall):
        experiment = stall.start()
        (price,) = stall.run(experiment, periods=1)
        named = {"vendor_id": stall.vendor.id, "product_id": stall.product.id, "variant_id": stall.product.variants[0].id}
        catalog_services.set_price(**named, old=euros(price), new=euros(2222), now=stall.at(0) + hours(2))

        services.advance_experiment(experiment_id=experiment.id, now=stall.at(1))

        ended = PriceExperiment.objects.get(pk=experiment.id)
        assert (ended.state, ended.stop_reason) == ("stopped", "price_moved")
        assert price_of(stall.product) == 2222
        assert ExperimentPeriod.objects.get().is_left_out

    def test_ends_with_limits_that_no_longer_allow_it_and_the_old_price_comes_back(self, stall):
        experiment = stall.start(periods=20)
        stall.run(experiment, periods=2)
        rule(stall.vendor.id, max_step_percent=1)

        for number in range(2, 6):
            services.advance_experiment(experiment_id=experiment.id, now=stall.at(number))

        ended = PriceExperiment.objects.get(pk=experiment.id)
        assert (ended.state, ended.stop_reason) == ("stopped", "limits")
        assert price_of(stall.product) == 2000


class TestStopping:
    def test_by_a_person_brings_the_price_back_at_once(self, api, stall):
        experiment = stall.start()
        prices = stall.run(experiment, periods=2)
        assert 1900 in prices

        answer = api.post(f"vendor/price-experiments/{experiment.id}/stop", token=stall.token)

        assert (answer.json()["state"], answer.json()["stop_reason"]) == ("stopped", "person")
        assert price_of(stall.product) == 2000
        assert api.post(f"vendor/price-experiments/{experiment.id}/stop", token=stall.token).status_code == 200
        other = vendor_token(make_vendor().id)
        assert api.post(f"vendor/price-experiments/{experiment.id}/stop", token=other).status_code == 404

    @pytest.mark.parametrize("drawn", [(0, 0), (0, 1), (1, 0), (1, 1)])
    @pytest.mark.parametrize("is_of_region", [False, True])
    def test_by_a_stop_comes_with_the_next_step_whichever_price_is_drawn_next(self, stall, drawn, is_of_region):
        """Also where the next price is the one that holds, and nothing would have to change."""
        seed = next(seed for seed in range(500) if drawn_by(seed) == drawn)
        experiment = stall.start(seed=seed)
        stall.run(experiment, periods=2)

        stall.stop_all(is_of_region=is_of_region, now=stall.at(1) + hours(1))

        ended = PriceExperiment.objects.get(pk=experiment.id)
        assert (ended.state, ended.stop_reason) == ("stopped", "automation")
        assert price_of(stall.product) == 2000

    @pytest.mark.parametrize("seed", range(5))
    def test_by_a_stop_ends_a_bandit(self, stall, seed):
        experiment = stall.start(kind=ExperimentKind.BANDIT, seed=seed)
        stall.run(experiment, periods=2)

        stall.stop_all(is_of_region=False, now=stall.at(1) + hours(1))

        assert PriceExperiment.objects.get(pk=experiment.id).state == "stopped"
        assert price_of(stall.product) == 2000

    def test_by_the_button_and_steps_at_once_never_wait_for_each_other(self, stall):
        """Both lock the vendor's stop before an experiment."""
        experiment = stall.start()
        for number in range(6):
            at = stall.at(number)

            def act(place: int, *, at: datetime = at) -> None:
                if place % 2:
                    named = {"vendor_id": stall.vendor.id, "actor": VENDOR_ACTOR, "now": at}
                    services.set_automation(**named, is_stopped=True)
                    services.set_automation(**named, is_stopped=False)
                else:
                    services.advance_experiment(experiment_id=experiment.id, now=at)

            assert not [outcome for outcome in at_once(4, act) if isinstance(outcome, Exception)]

    def test_waits_for_a_price_that_a_killed_process_left_half_way(self, api, stall):
        experiment = stall.start()
        variant = stall.product.variants[0]
        wanted = applying.Wanted(stall.product, variant.id, variant.sku, 2000, 1900, ChangeCause.EXPERIMENT, experiment.id)
        with tenancy.atomic():
            applying.lock_variant(variant.id)
            applying.open_change(wanted, actor=SYSTEM, now=stall.began - hours(1))
            rows.insert(ExperimentPeriod(experiment=experiment, number=0, arm=1, began_at=stall.began))  # and here the process ends
        path = f"vendor/price-experiments/{experiment.id}/stop"

        refused = api.post(path, token=stall.token)
        services.resume_changes(now=stall.began)
        answer = api.post(path, token=stall.token)

        assert (refused.status_code, refused.json()["code"]) == (409, "price_change_under_way")
        assert answer.json()["state"] == "stopped"
        assert price_of(stall.product) == 2000

    def test_by_a_person_while_a_worker_goes_on_leaves_no_tried_price(self, stall):
        for _ in range(6):
            experiment = stall.start(seed=next(seed for seed in range(500) if drawn_by(seed) == (1, 0)))
            services.advance_experiment(experiment_id=experiment.id, now=stall.at(0))
            stall.race(experiment, at=stall.at(1))
            with suppress(ChangeUnderWay):
                services.stop_experiment(vendor_id=stall.vendor.id, experiment_id=experiment.id, actor=VENDOR_ACTOR, now=stall.at(1))

            assert PriceExperiment.objects.get(pk=experiment.id).state == "stopped"
            assert price_of(stall.product) == 2000
            stall.began += timedelta(days=5)

    def test_is_not_undone_by_a_worker_that_was_asleep_over_a_price(self, api, stall):
        experiment = stall.start(seed=next(seed for seed in range(500) if drawn_by(seed)[0] == 0))
        stall.run(experiment, periods=1)
        assert price_of(stall.product) == 1900
        asleep = PriceChange.objects.get()
        asleep.state = ChangeState.APPLYING  # as it read it before another finished it
        api.post(f"vendor/price-experiments/{experiment.id}/stop", token=stall.token)

        applying.finish_change(asleep, now=stall.at(0) + hours(1))

        assert price_of(stall.product) == 2000
