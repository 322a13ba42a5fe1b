"""Advice on prices, from what is known of demand to the price that customers are asked. Over HTTP, on real servers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.models import PriceHistory
from marketplace.apps.catalog.tests.factories import make_category, make_product, set_stock
from marketplace.apps.price_advice import services
from marketplace.apps.price_advice.errors import AdviceOutdated, ChangeUnderWay
from marketplace.apps.price_advice.models import PriceAdvice, PriceChange
from marketplace.apps.price_advice.tests.factories import advised, allow, euros, fresh, know_demand, price_of, rule, set_region
from marketplace.apps.price_advice.types import AdviceState, ChangeState
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.documents.tests.builders import at_once

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


def listed(api: Any, token: str, **query: Any) -> list[Any]:
    answer = api.get("vendor/price-advice", token=token, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


class TestTheList:
    def test_says_what_to_ask_why_what_it_brings_and_how_sure_that_is(self, api, stall):
        advised(stall.product)

        (found,) = listed(api, stall.token)

        assert found["price"] == {"minor": 2000, "currency": "EUR"}
        assert 1800 <= found["advised_price"]["minor"] < 2000
        assert found["gain_low"]["minor"] <= found["gain"]["minor"] <= found["gain_high"]["minor"]
        assert found["gain"]["minor"] > 0
        assert 70 <= found["sure_percent"] <= 100
        codes = {reason["code"]: reason for reason in found["reasons"]}
        assert codes.keys() >= {"demand_elastic", "own_sales", "category_knowledge", "margin"}
        assert codes["own_sales"]["weight_percent"] + codes["category_knowledge"]["weight_percent"] == 100

    def test_shows_nothing_of_another_vendors_and_nothing_in_shadow(self, api, stall):
        advised(stall.product)
        assert listed(api, vendor_token(make_vendor().id)) == []

        know_demand(stall.product, is_shadow=True)
        shadow = advised(stall.product)

        assert shadow is not None
        assert shadow.is_shadow
        assert listed(api, stall.token) == []
        refused = api.post(f"vendor/price-advice/{shadow.id}/accept", token=stall.token)
        assert refused.status_code == 404

    def test_is_for_owners_and_managers_alone(self, api, stall):
        for token in (vendor_token(stall.vendor.id, "accountant"), vendor_token(stall.vendor.id, "fulfilment"), staff_token("admin")):
            assert api.get("vendor/price-advice", token=token).status_code == 403
        assert api.get("vendor/price-advice").status_code == 401

    def test_pages(self, api, stall):
        others = [make_product(vendor=stall.vendor.id, stock=500, price=euros(2000)) for _ in range(4)]
        for product in others:
            allow(product, floor=1500, ceiling=2500, cost=800)
        know_demand(stall.product, *others)
        services.make_advice(now=clock.now())

        seen, cursor = [], {}
        while True:
            answer = api.get("vendor/price-advice", token=stall.token, limit=2, **cursor).json()
            seen += [item["id"] for item in answer["items"]]
            if not answer.get("next_cursor"):
                break
            cursor = {"cursor": answer["next_cursor"]}

        assert len(seen) == len(set(seen)) == 5


class TestWhatIsAdvised:
    def test_nothing_cheaper_where_nobody_knows_the_cost_nor_how_low_it_may_go(self, stall):
        allow(stall.product)

        assert advised(stall.product) is None

    def test_nothing_below_cost(self, stall):
        allow(stall.product, cost=1640)  # with VAT and without commission just below 20.00

        found = advised(stall.product)

        assert found is None or found.advised_minor > 2000

    def test_prices_that_end_as_the_vendor_wants(self, stall):
        rule(stall.vendor.id, ending="95", max_step_percent=20)

        assert stall.advice().advised_minor % 100 == 95

    def test_the_narrowest_rule_holds(self, stall):
        category = make_category("tea")
        product = make_product(vendor=stall.vendor.id, stock=500, price=euros(2000), category=category)
        allow(product, floor=100, ceiling=9000, cost=100)
        know_demand(product, elasticity=-6.0)
        rule(stall.vendor.id, max_step_percent=1)
        assert advised(product).advised_minor == 1980
        rule(stall.vendor.id, category.id, max_step_percent=5)
        assert advised(product).advised_minor == 1900
        rule(stall.vendor.id, product.id, max_step_percent=2)
        assert advised(product).advised_minor == 1960

    def test_a_scarce_product_becomes_dearer(self, stall):
        set_stock(stall.product, 20)

        found = stall.advice()

        assert found.advised_minor > 2000
        assert "stock_short" in [reason["code"] for reason in found.reasons]

    def test_what_is_to_be_cleared_by_a_day_becomes_cheaper_even_below_cost(self, stall):
        today = tenancy.current().local_day(clock.now())
        allow(stall.product, floor=500, ceiling=2500, cost=1900, clear_by=today + timedelta(days=7))

        found = stall.advice()

        assert found.advised_minor < 2000
        assert found.reasons[0] == {"code": "clearance", "number": 7, "weight_percent": 0}

    def test_nothing_that_is_sold_out_or_not_in_the_shop(self, stall):
        set_stock(stall.product, 0)
        assert advised(stall.product) is None
        set_stock(stall.product, 500)
        catalog_services.unpublish_product(vendor_id=stall.vendor.id, product_id=stall.product.id, now=clock.now())

        assert advised(stall.product) is None

    def test_nothing_while_the_region_gives_no_advice(self, api, stall):
        advice = stall.advice()
        set_region(price_advice=False)
        with tenancy.scope(fresh()):
            assert api.post(f"vendor/price-advice/{advice.id}/accept", token=stall.token).status_code == 409
            assert listed(api, stall.token) == []
            assert services.make_advice(now=clock.now()) == 0
            assert price_of(stall.product) == 2000

    def test_the_same_again_is_the_same_advice_that_holds_for_longer(self, stall):
        first, later = stall.advice(), clock.now() + timedelta(days=2)

        again = advised(stall.product, now=later)

        assert again.id == first.id
        assert again.expires_at == later + timedelta(days=7)
        assert PriceAdvice.objects.count() == 1

    def test_another_price_takes_its_place_which_is_forgotten_after_some_weeks(self, stall):
        first, now = stall.advice(), clock.now()
        rule(stall.vendor.id, max_step_percent=5)

        second = stall.advice()

        assert second.id != first.id
        assert second.advised_minor >= 1900 > first.advised_minor
        assert PriceAdvice.objects.get(pk=first.id).state == AdviceState.OUTDATED
        services.forget_old_advice(now=now + timedelta(days=30))
        assert PriceAdvice.objects.count() == 2
        services.forget_old_advice(now=now + timedelta(days=36))
        assert PriceAdvice.objects.get().id == second.id


class TestAccepting:
    def test_changes_the_price_with_an_audit_entry_and_a_row_of_history(self, api, stall, drain):
        drain()
        advice = stall.advice()

        answer = api.post(f"vendor/price-advice/{advice.id}/accept", token=stall.token)
        drain()

        assert answer.status_code == 200, answer.content
        assert answer.json()["new_price"]["minor"] == advice.advised_minor == price_of(stall.product)
        assert answer.json()["state"] == "applied"
        entry = AuditEntry.objects.get(action="price.changed")
        assert (entry.old["minor"], entry.new["minor"], entry.actor_kind) == (2000, advice.advised_minor, "vendor")
        history = PriceHistory.objects.filter(variant_id=stall.product.variants[0].id).order_by("changed_at")
        assert [row.minor for row in history] == [2000, advice.advised_minor]
        assert listed(api, stall.token) == []
        assert [item["state"] for item in listed(api, stall.token, state="accepted")] == ["accepted"]

    def test_of_the_same_request_twice_is_done_once(self, api, stall):
        path = f"vendor/price-advice/{stall.advice().id}/accept"

        first, again = (api.post(path, token=stall.token, key="one") for _ in range(2))

        assert first.json() == again.json()
        assert PriceChange.objects.count() == 1

    def test_twice_is_refused(self, api, stall):
        path = f"vendor/price-advice/{stall.advice().id}/accept"
        api.post(path, token=stall.token)

        refused = api.post(path, token=stall.token)

        assert (refused.status_code, refused.json()["code"]) == (409, "advice_outdated")

    def test_is_refused_once_the_price_has_changed(self, api, stall):
        advice = stall.advice()
        variant = stall.product.variants[0]
        named = {"vendor_id": stall.vendor.id, "product_id": stall.product.id, "variant_id": variant.id}
        catalog_services.set_price(**named, old=euros(2000), new=euros(2100), now=clock.now())

        refused = api.post(f"vendor/price-advice/{advice.id}/accept", token=stall.token)

        assert (refused.status_code, refused.json()["code"]) == (409, "advice_outdated")
        assert price_of(stall.product) == 2100
        assert listed(api, stall.token) == []

    def test_is_refused_once_it_has_expired(self, stall):
        advice = stall.advice()

        with pytest.raises(AdviceOutdated):
            services.accept_advice(vendor_id=stall.vendor.id, advice_id=advice.id, actor=VENDOR_ACTOR, now=clock.now() + timedelta(days=8))

        assert price_of(stall.product) == 2000

    @pytest.mark.parametrize("limits", [{"floor": 1990, "ceiling": 2500}, {"floor": 100, "ceiling": 1700}])
    def test_is_refused_outside_limits_that_were_set_since(self, api, stall, limits):
        advice = stall.advice()
        allow(stall.product, **limits, cost=800)

        refused = api.post(f"vendor/price-advice/{advice.id}/accept", token=stall.token)

        assert (refused.status_code, refused.json()["code"]) == (409, "price_outside_limits")
        assert price_of(stall.product) == 2000

    def test_a_second_change_within_a_day_is_refused_and_the_advice_stays(self, api, stall):
        know_demand(stall.product, elasticity=-6.0)
        api.post(f"vendor/price-advice/{stall.advice().id}/accept", token=stall.token)
        second = stall.advice()

        refused = api.post(f"vendor/price-advice/{second.id}/accept", token=stall.token)

        assert (refused.status_code, refused.json()["limit"]) == (409, "changes_per_day")
        assert PriceAdvice.objects.get(pk=second.id).state == AdviceState.OPEN

    def test_is_not_there_for_another_vendor_or_region(self, api, stall):
        path = f"vendor/price-advice/{stall.advice().id}/accept"

        assert api.post(path, token=vendor_token(make_vendor().id)).status_code == 404
        assert api.post(path, token=stall.token, tenant="mena").status_code == 421
        assert api.post(path, token=vendor_token(stall.vendor.id, "fulfilment")).status_code == 403
        assert price_of(stall.product) == 2000

    def test_by_many_at_once_is_done_by_one(self, stall):
        advice = stall.advice()
        named = {"vendor_id": stall.vendor.id, "advice_id": advice.id, "actor": VENDOR_ACTOR}

        outcomes = at_once(8, lambda _: services.accept_advice(**named, now=clock.now()))

        assert sum(isinstance(outcome, PriceChange) for outcome in outcomes) == 1
        assert all(isinstance(outcome, PriceChange | AdviceOutdated | ChangeUnderWay) for outcome in outcomes)
        assert PriceChange.objects.filter(state=ChangeState.APPLIED).count() == 1
        assert price_of(stall.product) == advice.advised_minor


class TestDismissing:
    def test_keeps_the_price_and_advises_nothing_for_a_while(self, api, stall):
        advice = stall.advice()

        answer = api.post(f"vendor/price-advice/{advice.id}/dismiss", token=stall.token)

        assert answer.json()["state"] == "dismissed"
        assert price_of(stall.product) == 2000
        assert advised(stall.product) is None
        assert advised(stall.product, now=clock.now() + timedelta(days=15)) is not None
        assert api.post(f"vendor/price-advice/{advice.id}/dismiss", token=stall.token).status_code == 200
        assert api.post(f"vendor/price-advice/{advice.id}/accept", token=stall.token).status_code == 409

    def test_is_not_there_for_another_vendor(self, api, stall):
        path = f"vendor/price-advice/{stall.advice().id}/dismiss"

        assert api.post(path, token=vendor_token(make_vendor().id)).status_code == 404


class TestAReduction:
    def test_is_compared_with_no_price_above_the_lowest_of_the_last_thirty_days(self, stall, drain):
        """Directive 98/6/EC art. 6a."""
        product = make_product(vendor=stall.vendor.id, stock=500, price=euros(2000), compare_at=euros(3000))
        allow(product, floor=1000, ceiling=3000, cost=500)
        know_demand(product)
        drain()
        PriceHistory.objects.filter(product_id=product.id).update(changed_at=clock.now() - timedelta(days=31))

        change = services.accept_advice(vendor_id=stall.vendor.id, advice_id=advised(product).id, actor=VENDOR_ACTOR, now=clock.now())

        stored = catalog_queries.get_product(stall.vendor.id, product.id).variants[0]
        assert stored.prices["EUR"] == change.new_minor < 2000
        assert stored.compare_at["EUR"] == 2000
