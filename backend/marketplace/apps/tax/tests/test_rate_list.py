from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy

pytestmark = pytest.mark.usefixtures("tenant")


def test_the_regions_rates_are_listed_with_their_day_and_law_and_one_of_each_class_holds(api, tenant):
    items = api.get("admin/tax-rates", token=staff_token("finance")).json()["items"]

    assert {item["country"] for item in items} <= set(tenant.countries)
    dutch = [item for item in items if item["country"] == "NL" and item["tax_class"] == "standard"]
    assert [(item["basis_points"], item["is_current"]) for item in dutch] == [(2100, True)]
    assert all(item["source"] and item["valid_from"] for item in items)
    current = [(item["country"], item["tax_class"]) for item in items if item["is_current"]]
    assert len(current) == len(set(current)) == len({(item["country"], item["tax_class"]) for item in items})


def test_they_are_for_staff_who_handle_money(api, mena):
    with tenancy.scope(mena):
        foreign = staff_token()

    assert api.get("admin/tax-rates").status_code == 401
    for token in (staff_token("support"), staff_token("catalogue"), vendor_token(make_vendor().id)):
        assert api.get("admin/tax-rates", token=token).status_code == 403
    assert api.get("admin/tax-rates", token=foreign).status_code == 421
