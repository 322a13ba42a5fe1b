"""What staff read of what couriers collected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of
from marketplace.apps.reconciliation.tests.factories import a_parcel, remit
from marketplace.apps.shipping.tests.factories import make_courier
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
PATH = "admin/courier-collections"


def found(api, **wanted):
    return api.get(PATH, token=staff_token("finance"), **wanted).json()


def test_by_courier_newest_first_and_what_is_still_owed(api, drain):
    make_courier()
    pan = make_listing(price_minor=3000, courier="aramex")
    _, part = [
        deliver_all(part_of(make_order((pan, 1), payment=CASH), pan), tracking_number=number, now=NOW + timedelta(days=day))
        for day, number in enumerate(("P1", "P2"), start=1)
    ]
    drain()
    remit(a_parcel("P1", 3500))
    drain()

    numbers = [item["tracking_number"] for item in found(api, courier="aramex")["items"]]
    (owed,) = found(api, courier="aramex", is_settled="false")["items"]
    (settled,) = found(api, is_settled="true")["items"]

    assert numbers == ["P2", "P1"]
    assert (owed["tracking_number"], owed["settled_at"], owed["amount"]) == ("P2", None, {"minor": 3500, "currency": "EUR"})
    assert (owed["vendor_order_id"], owed["order_id"]) == (part.id, part.order_id)
    assert settled["tracking_number"] == "P1"
    assert settled["settled_at"]
    assert found(api, courier="dhl")["items"] == []
    first = found(api, limit=1)
    rest = found(api, limit=1, cursor=first["next_cursor"])
    assert {item["id"] for item in (*first["items"], *rest["items"])} == {owed["id"], settled["id"]}


def test_finance_and_admins_alone(api):
    for token in (staff_token("support"), vendor_token("ven_of_tests")):
        assert api.get(PATH, token=token).status_code == 403
    assert api.get(PATH).status_code == 401
    assert api.get(PATH, token=staff_token("finance"), tenant="mena").status_code == 421
