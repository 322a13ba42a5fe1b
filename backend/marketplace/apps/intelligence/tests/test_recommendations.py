"""What customers are recommended, over HTTP: from what was bought in the region, of what may be sold now, with a fallback for all else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.apps.catalog.types import Product
from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.models import ModelVersion, NeighbourList, TrendingList
from marketplace.apps.intelligence.queries.recommendations import MOST_OF_CUSTOMER
from marketplace.apps.intelligence.services.recommending import train_recommendations
from marketplace.apps.intelligence.tests.factories import bought, habits, in_a_thread
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import rows, tenancy
from marketplace.foundation.metrics.testing import value
from marketplace.foundation.tenancy import directory
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

FRESH = {"Cache-Control": "no-cache"}


class Shop:
    """Two products that go together, others to fill baskets with, and habits enough for a model to beat its baselines."""

    def __init__(self, *, cup: Product | None = None) -> None:
        self.tea, self.cup, self.bag = make_listing(), cup or make_listing(), make_listing()
        pairs = [(self.tea.id, self.cup.id), *((f"prod_a{n}", f"prod_b{n}") for n in range(24))]
        self.baskets = habits(pairs, [self.bag.id, *(f"prod_n{n}" for n in range(50))])

    def learn(self, **options: Any) -> ModelVersion:
        bought(self.baskets, **options)
        return train_recommendations(now=NOW)


@pytest.fixture
def shop(drain: Any) -> Shop:
    made = Shop()
    drain()
    return made


def also_bought(api: Any, product: Product, **query: Any) -> Any:
    return in_time(lambda: at_once(api, f"store/products/{product.slug}/also-bought", headers=FRESH, **query))


def at_once(api: Any, path: str, **options: Any) -> Any:
    answer = api.get(path, **options)
    assert answer.status_code == 200, answer.content
    return answer.json()


def calls(outcome: str) -> float:
    return value("globalmarket_model_call_seconds_count", tenant="eu", model="recommendations", outcome=outcome)


def in_time(ask: Callable[[], Any]) -> Any:
    """The answer of a lookup that met its deadline: on a machine that is busy just now, it is asked again."""
    for _ in range(20):
        before, answer = calls("late"), ask()
        if calls("late") == before:
            return answer
    raise AssertionError("every lookup was late")


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer["items"]]


class TestAlsoBought:
    def test_shows_what_is_bought_with_it(self, api, shop):
        version = shop.learn()

        found = also_bought(api, shop.tea)

        assert version.state == "active"
        assert found["basis"] == "bought_together"
        assert ids(found)[0] == shop.cup.id
        assert shop.tea.id not in ids(found)

    def test_leaves_out_what_is_sold_out(self, api, shop, drain):
        shop.learn()
        set_stock(shop.cup, 0)
        drain()

        assert shop.cup.id not in ids(also_bought(api, shop.tea))

    def test_leaves_out_what_a_suspended_vendor_sells(self, api, shop, drain):
        from marketplace.apps.vendors import services as vendor_services

        shop.learn()
        vendor_services.suspend_vendor(vendor_id=shop.cup.vendor_id, actor=STAFF_ACTOR, reason="complaints", now=NOW)
        drain()

        assert shop.cup.id not in ids(also_bought(api, shop.tea))

    def test_leaves_out_what_may_not_go_to_the_country(self, api, drain):
        shop = Shop(cup=make_product(vendor=make_vendor().id, countries=["BE"]))
        drain()
        shop.learn()

        assert shop.cup.id in ids(also_bought(api, shop.tea, country="BE"))
        assert shop.cup.id not in ids(also_bought(api, shop.tea, country="NL"))

    def test_is_not_there_for_no_product(self, api):
        assert api.get("store/products/nothing/also-bought").status_code == 404

    def test_refuses_a_country_that_is_not_served(self, api, shop):
        assert api.get(f"store/products/{shop.tea.slug}/also-bought", country="US").status_code == 422


class TestTheFallback:
    def test_before_a_model_is_trained_what_is_like_it_is_shown(self, api, shop):
        assert also_bought(api, shop.tea)["basis"] == "similar"

    def test_a_model_that_is_off_answers_nothing(self, api, shop):
        shop.learn()
        services.change_model(name=ModelName.RECOMMENDATIONS, etag="0", is_on=False, actor=STAFF_ACTOR, reason="odd advice", now=NOW)

        assert also_bought(api, shop.tea)["basis"] == "similar"

    def test_who_shows_no_fallback_is_spared_it(self, api, shop):
        assert also_bought(api, shop.tea, fallback="false") == {"items": [], "basis": "bought_together", "notice": None}

        shop.learn()

        assert ids(also_bought(api, shop.tea, fallback="false"))[0] == shop.cup.id
        assert also_bought(api, shop.tea, fallback="true")["basis"] == "bought_together"

    def test_what_is_no_yes_or_no_is_refused(self, api, shop):
        assert api.get(f"store/products/{shop.tea.slug}/also-bought", fallback="perhaps").status_code == 422

    def test_a_broken_list_is_counted_and_replaced(self, api, shop):
        version = shop.learn()
        named = {"version_id": version.id, "product_id": shop.tea.id}
        rows.change_where(NeighbourList, "version_id = %(version_id)s AND product_id = %(product_id)s", named, products={"not": "a list"})
        before = calls("broken")

        assert also_bought(api, shop.tea)["basis"] == "similar"
        assert calls("broken") == before + 1

    def test_a_lookup_that_is_late_is_counted_and_replaced(self, api, shop):
        shop.learn()
        before = calls("late")
        with tenancy.atomic():
            # another transaction holds the table, so that the lookup waits until its deadline
            connections["eu"].cursor().execute("LOCK TABLE model_neighbour_lists IN ACCESS EXCLUSIVE MODE")
            found = in_a_thread(lambda: at_once(api, f"store/products/{shop.tea.slug}/also-bought", headers=FRESH))

        assert found["basis"] == "similar"
        assert calls("late") == before + 1


class TestCarts:
    def test_a_cart_is_completed_by_what_goes_with_its_lines(self, api, shop):
        shop.learn()
        cart, token = guests_cart(api, shop.tea)

        answer = in_time(lambda: at_once(api, f"store/carts/{cart}/recommendations", headers={"Cart-Token": token}))

        assert answer["basis"] == "bought_together"
        assert ids(answer)[0] == shop.cup.id
        assert shop.tea.id not in ids(answer)

    def test_what_it_holds_is_not_recommended_by_the_fallback_either(self, api, shop):
        cart, token = guests_cart(api, shop.tea)

        answer = in_time(lambda: at_once(api, f"store/carts/{cart}/recommendations", headers={"Cart-Token": token}))

        assert answer["basis"] == "popular"
        assert shop.tea.id not in ids(answer)
        assert shop.cup.id in ids(answer)

    def test_who_shows_no_fallback_is_spared_it(self, api, shop):
        cart, token = guests_cart(api, shop.tea)

        answer = in_time(lambda: at_once(api, f"store/carts/{cart}/recommendations", headers={"Cart-Token": token}, fallback="false"))

        assert (answer["items"], answer["basis"]) == ([], "bought_together")

    def test_another_persons_cart_is_not_found(self, api, shop):
        cart, _ = guests_cart(api, shop.tea)

        assert api.get(f"store/carts/{cart}/recommendations").status_code == 404
        assert api.get(f"store/carts/{cart}/recommendations", headers={"Cart-Token": "wrong"}).status_code == 404


class TestForYou:
    def test_goes_by_what_the_customer_bought_and_shows_nothing_of_it(self, api, shop):
        me, other = make_customer(), make_customer()
        shop.learn(customer_ids=[f"cus_{number}" for number in range(250)])
        bought([[shop.tea.id]], customer_ids=[me.id])

        answer = in_time(lambda: at_once(api, "store/for-you", token=customer_token(me.id)))

        assert answer["basis"] == "for_you"
        assert shop.cup.id in ids(answer)
        assert shop.tea.id not in ids(answer)
        assert in_time(lambda: at_once(api, "store/for-you", token=customer_token(other.id)))["basis"] != "for_you"

    def test_shows_nothing_of_what_was_bought_long_ago_and_often(self, api, shop):
        """The last fifty products count for the next purchase; all of them are left out."""
        me = make_customer()
        shop.learn(customer_ids=[f"cus_{number}" for number in range(250)])
        bought([[shop.cup.id]], customer_ids=[me.id], now=NOW - timedelta(days=90))
        bought([[shop.tea.id, *(f"prod_much{number}" for number in range(MOST_OF_CUSTOMER - 1))]], customer_ids=[me.id])
        services.refresh_trending(now=NOW)

        answer = in_time(lambda: at_once(api, "store/for-you", token=customer_token(me.id)))

        assert shop.bag.id in ids(answer)
        assert not {shop.cup.id, shop.tea.id} & set(ids(answer))

    def test_a_history_that_is_late_is_counted_and_replaced(self, api, shop):
        me = make_customer()
        shop.learn()
        token = customer_token(me.id)
        before = calls("late")
        with tenancy.atomic():
            connections["eu"].cursor().execute("LOCK TABLE model_purchases IN ACCESS EXCLUSIVE MODE")
            answer = in_a_thread(lambda: api.get("store/for-you", token=token))

        assert (answer.status_code, answer.json()["basis"]) == (200, "popular")
        assert calls("late") == before + 1

    @pytest.mark.parametrize("caller", ["nobody", "vendor"])
    def test_is_for_customers_alone(self, api, shop, caller):
        token = vendor_token(shop.tea.vendor_id) if caller == "vendor" else ""

        assert api.get("store/for-you", **({"token": token} if token else {})).status_code in (401, 403)


class TestTrending:
    def test_is_what_was_bought_last_in_the_country(self, api, shop):
        bought([[shop.cup.id]] * 9, days=12)
        bought([[shop.bag.id]] * 3, days=1)
        bought([[shop.tea.id]] * 9, country="BE", days=1)
        services.refresh_trending(now=NOW)

        found = api.get("store/trending", country="NL").json()

        assert found["basis"] == "trending"
        assert ids(found) == [shop.bag.id, shop.cup.id, shop.tea.id]

    def test_two_that_run_at_once_leave_the_newer_lists(self, shop):
        bought([[shop.cup.id]] * 9)
        began = Event()

        def older() -> int:
            began.set()
            with tenancy.scope(directory.get("eu")):
                return services.refresh_trending(now=NOW)

        with ThreadPoolExecutor(1) as threads:
            with tenancy.atomic():
                services.refresh_trending(now=NOW + timedelta(minutes=1))
                running = threads.submit(in_a_thread, older)
                began.wait(60)
            assert running.result(timeout=60) == 2

        assert set(TrendingList.objects.values_list("country", "made_at")) == {
            ("NL", NOW + timedelta(minutes=1)),
            ("", NOW + timedelta(minutes=1)),
        }

    def test_before_anything_was_bought_the_shop_shows_what_it_has(self, api, shop):
        found = api.get("store/trending").json()

        assert found["basis"] == "popular"
        assert set(ids(found)) == {shop.tea.id, shop.cup.id, shop.bag.id}


def test_nothing_of_another_region_is_learned(api, shop, mena):
    shop.learn()
    with tenancy.scope(mena):
        version = train_recommendations(now=NOW)

        assert (version.row_count, version.state) == (0, "refused")
        assert not NeighbourList.objects.exists()


def test_a_lookup_costs_two_statements_in_a_transaction(shop, django_assert_num_queries):
    from marketplace.apps.intelligence.queries import recommendations
    from marketplace.apps.intelligence.types import ListKind

    shop.learn()

    with django_assert_num_queries(4, using="eu"):  # begin, deadline, lists, commit; one product or many
        recommendations._joined([(shop.tea.id, 1.0), (shop.cup.id, 1.0), (shop.bag.id, 1.0)], ListKind.BASKET, without=())


def guests_cart(api: Any, product: Product) -> tuple[str, str]:
    line = {"variant_id": product.variants[0].id, "quantity": 1}
    opened = api.post("store/carts", {"country": "NL", "currency": "EUR", "lines": [line]}).json()
    return opened["id"], opened["token"]
