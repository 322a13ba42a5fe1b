"""Requests that nobody means well with are refused, never a server error."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.kit.pages import encode_cursor

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.mark.parametrize("path", ["admin/vendors/%00", "admin/customers/%00", "admin/vendors/%C3%28", "admin/vendors/" + "x" * 300])
def test_an_id_that_cannot_be_one_is_not_found(api, path):
    assert api.get(path, token=staff_token()).status_code == 404


@pytest.mark.parametrize("path", ["admin/vendors", "admin/customers"])
@pytest.mark.parametrize("cursor", ["nonsense", encode_cursor("\x00"), encode_cursor(5), encode_cursor(["a"]), "é"])
def test_a_cursor_of_ones_own_making_is_refused(api, path, cursor):
    assert api.get(path, token=staff_token(), cursor=cursor).status_code == 422


@pytest.mark.parametrize("etag", ["²", "9" * 5000, "-1", "1; DROP TABLE", "x"])
def test_an_etag_of_ones_own_making_is_stale(api, etag):
    vendor, customer = make_vendor(), make_customer()
    headers = {"If-Match": etag.encode().decode("latin-1")}

    assert api.patch("vendor/profile", {"name": "x"}, token=vendor_token(vendor.id), headers=headers).status_code == 412
    assert api.patch("me", {"name": "x"}, token=customer_token(customer.id), headers=headers).status_code == 412


def test_an_address_of_ones_own_making_is_not_believed(api):
    headers = {"X-Forwarded-For": "x" * 500}

    assert api.post("auth/login", {"email": "a@example.com", "password": "x" * 500}, headers=headers).status_code == 401
    assert api.post("vendor/applications", {"email": "a@example.com"}, headers=headers).status_code == 422


def test_an_impossible_category_id_is_refused(api):
    vendor = make_vendor()
    plan = {"percent_bp": 1, "category_overrides": {"\x00": 5}, "reason": "x"}

    assert api.put(f"admin/vendors/{vendor.id}/commission-plan", plan, token=staff_token(), etag="1").status_code == 422


@pytest.mark.parametrize("body", [None, [], "x", 5, {"email": {"a": 1}, "password": []}, {"email": "\x00", "password": "\x00"}])
@pytest.mark.parametrize(
    "path", ["auth/login", "auth/register", "auth/refresh", "auth/password-reset", "auth/confirm-email", "vendor/applications"]
)
def test_a_body_of_another_shape_is_not_valid(api, path, body):
    answer = api.send("POST", path, body if body is not None else {})

    assert answer.status_code in (401, 422)
