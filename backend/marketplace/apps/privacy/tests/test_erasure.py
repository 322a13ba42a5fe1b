"""Deleting an account: closed at once, its data gone from every app, and of orders what the law wants kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from contract.tests.buying import Buyer
from marketplace.apps.accounts.models import Account, Consent, OneTimeToken, SavedAddressRow, Session
from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer
from marketplace.apps.accounts.types import MyProfile
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.tests.factories import ADDRESSES
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.disputes.models import Evidence
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.payments.models import Card
from marketplace.apps.payments.tests.factories import a_saved_card
from marketplace.apps.privacy import services
from marketplace.apps.privacy.models import Erasure
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock
from marketplace.foundation.blobs import open_blob, save_private
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import PageRequest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

EMAIL, NAME = "noor@customer.example", "Noor Jansen"
BILLING = {**msgspec.to_builtins(ADDRESSES["NL"]), "phone": ""}


@pytest.fixture
def customer() -> MyProfile:
    return make_customer(email=EMAIL, name=NAME)


def buy(api: Any, customer: MyProfile, **billing: str) -> Buyer:
    buyer = Buyer(api, token=customer_token(customer.id))
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")
    buyer.change("PATCH", body={"note": "Ring at Jansen", "billing_address": {**BILLING, **billing}})
    assert buyer.pay(method="cash_on_delivery").status_code == 201
    return buyer


def cancel(buyer: Buyer) -> None:
    path = f"store/orders/{buyer.order['order_id']}/cancellations"
    assert buyer.api.post(path, {"reason": "Changed my mind"}, token=buyer.token).status_code == 200


def delete(api: Any, customer: MyProfile, *, password: str = PASSWORD) -> Any:
    return api.post("me/deletion", {"password": password}, token=customer_token(customer.id))


def test_the_account_is_closed_at_once_and_the_answer_says_what_is_kept(api, customer):
    login = {"audience": "customer", "email": EMAIL, "password": PASSWORD}
    session = api.post("auth/login", login).json()

    answer = delete(api, customer)

    assert answer.status_code == 202
    assert [kept["code"] for kept in answer.json()["kept"]] == ["orders_and_invoices", "invoices_to_companies", "books", "audit_log"]
    assert api.get("me", token=session["access_token"]).status_code == 401
    assert api.post("auth/login", login).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": session["refresh_token"]}).status_code == 401


def test_nothing_about_the_person_is_left(api, customer, drain):
    token = customer_token(customer.id)
    api.post("me/addresses", {"address": BILLING}, token=token)
    consent = {"purpose": "marketing", "is_granted": True, "text": "New things by mail", "language": "en", "source": "account"}
    api.post("me/consents", consent, token=token)
    api.post("auth/login", {"audience": "customer", "email": EMAIL, "password": PASSWORD})
    a_saved_card(customer.id)
    buyer = buy(api, customer)
    cancel(buyer)
    evidence = save_private("disputes/dsp_1-1", b"%PDF Noor Jansen", "application/pdf")
    about = {"sha256": "0" * 64, "sent_by": "stf_1", "begun_at": clock.now(), "state": "sending"}
    Evidence.objects.create(dispute_id="dsp_1", order_id=buyer.order["order_id"], path=evidence, note="Noor called", **about)
    drain()
    assert Message.objects.filter(recipient=EMAIL).exists()
    to_vendor = Message.objects.get(occasion__startswith="new_order:")
    assert "Jansen" in to_vendor.body
    assert delete(api, customer).status_code == 202

    services.erase(account_id=customer.id, now=clock.now())
    drain()

    for model in (Account, SavedAddressRow, Consent, Session, OneTimeToken, Card):
        assert model.objects.filter(**({"pk": customer.id} if model is Account else {})).count() == 0
    assert not Message.objects.filter(recipient=EMAIL).exists()
    assert [message.occasion for message in Message.objects.all() if "Jansen" in message.body] == []
    assert not Message.objects.filter(order_id=to_vendor.order_id).exists()
    assert CARTS.query(carts_pk(customer.id), page=PageRequest(10)).items == []
    assert Erasure.objects.get().email == ""
    assert Evidence.objects.values_list("path", "note", "sha256").get() == ("", "", "0" * 64)
    with pytest.raises(NotFound):
        open_blob(evidence)
    stored = [checkout.snapshot for checkout in Checkout.objects.all()]
    stored += [order_queries.order_detail(order) for order in order_queries.iter_orders(customer.id)]
    stored += [part for order in order_queries.iter_orders(customer.id) for part in order_queries.vendor_orders_of(order)]
    content = msgspec.json.encode(stored).decode()
    assert len(stored) == 3
    assert [word for word in (EMAIL, "Jansen", "Noor", ADDRESSES["NL"].line1) if word in content] == []


def test_amounts_and_the_place_of_vat_stay(api, customer):
    buyer = buy(api, customer)
    cancel(buyer)
    before = order_queries.get_order(customer.id, buyer.order["order_id"])
    delete(api, customer)

    services.erase(account_id=customer.id, now=clock.now())

    after = order_queries.get_order(customer.id, buyer.order["order_id"])
    assert (after.number, after.quote) == (before.number, before.quote)
    assert (after.billing_address.country, after.billing_address.postcode) == ("NL", before.billing_address.postcode)


def test_an_invoice_to_a_company_keeps_its_address(api, customer):
    buyer = buy(api, customer, company="Clay BV", vat_number="NL004495445B01")
    cancel(buyer)
    delete(api, customer)

    services.erase(account_id=customer.id, now=clock.now())

    kept = order_queries.get_order(customer.id, buyer.order["order_id"]).billing_address
    assert (kept.company, kept.vat_number, kept.line1) == ("Clay BV", "NL004495445B01", ADDRESSES["NL"].line1)


def test_staff_finds_the_order_by_its_number_and_not_by_the_person(api, customer, drain):
    buyer = buy(api, customer)
    cancel(buyer)
    drain()
    delete(api, customer)
    services.erase(account_id=customer.id, now=clock.now())
    drain()

    def found(q: str) -> list[str]:
        return [item["id"] for item in api.get("admin/orders", token=staff_token(), q=q).json()["items"]]

    assert found(buyer.order["order_number"]) == [buyer.order["order_id"]]
    assert found("noor@customer.example") == []


def test_orders_under_way_keep_the_account(api, customer):
    buyer = buy(api, customer)

    answer = delete(api, customer)

    assert (answer.status_code, answer.json()["code"], answer.json()["orders"]) == (409, "orders_under_way", [buyer.order["order_number"]])
    assert api.post("auth/login", {"audience": "customer", "email": EMAIL, "password": PASSWORD}).status_code == 200


def test_a_wrong_password_deletes_nothing(api, customer):
    answer = delete(api, customer, password="not the password")

    assert [error["field"] for error in answer.json()["errors"]] == ["password"]
    assert Account.objects.get(pk=customer.id).is_active
    assert api.post("me/deletion", {"password": PASSWORD}).status_code == 401


def test_an_erasure_that_was_cut_off_goes_on(api, customer):
    cancel(buy(api, customer))
    delete(api, customer)
    assert services.list_running(before=clock.now() + timedelta(seconds=1)) == [customer.id]

    for _ in range(2):
        services.erase(account_id=customer.id, now=clock.now())

    assert services.list_running(before=clock.now() + timedelta(seconds=1)) == []


def test_the_address_is_free_for_a_new_account(api, customer):
    delete(api, customer)
    services.erase(account_id=customer.id, now=clock.now())

    assert make_customer(email=EMAIL).id != customer.id


def test_another_customer_keeps_everything(api, customer, drain):
    other = make_customer(email="other@customer.example")
    buyer = buy(api, other)
    cancel(buy(api, customer))
    drain()
    delete(api, customer)

    services.erase(account_id=customer.id, now=clock.now())

    assert order_queries.get_order(other.id, buyer.order["order_id"]).note == "Ring at Jansen"
    kept = Message.objects.values_list("order_id", "occasion")
    assert {order_id for order_id, _ in kept} == {buyer.order["order_id"]}
    assert [occasion.partition(":")[0] for _, occasion in kept] == ["new_order"]
    assert api.get("me", token=customer_token(other.id)).status_code == 200
