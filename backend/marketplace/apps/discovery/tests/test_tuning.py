"""What the operator's staff sets about search, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.apps.discovery.tests.test_lists import titles
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]
SYNONYMS = {"groups": [{"language": "en", "words": ["billy can", "kettle"]}]}


@pytest.fixture
def put(api: Any) -> Callable[..., Any]:
    def send(part: str, body: Any, *, version: str = "0", roles: tuple[str, ...] = ("catalogue",)) -> Any:
        headers = {"Authorization": f"Bearer {staff_token(*roles)}", "If-Match": f'"{version}"'}
        return api.send("PUT", f"admin/search/{part}", body, headers=headers)

    return send


def test_synonyms_find_what_is_called_otherwise(get: Get, put: Callable[..., Any], drain: Callable[..., None]) -> None:
    make_product(vendor=make_vendor().id, title="Enamel kettle")
    drain()
    before = titles(get("products", q="billy can"))

    response = put("synonyms", SYNONYMS)

    assert before == []
    assert (response.status_code, response.json(), response["ETag"]) == (
        200,
        {"groups": [{"language": "en", "words": ["billy can", "kettle"], "means": []}]},
        '"1"',
    )
    assert titles(get("products", q="Billy can")) == ["Enamel kettle"]
    assert get("products", q="billy can", tenant="mena")["items"] == []


def test_pins_come_first(get: Get, put: Callable[..., Any], drain: Callable[..., None]) -> None:
    vendor = make_vendor().id
    make_product(vendor=vendor, title="Mug")
    lamp = make_product(vendor=vendor, title="Lamp")
    drain()

    put("pins", {"queries": [{"query": "Mug", "product_ids": [lamp.id]}]})

    assert titles(get("products", q="mug")) == ["Lamp", "Mug"]
    assert titles(get("products", q="mug", sort="price_asc")) == ["Mug"]


def test_boosts_are_tuned(get: Get, put: Callable[..., Any], drain: Callable[..., None]) -> None:
    vendor = make_vendor().id
    gone = make_product(vendor=vendor, title="Mug")
    make_product(vendor=vendor, title="Mug")
    later = make_product(vendor=vendor, title="Mug")
    set_stock(gone, 0)
    set_stock(later, 0)
    drain()
    before = [item["in_stock"] for item in get("products", q="mug")["items"]]

    put("boosts", {"in_stock": 0})

    assert before == [True, False, False]
    assert [item["in_stock"] for item in get("products", q="mug")["items"]] == [False, True, False]


def test_a_part_is_read_with_its_version(api: Any, put: Callable[..., Any]) -> None:
    headers = {"Authorization": f"Bearer {staff_token('catalogue')}"}
    unset = api.get("admin/search/boosts", headers=headers)
    put("boosts", {"sold": 900})
    after = api.get("admin/search/boosts", headers=headers)

    assert (unset.json()["sold"], unset["ETag"]) == (400, '"0"')
    assert (after.json()["sold"], after.json()["in_stock"], after["ETag"]) == (900, 500, '"1"')


def test_a_stale_version_is_refused(put: Callable[..., Any], api: Any) -> None:
    put("synonyms", SYNONYMS)

    assert put("synonyms", SYNONYMS, version="0").status_code == 412
    assert put("synonyms", SYNONYMS, version="nonsense").status_code == 412
    assert put("synonyms", {"groups": []}, version="1").status_code == 200
    unmatched = api.send("PUT", "admin/search/pins", {"queries": []}, headers={"Authorization": f"Bearer {staff_token('catalogue')}"})
    assert unmatched.status_code == 428


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("synonyms", {}),
        ("synonyms", {"groups": [{"language": "ar", "words": ["a", "b"]}]}),
        ("synonyms", {"groups": [{"language": "en", "words": ["alone"]}]}),
        ("synonyms", {"groups": [{"language": "en", "words": ["!!!", "b"]}]}),
        ("pins", {"queries": [{"query": "mug", "product_ids": []}]}),
        ("pins", {"queries": [{"query": "mug", "product_ids": ["nonsense"]}]}),
        ("pins", {"queries": [{"query": text, "product_ids": [f"prod_{'0' * 26}"]} for text in ("mug", "Mug")]}),
        ("boosts", {"sold": 1001}),
        ("boosts", {"sold_half_at": 0}),
    ],
)
def test_refuses_what_makes_no_sense(put: Callable[..., Any], part: str, body: Any) -> None:
    response = put(part, body)

    assert response.status_code == 422
    assert response.json()["errors"]


def test_is_for_the_catalogues_staff_alone(api: Any, put: Callable[..., Any]) -> None:
    assert put("synonyms", SYNONYMS, roles=("finance",)).status_code == 403
    assert api.get("admin/search/synonyms").status_code == 401


def test_leaves_a_trace(put: Callable[..., Any]) -> None:
    put("synonyms", SYNONYMS)

    entry = AuditEntry.objects.get(action="search.synonyms_set")
    assert (entry.resource, entry.old) == ("synonyms", {})
    assert entry.new["groups"][0]["words"] == ["billy can", "kettle"]
