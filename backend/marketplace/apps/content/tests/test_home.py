"""The home page: staff sets it, everybody reads it; and the shop's look."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

HERO = {"texts": {"en": {"title": "Made by hand"}, "nl": {"title": "Met de hand", "text": "Van dichtbij"}}, "link": "/c/mugs"}


def put(api: Any, body: Any, *, etag: str = "0", token: str | None = None) -> Any:
    return api.put("admin/home", body, token=token or staff_token(), etag=etag)


def test_a_shop_has_sections_before_anybody_has_set_them(api):
    home = api.get("store/home").json()

    assert home["hero"] is None
    assert [section["kind"] for section in home["sections"]] == ["categories", "popular", "on_sale", "new", "recently_seen"]
    assert all(api.get(f"store/products?{section['query']}").status_code == 200 for section in home["sections"])


def test_everybody_sees_what_staff_has_set(api, drain):
    make_category("mugs")
    product = make_product(vendor=make_vendor().id, title="Mug")
    api.get("store/home", lang="nl")
    hero = {**HERO, "product_slug": product.slug}
    sections = [{"kind": "category", "category": "mugs", "titles": {"nl": "Mokken"}}, {"kind": "new"}]

    assert put(api, {"hero": hero, "sections": sections})["ETag"] == '"1"'
    drain()

    home = api.get("store/home", lang="nl").json()
    assert (home["hero"]["title"], home["hero"]["text"], home["hero"]["link"], home["hero"]["language"]) == (
        "Met de hand",
        "Van dichtbij",
        "/c/mugs",
        "nl",
    )
    assert [(section["kind"], section["title"], section["query"]) for section in home["sections"]] == [
        ("category", "Mokken", "category=mugs"),
        ("new", "", "sort=newest"),
    ]


def test_a_stale_home_is_refused(api):
    body = {"hero": None, "sections": [{"kind": "new"}]}
    assert put(api, body).status_code == 200

    assert put(api, body).status_code == 412
    assert put(api, body, etag="1").status_code == 200


@pytest.mark.parametrize(
    ("hero", "sections", "field"),
    [
        ({**HERO, "product_slug": "no-such"}, [], "hero.product_slug"),
        ({**HERO, "link": "https://elsewhere.example"}, [], "hero.link"),
        ({"texts": {"ar": {"title": "x"}}}, [], "hero.texts.ar"),
        (None, [{"kind": "category", "category": "no-such"}], "sections.0.category"),
        (None, [{"kind": "new"}, {"kind": "new"}], "sections"),
        (None, [{"kind": "other"}], "sections.0.kind"),
    ],
)
def test_a_wrong_home_is_refused_by_its_field(api, hero, sections, field):
    answer = put(api, {"hero": hero, "sections": sections})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_only_staff_of_the_right_roles_sets_it(api):
    assert put(api, {"hero": None, "sections": []}, token=staff_token("support")).status_code == 403


def test_the_region_names_the_shops_look(api):
    assert api.get("store/region").json()["brand"] == {"colour": None, "logo_url": None}
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    look = {"shop_colour": "#0f5c4d", "shop_logo_url": "https://pictures.example/logo.svg"}

    assert api.patch("admin/region", {"settings": look, "reason": "Look"}, token=staff_token(), etag=etag).status_code == 200

    assert api.get("store/region").json()["brand"] == {
        "colour": "#0f5c4d",
        "logo_url": "https://pictures.example/logo.svg",
    }
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    wrong = api.patch("admin/region", {"settings": {"shop_logo_url": "javascript:x"}, "reason": "x"}, token=staff_token(), etag=etag)
    assert [error["field"] for error in wrong.json()["errors"]] == ["settings.shop_logo_url"]
