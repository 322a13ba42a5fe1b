"""Invoices over HTTP: who reads which, and the vendor's agreement."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.invoices.domain.labels import AGREEMENT_VERSION
from marketplace.apps.invoices.tests.invoicing import fill_profile, guest
from marketplace.apps.orders.tests.factories import make_order, part_of, send_parcel
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


@pytest.fixture
def part(mug, drain):
    part = send_parcel(part_of(make_order((mug, 2)), mug), 2)
    drain()
    return part


def listed(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


class TestTheCustomer:
    def test_a_guest_reads_the_invoice_and_opens_its_file(self, api, part):
        path = f"store/orders/{part.order_id}/invoices"
        (invoice,) = listed(api.get(path, headers=guest(part)))
        link = api.post(f"{path}/{invoice['id']}/links", headers=guest(part))
        file = Client().get(urlsplit(link.json()["url"]).path, headers={"Host": "api.eu.localhost"})

        assert (invoice["kind"], invoice["total"]) == ("invoice", {"minor": 4500, "currency": "EUR"})
        assert invoice["taxes"] == [{"rate_bp": 2100, "base": {"minor": 3719, "currency": "EUR"}, "tax": {"minor": 781, "currency": "EUR"}}]
        assert link.status_code == 201
        assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"%PDF-")

    def test_nobody_else_does(self, api, part):
        path = f"store/orders/{part.order_id}/invoices"
        (invoice,) = listed(api.get(path, headers=guest(part)))
        other = customer_token(make_customer().id)

        for options in ({}, {"token": other}, {"headers": {"Order-Token": "wrong"}}, {"tenant": "mena", "headers": guest(part)}):
            assert api.get(path, **options).status_code == 404, options
            assert api.post(f"{path}/{invoice['id']}/links", **options).status_code == 404, options

    def test_an_invoice_of_another_order_is_not_there(self, api, mug, part, drain):
        second = send_parcel(part_of(make_order((mug, 1)), mug), 1)
        drain()
        (invoice,) = listed(api.get(f"store/orders/{second.order_id}/invoices", headers=guest(second)))

        assert api.post(f"store/orders/{part.order_id}/invoices/{invoice['id']}/links", headers=guest(part)).status_code == 404

    def test_a_customer_reads_those_of_its_own_order(self, api, mug, drain):
        person = make_customer()
        part = send_parcel(part_of(make_order((mug, 1), customer_id=person.id), mug), 1)
        drain()

        assert len(listed(api.get(f"store/orders/{part.order_id}/invoices", token=customer_token(person.id)))) == 1


class TestVendorsAndStaff:
    def test_a_vendor_reads_its_own_by_pages(self, api, mug, part, drain):
        for _ in range(2):
            send_parcel(part_of(make_order((mug, 1)), mug), 1)
        drain()
        token = vendor_token(mug.vendor_id, "accountant")

        first = api.get("vendor/invoices", token=token, limit=2).json()
        rest = api.get("vendor/invoices", token=token, limit=2, cursor=first["next_cursor"]).json()
        numbers = [item["number"] for item in first["items"] + rest["items"]]
        assert (len(numbers), len(set(numbers)), rest["next_cursor"]) == (3, 3, None)
        assert listed(api.get("vendor/invoices", token=token, kind="credit_note")) == []
        invoice_id = first["items"][0]["id"]
        assert api.get(f"vendor/invoices/{invoice_id}", token=token).status_code == 200
        assert api.post(f"vendor/invoices/{invoice_id}/links", token=token).status_code == 201

    def test_another_vendor_and_another_role_do_not(self, api, mug, part):
        (invoice,) = listed(api.get("vendor/invoices", token=vendor_token(mug.vendor_id)))
        other, packer = vendor_token(make_vendor().id), vendor_token(mug.vendor_id, "fulfilment")

        assert listed(api.get("vendor/invoices", token=other)) == []
        assert api.get(f"vendor/invoices/{invoice['id']}", token=other).status_code == 404
        assert api.post(f"vendor/invoices/{invoice['id']}/links", token=other).status_code == 404
        assert api.get("vendor/invoices", token=packer).status_code == 403
        assert api.get("vendor/invoices", token=staff_token("admin")).status_code in (401, 403)

    def test_staff_read_all(self, api, mug, part):
        token = staff_token("finance")

        (invoice,) = listed(api.get("admin/invoices", token=token, vendor_id=mug.vendor_id, order_id=part.order_id))
        assert api.get(f"admin/invoices/{invoice['id']}", token=token).json() == invoice
        assert api.post(f"admin/invoices/{invoice['id']}/links", token=token).status_code == 201
        assert api.get("admin/invoices", token=staff_token("catalogue")).status_code == 403
        assert api.get("admin/invoices", token=vendor_token(mug.vendor_id)).status_code in (401, 403)
        assert api.get("admin/invoices", token=token, kind="receipt").status_code == 422


class TestTheAgreement:
    def test_the_owner_reads_and_accepts_it(self, api):
        vendor = make_vendor()
        owner = vendor_token(vendor.id)
        before = api.get("vendor/invoicing", token=owner, lang="nl").json()
        accepted = api.post("vendor/invoicing/accept", {"version": before["agreement_version"]}, token=owner)
        again = api.post("vendor/invoicing/accept", {"version": before["agreement_version"]}, token=owner)

        assert "De verkoper" in before["agreement"]
        assert (before["is_issued"], before["missing"]) == (False, ["agreement", "address", "vat_number"])
        assert (accepted.status_code, accepted.json()["missing"]) == (200, ["address", "vat_number"])
        assert again.json()["accepted_at"] == accepted.json()["accepted_at"] is not None
        assert accepted.json()["accepted_by"] == "usr_of_tests"

    def test_only_the_owner_accepts_and_only_the_present_text(self, api):
        vendor = make_vendor()
        body = {"version": AGREEMENT_VERSION}

        assert api.post("vendor/invoicing/accept", body, token=vendor_token(vendor.id, "manager")).status_code == 403
        stale = api.post("vendor/invoicing/accept", {"version": "2020-01"}, token=vendor_token(vendor.id))
        assert (stale.status_code, stale.json()["code"]) == (409, "agreement_changed")
        assert api.post("vendor/invoicing/accept", {}, token=vendor_token(vendor.id)).status_code == 422
        assert api.get("vendor/invoicing", token=vendor_token(vendor.id)).json()["accepted_at"] is None

    def test_a_vendor_without_vat_needs_no_number_for_what_has_none(self, api, mug):
        fill_profile(mug.vendor_id, vat_number="")

        status = api.get("vendor/invoicing", token=vendor_token(mug.vendor_id)).json()
        assert (status["is_issued"], status["missing"]) == (True, ["vat_number"])
