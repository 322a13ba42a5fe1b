"""The response cache of the storefront's endpoints: who gets a cached answer, and what expires it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from marketplace.apps.accounts.tests.factories import customer_token
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product, set_stock
from marketplace.apps.catalog.types import Product
from marketplace.apps.discovery.models import Sale
from marketplace.apps.discovery.tests.factories import edit_title
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses, valkey
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.ids import ProductId, new_id
from marketplace.testing import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tenant"),
    pytest.mark.skipif(settings.SEARCH_ENGINE != "postgres", reason="sees by SQL statements whether search was asked"),
]

CUSTOMER = new_id("cus", at=NOW)
KEPT, ENDPOINTS = "sql=0 documents=0", ("products", "products/{slug}", "categories", "suggestions?q=mug", "region", "vendors/{vendor}")


@pytest.fixture
def ask(api: Any) -> Callable[..., Any]:
    """A customer's GET, answered with what the stores were asked."""

    def read(path: str, *, headers: dict[str, str] | None = None, **options: Any) -> Any:
        return api.get(f"store/{path}", headers={"X-Count-Store-Calls": "1", **(headers or {})}, **options)

    return read


@pytest.fixture
def product(drain: Callable[..., None]) -> Product:
    made = make_product(vendor=make_vendor(name="Clay House").id, title="Mug", category=make_category("mugs"), stock=10)
    drain()
    return made


def is_kept(response: Any) -> bool:
    assert response.status_code == 200, response.content
    return bool(response["X-Store-Calls"] == KEPT)


class TestWhoIsGivenIt:
    @pytest.mark.parametrize("endpoint", ENDPOINTS)
    def test_who_asks_the_same_is(self, ask: Any, product: Product, endpoint: str) -> None:
        path = endpoint.format(slug=product.slug, vendor="clay-house")
        first = ask(path)
        responses.forget()  # another process

        again = ask(path)

        assert is_kept(again)
        assert again.content == first.content
        ours = {"X-Request-ID", "X-Store-Calls"}
        assert {name: value for name, value in again.items() if name not in ours} == {
            name: value for name, value in first.items() if name not in ours
        }

    def test_who_has_it_already_gets_a_304(self, ask: Any, product: Product) -> None:
        etag = ask("products")["ETag"]

        again, other = ask("products", headers={"If-None-Match": f'"x", W/{etag}'}), ask("products", headers={"If-None-Match": '"x"'})

        assert (again.status_code, again.content, again["ETag"], again["X-Store-Calls"]) == (304, b"", etag, KEPT)
        assert "max-age" in again["Cache-Control"]
        assert other.status_code == 200

    @pytest.mark.parametrize("query", [{"lang": "nl"}, {"country": "BE"}, {"limit": "5"}, {"brand": "acme"}, {"option.size": "m"}])
    def test_another_question_is_not(self, ask: Any, product: Product, query: dict[str, str]) -> None:
        ask("products")

        assert not is_kept(ask("products", **query))
        assert is_kept(ask("products", **query))

    def test_another_currency_is_not(self, ask: Any, mena: Any) -> None:
        ask("products", tenant="mena", currency="KWD")

        assert not is_kept(ask("products", tenant="mena", currency="AED"))

    @pytest.mark.parametrize("query", [{"country": "nl"}, {"currency": "EUR"}, {"lang": "en"}])
    def test_the_same_said_otherwise_is(self, ask: Any, product: Product, query: dict[str, str]) -> None:
        ask("products")

        assert is_kept(ask("products", **query))

    def test_the_language_counts_and_not_how_it_is_asked_for(self, ask: Any, product: Product) -> None:
        ask("products", headers={"Accept-Language": "nl-BE,nl;q=0.9"})

        assert is_kept(ask("products", headers={"Accept-Language": "nl"}))
        assert not is_kept(ask("products", headers={"Accept-Language": "de"}))

    def test_one_region_is_never_given_anothers(self, ask: Any, mena: Any, product: Product) -> None:
        assert ask("products").json()["total"] == 1

        assert ask("products", tenant="mena").json()["total"] == 0
        assert ask(f"products/{product.slug}").status_code == 200
        assert ask(f"products/{product.slug}", tenant="mena").status_code == 404

    def test_who_wants_it_anew_is_not(self, ask: Any, product: Product) -> None:
        ask("products")

        assert not is_kept(ask("products", headers={"Cache-Control": "no-cache"}))

    def test_a_customer_is_recognised_first(self, ask: Any, mena: Any, product: Product) -> None:
        ask("products")
        with tenancy.scope(mena):
            foreign = customer_token(CUSTOMER)

        assert not is_kept(ask("products", token=customer_token(CUSTOMER)))
        assert ask("products", token=foreign).status_code == 421
        assert ask("products", token="Bearer forged").status_code == 401
        assert ask("products", token="Api-Key forged").status_code == 401

    def test_who_cannot_read_json_is_not(self, ask: Any, product: Product) -> None:
        ask("products")

        assert ask("products", headers={"Accept": "text/html"}).status_code == 406
        assert is_kept(ask("products", headers={"Accept": "text/html,*/*;q=0.8"}))

    def test_an_answer_names_what_its_own_caller_accepts(self, ask: Any, product: Product) -> None:
        ask("products", headers={"Accept": "application/json; charset=utf-7"})

        again = ask("products", headers={"Accept": "application/json"})
        assert is_kept(again)
        assert again["Content-Type"] == "application/json"

    def test_other_methods_are_refused_as_ever(self, api: Any, ask: Any, product: Product) -> None:
        ask("products")

        assert api.post("store/products", {}).status_code == 405

    def test_nobody_is_while_the_region_is_closed_or_unknown(self, ask: Any, product: Product) -> None:
        ask("products")

        assert ask("products", host="elsewhere.example").status_code == 421
        TenantRecord.objects.filter(slug="eu").update(is_in_maintenance=True)
        directory.forget()
        assert ask("products").status_code == 503
        TenantRecord.objects.filter(slug="eu").update(is_active=False)
        directory.forget()
        assert ask("products").status_code == 421

    @pytest.mark.parametrize("path", ["products?price_min=x", "products?country=XX", "products?limit=0", "products?cursor=x"])
    def test_an_error_is_not_kept(self, ask: Any, path: str) -> None:
        assert [ask(path).status_code for _ in range(2)] == [422, 422]
        assert valkey.run(("KEYS", "*answer*"))[0] == []

    def test_what_was_not_there_is_found_once_it_is(self, ask: Any) -> None:
        draft = make_product(vendor=make_vendor().id, is_published=False)
        assert ask(f"products/{draft.slug}").status_code == 404

        catalog_services.publish_product(vendor_id=draft.vendor_id, product_id=ProductId(draft.id), now=NOW)

        assert ask(f"products/{draft.slug}").status_code == 200


