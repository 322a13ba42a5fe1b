"""A product as it would be in the shop: who gets a link, what it opens, and when it opens nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.tests.factories import make_vendor_person
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductChanges, ProductTexts
from marketplace.apps.discovery import queries
from marketplace.apps.discovery.queries.preview import LINK_LIFE
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

PLACE = Place(language="en", country="NL", currency="EUR")


@pytest.fixture
def vendor():
    vendor = make_vendor()
    make_shipping_method(vendor.id, price_minor=500)
    return vendor


@pytest.fixture
def draft(vendor):
    return make_product(vendor=vendor.id, title="Blue mug", price=Money(2000, "EUR"), stock=3, is_published=False)


def link(api, product, *, token: str = ""):
    return api.post(f"vendor/products/{product.id}/preview-links", token=token or owner_token(product))


def owner_token(product) -> str:
    return vendor_token(product.vendor_id, person_id=owner_of(product.vendor_id))


def token_in(answer) -> str:
    return answer.json()["url"].rpartition("/")[2]


def opened(api, answer, **options):
    return api.get(f"store/product-previews/{token_in(answer)}", country="NL", currency="EUR", **options)


class TestALink:
    def test_shows_a_draft_as_it_would_be_with_price_stock_and_delivery(self, api, draft):
        answer = link(api, draft)
        assert (answer.status_code, "/product-previews/" in answer.json()["url"]) == (201, True), answer.content

        page = opened(api, answer)

        assert page.status_code == 200, page.content
        shown = page.json()
        assert (shown["title"], shown["price"], shown["variants"][0]["stock"]) == ("Blue mug", {"minor": 2000, "currency": "EUR"}, "low")
        assert (shown["delivery"]["is_available"], shown["published_at"], shown["offers"]) == (True, None, [])

    def test_shows_what_was_saved_since_without_another_link(self, api, draft):
        answer = link(api, draft)
        changes = ProductChanges(texts={"en": ProductTexts(title="Green mug")})
        catalog_services.edit_product(vendor_id=draft.vendor_id, product_id=draft.id, etag=draft.etag, changes=changes, now=NOW)

        assert opened(api, answer).json()["title"] == "Green mug"

    def test_is_kept_and_indexed_by_nobody(self, api, draft):
        answer = link(api, draft)

        for found in (answer, opened(api, answer)):
            assert (found["Cache-Control"], found["X-Robots-Tag"]) == ("private, no-store", "noindex")

    def test_leaves_the_product_where_customers_do_not_see_it(self, api, draft, drain):
        opened(api, link(api, draft))
        drain()

        assert api.get(f"store/products/{draft.slug}").status_code == 404
        assert draft.slug not in str(api.get("store/sitemap/products").json())

    def test_works_before_the_vendor_is_approved(self, api):
        pending = make_vendor(state="pending")
        product = make_product(vendor=pending.id, is_published=False)
        person = make_vendor_person(vendor_id=pending.id, roles=["manager"]).id

        answer = link(api, product, token=vendor_token(pending.id, person_id=person))

        assert opened(api, answer).status_code == 200


class TestRefusals:
    def test_who_does_not_edit_the_product_gets_no_link(self, api, vendor, draft):
        assert link(api, draft, token=vendor_token(vendor.id, "fulfilment")).status_code == 403
        assert link(api, draft, token=vendor_token(make_vendor().id)).status_code == 404
        assert link(api, draft, token=staff_token("admin")).status_code == 403
        assert api.post(f"vendor/products/{draft.id}/preview-links").status_code == 401

    def test_a_link_ends(self, api, draft):
        answer = link(api, draft)
        token, now = token_in(answer), clock.now()

        assert queries.get_preview(token, place=PLACE, now=now).id == draft.id
        with pytest.raises(queries.PreviewExpired):
            queries.get_preview(token, place=PLACE, now=now + LINK_LIFE + timedelta(seconds=1))

    def test_an_expired_link_says_so(self, api, draft):
        viewer = owner_of(draft.vendor_id)
        about = {"vendor_id": draft.vendor_id, "product_id": draft.id, "viewer_id": viewer}
        old = queries.link_to_preview(**about, now=clock.now() - LINK_LIFE)

        answer = api.get(f"store/product-previews/{old.url.rpartition('/')[2]}")

        assert (answer.status_code, answer.json()["code"]) == (410, "preview_expired")

    def test_no_other_region_opens_it(self, api, draft):
        answer = link(api, draft)

        assert api.get(f"store/product-previews/{token_in(answer)}", tenant="mena").status_code == 404

    def test_nobody_makes_or_alters_one(self, api, draft):
        token = token_in(link(api, draft))

        for wrong in (token[:-2] + "xx", token[:40], "none", "é"):
            assert api.get(f"store/product-previews/{wrong}").status_code == 404

    def test_it_ends_with_its_makers_access(self, api, vendor, draft):
        person = make_vendor_person(vendor_id=vendor.id, roles=["manager"])
        answer = link(api, draft, token=vendor_token(vendor.id, "manager", person_id=person.id))
        assert opened(api, answer).status_code == 200

        vendor_services.remove_member(vendor_id=vendor.id, person_id=person.id, actor=VENDOR_ACTOR, now=NOW)

        assert opened(api, answer).status_code == 404

    def test_it_ends_with_its_makers_key(self, api, vendor, draft):
        key = vendor_services.create_api_key(vendor_id=vendor.id, name="Till", roles=["manager"], actor=VENDOR_ACTOR, now=NOW)
        about = {"vendor_id": vendor.id, "product_id": draft.id, "viewer_id": key.key.id}
        token = queries.link_to_preview(**about, now=clock.now()).url.rpartition("/")[2]
        assert api.get(f"store/product-previews/{token}").status_code == 200

        vendor_services.revoke_api_key(vendor_id=vendor.id, key_id=key.key.id, actor=VENDOR_ACTOR, now=NOW)

        assert api.get(f"store/product-previews/{token}").status_code == 404

    def test_it_ends_when_the_vendor_leaves(self, api, draft):
        answer = link(api, draft)
        vendor_services.close_vendor(vendor_id=draft.vendor_id, reason="For a test", actor=STAFF_ACTOR, now=NOW)

        assert opened(api, answer).status_code == 404

    def test_what_staff_took_down_is_not_shown(self, api, draft):
        answer = link(api, draft)
        catalog_services.take_down_product(product_id=draft.id, reason="A fake", actor=STAFF_ACTOR, now=NOW)

        again = link(api, draft)

        assert opened(api, answer).status_code == 404
        assert (again.status_code, again.json()["code"]) == (409, "taken_down")

    def test_a_suspended_vendor_shows_nothing_and_gets_no_link(self, api, draft):
        answer = link(api, draft)
        vendor_services.suspend_vendor(vendor_id=draft.vendor_id, reason="For a test", actor=STAFF_ACTOR, now=NOW)

        again = link(api, draft)

        assert opened(api, answer).status_code == 404
        assert (again.status_code, again.json()["code"]) == (409, "vendor_state_forbids")

    def test_nothing_of_it_can_be_put_into_a_cart(self, api, draft):
        opened(api, link(api, draft))
        line = {"variant_id": draft.variants[0].id, "quantity": 1}

        assert api.post("store/carts", {"lines": [line]}).status_code in (404, 409, 422)


def test_a_preview_is_of_the_region_in_scope(draft, mena):
    about = {"vendor_id": draft.vendor_id, "product_id": draft.id, "viewer_id": owner_of(draft.vendor_id)}
    token = queries.link_to_preview(**about, now=NOW).url.rpartition("/")[2]

    with tenancy.scope(mena), pytest.raises(queries.ProductNotFound):
        queries.get_preview(token, place=Place(language="en", country="KW", currency="KWD"), now=NOW)
