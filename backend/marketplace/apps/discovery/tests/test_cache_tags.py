"""What the web server needs to keep pages: answers name their tags and the change that they know of."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.content.tests.factories import make_page
from marketplace.apps.discovery.tests.factories import edit_title
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.cache import tags

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def product(drain: Any) -> Product:
    made = make_product(vendor=make_vendor(name="Clay House").id, title="Mug", stock=10)
    make_page("returns")
    drain()
    return made


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("products", "index:products"),
        ("products/{slug}", "product:{id},vendor:{vendor},categories"),
        ("products/{slug}/similar", "index:products"),
        ("categories", "categories,index:products"),
        ("suggestions?q=mug", "index:products"),
        ("vendors/clay-house", "vendor:{vendor},index:products"),
        ("region", "region"),
        ("pages", "pages"),
        ("pages/returns", "pages"),
    ],
)
def test_an_answer_names_its_tags(api, product, path, expected):
    names = {"slug": product.slug, "id": product.id, "vendor": product.vendor_id}

    answer = api.get(f"store/{path.format(**names)}")

    assert answer["Cache-Tag"] == expected.format(**names)
    assert answer["Cache-Change"] == str(tags.last_change())


def test_an_answer_after_a_change_has_a_number_at_least_as_high(api, product, drain):
    before = api.get(f"store/products/{product.slug}")
    edit_title(product, "Cup")
    drain()

    after = api.get(f"store/products/{product.slug}", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert int(after["Cache-Change"]) > int(before["Cache-Change"])


def test_an_answer_that_is_made_for_one_caller_has_no_number(api, product):
    assert "Cache-Change" not in api.get("store/products", headers={"Cache-Control": "no-cache"})


def test_an_edit_of_the_region_expires_what_is_known_of_it(api, product, drain):
    before = int(api.get("store/region")["Cache-Change"])
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    api.patch("admin/region", {"features": {"cash_on_delivery": False}, "reason": "Test"}, token=staff_token(), etag=etag)
    drain()

    assert tags.have_changed(["region"], since=before)
    assert not tags.have_changed(["index:products"], since=before)