class TestWhatPutsItOutOfDate:
    """Each by what really happens, published by the relay."""

    @pytest.fixture
    def seen(self, ask: Any, product: Product) -> Callable[[], tuple[Any, Any]]:
        """The list and the product's page as customers see them now, each kept from then on."""

        def look() -> tuple[Any, Any]:
            listed, page = ask("products").json()["items"], ask(f"products/{product.slug}")
            return (listed[0] if listed else None), (page.json() if page.status_code == 200 else None)

        look()
        return look

    def test_an_edit(self, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        edit_title(product, "Cup")
        drain()

        card, page = seen()
        assert (card["title"], page["title"]) == ("Cup", "Cup")

    def test_archiving(self, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        catalog_services.archive_product(vendor_id=product.vendor_id, product_id=ProductId(product.id), now=NOW)
        drain()

        assert seen() == (None, None)

    def test_selling_out_and_getting_more(self, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        states = []
        for units in (0, 10):
            set_stock(product, units)
            drain()
            card, page = seen()
            states.append((card["in_stock"], page["in_stock"], page["variants"][0]["stock"]))

        assert states == [(False, False, "out"), (True, True, "in_stock")]

    def test_a_vendors_suspension_and_return(self, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        vendor_services.suspend_vendor(vendor_id=product.vendor_id, reason="Test", actor=STAFF_ACTOR, now=NOW)
        drain()
        assert seen() == (None, None)

        vendor_services.reinstate_vendor(vendor_id=product.vendor_id, reason="Test", actor=STAFF_ACTOR, now=NOW)
        drain()
        assert None not in seen()

    def test_a_category_of_another_name(self, ask: Any, seen: Any, drain: Callable[..., None]) -> None:
        ask("categories")
        (category,) = ask("categories").json()["items"]
        catalog_services.edit_category(category_id=category["id"], version="1", names={"en": "Cups"}, actor=STAFF_ACTOR, now=NOW)
        drain()

        assert ask("categories").json()["items"][0]["name"] == "Cups"
        assert seen()[1]["breadcrumbs"][0]["name"] == "Cups"

    def test_a_new_product_in_the_counts(self, ask: Any, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        def counts() -> tuple[int, int]:
            return ask("categories").json()["items"][0]["count"], ask("vendors/clay-house").json()["product_count"]

        before = counts()
        make_product(vendor=product.vendor_id, title="Jug", category=catalog_queries.get_category(str(product.category_id)))
        drain()

        assert (before, counts()) == ((1, 1), (2, 2))

    def test_an_index_built_anew(self, ask: Any, seen: Any) -> None:
        call_command("rebuild_search", tenant="eu")

        assert not is_kept(ask("products"))

    def test_what_the_operator_sets(self, api: Any, ask: Any) -> None:
        assert ask("region").json()["features"] == {"assistant": True, "cash_on_delivery": True, "picture_search": True}
        etag = api.get("admin/region", token=staff_token()).json()["etag"]

        changed = api.patch("admin/region", {"features": {"cash_on_delivery": False}, "reason": "Test"}, token=staff_token(), etag=etag)

        assert changed.status_code == 200
        assert ask("region").json()["features"] == {"assistant": True, "cash_on_delivery": False, "picture_search": True}

    def test_an_order_does_not(self, ask: Any, drain: Callable[..., None]) -> None:
        product = make_listing()
        drain()
        for path in ("products", f"products/{product.slug}"):
            ask(path)

        make_order((product, 1), payment=CASH)
        drain()

        assert is_kept(ask("products"))
        assert is_kept(ask(f"products/{product.slug}"))
        assert ask("products", headers={"Cache-Control": "no-cache"}, sort="sold").json()["total"] == 1
        assert Sale.objects.get().quantity == 1

    def test_another_product_does_not(self, ask: Any, seen: Any, product: Product, drain: Callable[..., None]) -> None:
        make_product(vendor=product.vendor_id, title="Jug")
        drain()

        assert is_kept(ask(f"products/{product.slug}"))
        assert not is_kept(ask("products"))
