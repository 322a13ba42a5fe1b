"""VAT number checks over HTTP: staff who handle money, and nobody else."""

from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.tax.tests.vies_server import BELGIAN, OPERATOR
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def belgian(tenant, vies):
    assert tenant.settings.items() >= {"operator_country": OPERATOR["operator_country"]}.items()
    vies.valid.add(BELGIAN)
    return make_vendor(country="BE", vat_number=BELGIAN)


def test_staff_ask_vies_and_read_what_it_said(api, belgian):
    token = staff_token("finance")

    asked = api.post(f"admin/vendors/{belgian.id}/vat-number-checks", token=token)
    listed = api.get("admin/vat-number-checks", token=token, vendor_id=belgian.id, outcome="valid").json()["items"]

    assert (asked.status_code, asked.json()["outcome"], asked.json()["vat_number"]) == (201, "valid", BELGIAN)
    assert listed == [asked.json()]
    assert api.get("admin/vat-number-checks", token=token, outcome="invalid").json()["items"] == []


def test_the_list_comes_by_pages(api, belgian):
    token = staff_token("admin")
    for _ in range(3):
        api.post(f"admin/vendors/{belgian.id}/vat-number-checks", token=token)

    first = api.get("admin/vat-number-checks", token=token, limit=2).json()
    rest = api.get("admin/vat-number-checks", token=token, limit=2, cursor=first["next_cursor"]).json()

    assert len({item["id"] for item in first["items"] + rest["items"]}) == 3
    assert rest["next_cursor"] is None


def test_a_vendor_of_the_operators_country_is_refused(api, belgian):
    dutch = make_vendor(country="NL", vat_number="NL000000103B01")
    refused = api.post(f"admin/vendors/{dutch.id}/vat-number-checks", token=staff_token("finance"))

    assert (refused.status_code, refused.json()["code"]) == (409, "no_vat_number_to_check")
    assert api.post("admin/vendors/ven_0/vat-number-checks", token=staff_token("finance")).status_code == 404


def test_nobody_else_asks_or_reads(api, belgian, vies):
    path = f"admin/vendors/{belgian.id}/vat-number-checks"
    for token in (staff_token("support"), staff_token("catalogue")):
        assert api.post(path, token=token).status_code == 403
        assert api.get("admin/vat-number-checks", token=token).status_code == 403
    for options in ({}, {"token": vendor_token(belgian.id)}):
        assert api.post(path, **options).status_code in (401, 403)
        assert api.get("admin/vat-number-checks", **options).status_code in (401, 403)
    assert api.post(path, token=staff_token("finance"), tenant="mena").status_code in (404, 421)
    assert vies.questions == []
