"""What the customer writes to the vendors goes with the order; a company's VAT number with its billing address."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from contract.tests.buying import Buyer
from marketplace.apps.carts.tests.factories import ADDRESSES
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def buyer(api: Any) -> Buyer:
    return Buyer(api)


def test_customer_vendors_and_staff_read_the_note(api, buyer):
    mug, jug = make_listing(), make_listing()
    buyer.fill((mug, 1), (jug, 1), country="NL", currency="EUR")
    buyer.change("PATCH", body={"note": "Ring twice\nplease"})
    assert buyer.pay(method="cash_on_delivery").status_code == 201

    order = buyer.read_order()
    parts = {part["vendor_id"]: part["vendor_order_id"] for part in order["parts"]}
    seen = [api.get(f"vendor/orders/{parts[item.vendor_id]}", token=vendor_token(item.vendor_id)).json()["note"] for item in (mug, jug)]
    staff = api.get(f"admin/orders/{order['id']}", token=staff_token("support")).json()

    assert [order["note"], *seen, staff["order"]["note"]] == ["Ring twice\nplease"] * 4


def test_a_note_may_come_with_the_checkout(buyer):
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")

    assert buyer.pay(method="cash_on_delivery", note="Ring twice").status_code == 201

    assert buyer.read_order()["note"] == "Ring twice"


def test_the_billing_address_has_company_and_vat_number(buyer):
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")
    billing = {**msgspec.to_builtins(ADDRESSES["NL"]), "phone": "", "company": "Clay BV", "vat_number": "nl 0044.95445.b01"}
    buyer.change("PATCH", body={"billing_address": billing})
    buyer.pay(method="cash_on_delivery")

    address = buyer.read_order()["billing_address"]
    assert (address["company"], address["vat_number"]) == ("Clay BV", "NL004495445B01")
    wrong = buyer.pay(method="cash_on_delivery", billing_address={**billing, "vat_number": "NL1"})
    assert [error["field"] for error in wrong.json()["errors"]] == ["billing_address.vat_number"]
