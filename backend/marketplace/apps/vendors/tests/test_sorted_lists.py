"""Vendors by name and by time, over the borders of pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

NAMES = ["clay", "Brick", "Alder", "brick", "Dune"]


@pytest.fixture
def vendors():
    return [make_vendor(name=name, now=NOW + timedelta(minutes=number)) for number, name in enumerate(NAMES)]


def pages(api, **asked):
    """All vendors of the list, read two at a time."""
    found, cursor = [], None
    while True:
        page = api.get("admin/vendors", token=staff_token(), limit=2, **asked, **({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("direction", ["", "-"])
def test_by_name_whatever_its_capitals_each_vendor_comes_once(api, vendors, direction):
    found = pages(api, sort=f"{direction}name")

    names = [item["name"].lower() for item in found]
    assert names == sorted(names, reverse=bool(direction))
    assert {item["id"] for item in found} == {vendor.id for vendor in vendors}


def test_by_when_they_applied(api, vendors):
    ids = [vendor.id for vendor in vendors]

    assert [item["id"] for item in pages(api, sort="applied_at")] == ids
    assert [item["id"] for item in pages(api, sort="-applied_at")] == [item["id"] for item in pages(api)] == ids[::-1]


def test_filters_stay(api, vendors):
    make_vendor(name="Another", state="pending")

    assert [item["name"] for item in pages(api, sort="name", state="pending")] == ["Another"]
    assert [item["name"].lower() for item in pages(api, sort="name", q="rick")] == ["brick", "brick"]


def test_a_cursor_of_one_order_is_none_of_another(api, vendors):
    first = api.get("admin/vendors", token=staff_token(), limit=2, sort="name").json()

    for other in ({"sort": "-name"}, {"sort": "applied_at"}, {}):
        answer = api.get("admin/vendors", token=staff_token(), limit=2, cursor=first["next_cursor"], **other)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid_cursor")


def test_another_column_is_refused(api):
    answer = api.get("admin/vendors", token=staff_token(), sort="email")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "sort")
