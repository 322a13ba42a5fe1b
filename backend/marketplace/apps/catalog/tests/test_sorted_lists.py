"""Products by price and by their last change, as staff and as their vendor lists them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vendor() -> str:
    return make_vendor().id


@pytest.fixture
def products(vendor, drain):
    """In the order of time; the first and the last cost the same."""
    made = [
        make_product(vendor=vendor, price=Money(minor, "EUR"), now=NOW + timedelta(minutes=number))
        for number, minor in enumerate((2000, 1000, 3000, 2000))
    ]
    drain()
    return [product.id for product in made]


def pages(api, path, token, **asked):
    """The ids of the list, read two at a time."""
    found, cursor = [], None
    while True:
        answer = api.get(path, token=token, limit=2, **asked, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("sort", "order"),
    [("updated_at", (0, 1, 2, 3)), ("-updated_at", (3, 2, 1, 0))],
)
def test_in_each_order_every_product_comes_once(api, vendor, products, sort, order):
    expected = [products[place] for place in order]

    assert pages(api, "admin/products", staff_token(), sort=sort) == expected
    assert pages(api, "vendor/products", vendor_token(vendor), sort=sort) == expected


@pytest.mark.parametrize(("sort", "prices"), [("price", [1000, 2000, 2000, 3000]), ("-price", [3000, 2000, 2000, 1000])])
def test_by_price_every_product_comes_once_though_two_cost_the_same(api, vendor, products, sort, prices):
    priced = dict(zip(products, (2000, 1000, 3000, 2000), strict=True))

    for path, token in (("admin/products", staff_token()), ("vendor/products", vendor_token(vendor))):
        found = pages(api, path, token, sort=sort)
        assert [priced[product_id] for product_id in found] == prices
        assert sorted(found) == sorted(products)


@pytest.mark.parametrize("sort", ["price", "-price"])
def test_what_has_no_price_in_the_currency_is_left_out_of_its_order_alone(api, mena, drain, sort):
    with tenancy.scope(mena):
        vendor = make_vendor().id
        in_dinars, in_dirhams = (make_product(vendor=vendor, price=Money(1500, currency)).id for currency in ("KWD", "AED"))
        drain()
        callers = (("admin/products", staff_token()), ("vendor/products", vendor_token(vendor)))

    for path, token in callers:
        assert pages(api, path, token, sort=sort, tenant="mena") == [in_dinars]  # in the region's default currency
        assert pages(api, path, token, sort=sort, tenant="mena", currency="AED") == [in_dirhams]
        assert sorted(pages(api, path, token, tenant="mena")) == sorted([in_dinars, in_dirhams])


def test_a_vendor_sorts_its_own_alone_and_keeps_its_filters(api, vendor, products, drain):
    make_product(vendor=make_vendor().id, price=Money(1, "EUR"))
    draft = make_product(vendor=vendor, price=Money(500, "EUR"), is_published=False, title="Lantern")
    drain()

    assert pages(api, "vendor/products", vendor_token(vendor), sort="price", status="draft") == [draft.id]
    assert pages(api, "vendor/products", vendor_token(vendor), sort="price", q="lantern") == [draft.id]
    assert pages(api, "vendor/products", vendor_token(vendor), sort="price")[0] == draft.id


def test_named_products_have_the_order_of_their_names(api, vendor, products):
    answer = api.get("vendor/products", token=vendor_token(vendor), ids=products[0], sort="price")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "ids")


@pytest.mark.parametrize(("asked", "field"), [({"sort": "title"}, "sort"), ({"sort": "price", "currency": "XTS"}, "currency")])
def test_what_cannot_be_compared_is_refused(api, vendor, asked, field):
    for path, token in (("admin/products", staff_token()), ("vendor/products", vendor_token(vendor))):
        answer = api.get(path, token=token, **asked)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_cursor_is_of_one_order(api, vendor, products):
    first = api.get("vendor/products", token=vendor_token(vendor), limit=2, sort="price").json()

    other = api.get("vendor/products", token=vendor_token(vendor), limit=2, sort="-price", cursor=first["next_cursor"])

    assert other.json()["errors"][0]["code"] == "invalid_cursor"
