"""Prices that change by themselves where the vendor allows it, the ways to stop and to take back, and what a killed process leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.price_advice import services
from marketplace.apps.price_advice.errors import ChangeUnderWay
from marketplace.apps.price_advice.models import PriceChange
from marketplace.apps.price_advice.services import applying
from marketplace.apps.price_advice.tests.factories import advised, allow, euros, fresh, know_demand, price_of, rule, set_region
from marketplace.apps.price_advice.types import ChangeState
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.documents import container
from marketplace.foundation.documents.tests.builders import at_once

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


class TestAutomation:
    def test_changes_nothing_unless_the_vendor_allows_it(self, stall):
        stall.advice()

        assert services.apply_automatic(now=clock.now()) == 0
        assert price_of(stall.product) == 2000

    def test_applies_advice_inside_the_limits_where_the_vendor_allows_it(self, stall):
        rule(stall.vendor.id, is_automatic=True)
        advice = stall.advice()

        assert services.apply_automatic(now=clock.now()) == 1

        assert price_of(stall.product) == advice.advised_minor
        assert AuditEntry.objects.get(action="price.changed").actor_kind == "system"

    def test_needs_a_floor_and_a_ceiling(self, stall):
        rule(stall.vendor.id, is_automatic=True)
        allow(stall.product, floor=1500, cost=800)
        stall.advice()

        assert services.apply_automatic(now=clock.now()) == 0

    def test_is_only_for_the_category_that_is_allowed(self, stall):
        category = make_category("tea")
        inside = make_product(vendor=stall.vendor.id, stock=500, price=euros(2000), category=category)
        allow(inside, floor=1500, ceiling=2500, cost=800)
        know_demand(stall.product, inside)
        rule(stall.vendor.id, category.id, is_automatic=True)
        services.make_advice(now=clock.now())

        services.apply_automatic(now=clock.now())

        assert price_of(inside) != 2000
        assert price_of(stall.product) == 2000

    def test_ends_with_the_vendors_stop_and_with_the_regions_switch(self, api, stall):
        rule(stall.vendor.id, is_automatic=True)
        stall.advice()
        stopped = api.put("vendor/price-automation", {"is_stopped": True}, token=stall.token)
        assert stopped.json()["is_stopped"] is True
        assert services.apply_automatic(now=clock.now()) == 0
        api.put("vendor/price-automation", {"is_stopped": False}, token=stall.token)
        set_region(price_automation=False)
        with tenancy.scope(fresh()):
            assert services.apply_automatic(now=clock.now()) == 0
            assert api.get("vendor/price-automation", token=stall.token).json()["is_on"] is False

        assert price_of(stall.product) == 2000

    def test_by_two_workers_at_once_changes_each_price_once(self, stall):
        others = [make_product(vendor=stall.vendor.id, stock=500, price=euros(2000)) for _ in range(3)]
        for product in others:
            allow(product, floor=1500, ceiling=2500, cost=800)
        know_demand(stall.product, *others)
        rule(stall.vendor.id, is_automatic=True, max_changes_per_day=5)
        services.make_advice(now=clock.now())

        counts = at_once(4, lambda _: services.apply_automatic(now=clock.now()))

        assert sum(counts) == 4
        assert PriceChange.objects.filter(state=ChangeState.APPLIED).count() == 4

    def test_never_goes_on_beyond_the_floor_however_often_it_runs(self, stall):
        rule(stall.vendor.id, is_automatic=True, max_step_percent=50, max_changes_per_day=1)
        know_demand(stall.product, elasticity=-7.0)
        now = clock.now()
        for day in range(6):
            at = now + timedelta(days=2 * day)
            services.make_advice(now=at)
            services.apply_automatic(now=at)
            assert 1500 <= price_of(stall.product) <= 2500

        changed = rows.every(PriceChange, "true ORDER BY changed_at", {})
        assert changed
        assert all(abs(row.new_minor - row.old_minor) * 100 <= 50 * row.old_minor for row in changed)

    def test_goes_on_behind_a_product_that_others_change_all_the_time(self, stall, monkeypatch):
        other = make_product(vendor=stall.vendor.id, stock=500, price=euros(2000))
        allow(other, floor=1500, ceiling=2500, cost=800)
        know_demand(stall.product, other)
        rule(stall.vendor.id, is_automatic=True)
        services.make_advice(now=clock.now())

        with monkeypatch.context() as busy:
            busy.setattr(container, "CHANGE_TRIES", 0)  # others were faster each time
            assert services.apply_automatic(now=clock.now()) == 0
            assert PriceChange.objects.filter(state=ChangeState.APPLYING).count() == 2
            assert services.resume_changes(now=clock.now() + timedelta(minutes=5)) == 2
        services.resume_changes(now=clock.now() + timedelta(minutes=5))

        assert PriceChange.objects.filter(state=ChangeState.APPLIED).count() == 2
        assert 2000 not in (price_of(stall.product), price_of(other))


class TestUndoing:
    def test_brings_the_price_back_and_leaves_it_alone_for_a_while(self, api, stall):
        rule(stall.vendor.id, is_automatic=True, max_changes_per_day=9)
        stall.advice()
        services.apply_automatic(now=clock.now())
        (change,) = api.get("vendor/price-changes", token=stall.token).json()["items"]
        assert change["can_undo"] is True

        answer = api.post(f"vendor/price-changes/{change['id']}/undo", token=stall.token)

        assert answer.status_code == 200, answer.content
        assert price_of(stall.product) == 2000
        assert advised(stall.product) is None
        assert services.apply_automatic(now=clock.now()) == 0
        again = api.post(f"vendor/price-changes/{change['id']}/undo", token=stall.token)
        assert (again.status_code, again.json()["code"]) == (409, "price_change_not_undoable")

    def test_is_refused_once_the_price_has_changed_since(self, api, stall):
        change = services.accept_advice(vendor_id=stall.vendor.id, advice_id=stall.advice().id, actor=VENDOR_ACTOR, now=clock.now())
        named = {"vendor_id": stall.vendor.id, "product_id": stall.product.id, "variant_id": change.variant_id}
        catalog_services.set_price(**named, old=euros(change.new_minor), new=euros(2222), now=clock.now())

        refused = api.post(f"vendor/price-changes/{change.id}/undo", token=stall.token)

        assert refused.status_code == 409
        assert price_of(stall.product) == 2222

    def test_is_not_there_for_another_vendor(self, api, stall):
        change = services.accept_advice(vendor_id=stall.vendor.id, advice_id=stall.advice().id, actor=VENDOR_ACTOR, now=clock.now())

        assert api.post(f"vendor/price-changes/{change.id}/undo", token=vendor_token(make_vendor().id)).status_code == 404


class TestWhatAKilledProcessLeaves:
    def test_is_finished_by_another_and_twice_is_once(self, stall, monkeypatch):
        advice = stall.advice()
        variant = catalog_queries.get_product(stall.vendor.id, stall.product.id).variants[0]
        wanted = applying.Wanted(stall.product, variant.id, variant.sku, 2000, 1900, applying.ChangeCause.ACCEPTED, advice.id)
        decided = clock.now() - timedelta(minutes=5)
        with tenancy.atomic():
            applying.lock_variant(variant.id)
            applying.open_change(wanted, actor=VENDOR_ACTOR, now=decided)  # and here the process ends
        assert price_of(stall.product) == 2000
        with pytest.raises(ChangeUnderWay):
            services.accept_advice(vendor_id=stall.vendor.id, advice_id=advice.id, actor=VENDOR_ACTOR, now=clock.now())

        assert services.resume_changes(now=clock.now()) == 1
        assert services.resume_changes(now=clock.now()) == 0

        assert price_of(stall.product) == 1900
        assert PriceChange.objects.get().state == ChangeState.APPLIED
