"""Whatever things are called: what is listed has a page, under the slug that the list names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.plain_text import clean_line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]

LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ßøæœłđ تمرسة٣١/.-_'1 aAहि\u094dй\u200c")
NAMES = st.text(LETTERS, min_size=1, max_size=60).map(clean_line).filter(bool)


def test_every_product_of_a_list_has_a_page(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Clay House")

    @settings(max_examples=6, deadline=None)
    @given(st.lists(NAMES, min_size=2, max_size=5))
    @example(["تمر سكري", "تمر سكري", "تمر 100", "Straße/Œuf", "!!!", "x" * 160, "x" * 160])
    def hold(names: list[str]) -> None:
        made = {make_product(vendor=vendor.id, title=name).slug for name in names}
        drain()

        listed = {item["slug"] for item in get("products", vendor=vendor.slug, limit=100)["items"]}

        assert len(made) == len(names)
        assert made <= listed
        assert [get(f"products/{quote(slug)}")["slug"] for slug in made] == list(made)

    hold()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("بيت الفخار", "بيت-الفخار"),
        ("Töpferei Weiß 2", "topferei-weiss-2"),
        ("Œuvre & Søn", "oeuvre-son"),
        ("Glas/Keramik", "glas-keramik"),
    ],
)
def test_vendors_of_one_name_have_pages_of_their_own(get: Get, name: str, slug: str) -> None:
    vendors = [make_vendor(name=name), make_vendor(name=name)]

    assert [vendor.slug for vendor in vendors] == [slug, f"{slug}-2"]
    assert [get(f"vendors/{quote(vendor.slug)}")["id"] for vendor in vendors] == [vendor.id for vendor in vendors]
