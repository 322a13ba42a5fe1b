"""A copy of all that is stored about a customer: only for its owner, downloaded once for each link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from contract.tests.buying import Buyer
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.accounts.types import MyProfile
from marketplace.apps.analytics.models import CustomerValue
from marketplace.apps.carts.tests.factories import ADDRESSES
from marketplace.apps.fraud.tests.factories import assessed
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.payments.tests.factories import a_saved_card
from marketplace.apps.privacy import queries, services
from marketplace.apps.privacy.models import DataExport
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def customer() -> MyProfile:
    return make_customer(email="noor@customer.example", name="Noor Jansen")


def ask(api: Any, customer: MyProfile) -> str:
    answer = api.post("me/exports", token=customer_token(customer.id))
    assert (answer.status_code, answer.json()["state"]) == (201, "pending")
    return str(answer.json()["id"])


def link_to(api: Any, customer: MyProfile, export_id: str) -> str:
    answer = api.post(f"me/exports/{export_id}/links", token=customer_token(customer.id))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["url"]).partition("/api/v1/")[2]


def test_the_file_has_what_is_stored(api, customer, drain):
    token = customer_token(customer.id)
    api.post("me/addresses", {"address": msgspec.to_builtins(ADDRESSES["NL"])}, token=token)
    card = a_saved_card(customer.id)
    buyer = Buyer(api, token=token)
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")
    buyer.pay(method="cash_on_delivery")
    drain()
    export_id = ask(api, customer)

    services.make_export(export_id=export_id, now=clock.now())

    assert api.get(f"me/exports/{export_id}", token=token).json()["state"] == "ready"
    answer = api.get(link_to(api, customer, export_id))
    content = msgspec.json.decode(b"".join(answer))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["Cache-Control"] == "private, no-store"
    assert content["profile"]["email"] == "noor@customer.example"
    assert [order["id"] for order in content["orders"]] == [buyer.order["order_id"]]
    assert [(row["order_id"], row["quantity"]) for row in content["purchases"]] == [(buyer.order["order_id"], 1)]
    assert [(saved["id"], saved["last4"]) for saved in content["saved_cards"]] == [(card.id, "4242")]
    assert content["addresses"][0]["address"]["city"] == ADDRESSES["NL"].city
    assert content["cart"]["id"] == buyer.cart["id"]
    assert {"consents", "sessions", "messages"} < content.keys()
    assert b"password" not in msgspec.json.encode(content)


def test_the_copy_says_how_risky_payments_looked_and_what_the_customer_is_worth(customer):
    risk = assessed(customer_id=customer.id, billing_country="US")
    assessed(customer_id="")
    bought = {"orders": 2, "spent_minor": 4_000, "first_order_at": NOW, "last_order_at": NOW}
    rows.insert(CustomerValue(customer_id=customer.id, currency="EUR", recency=5, frequency=2, monetary=3, expected_minor=900, **bought))

    copy = dict(queries.gather(customer.id))

    (risk_view,) = copy["payment_risks"]
    assert (risk_view.payment_id, [reason.code for reason in risk_view.reasons], risk_view.decided_by) == (
        risk.payment_id,
        ["billed_abroad"],
        "",
    )
    (value,) = copy["value"]
    assert (value.orders, value.spent, value.recency, value.monetary) == (2, Money(4_000, "EUR"), 5, 3)
    assert value.expected == Money(900, "EUR")


def test_the_copy_says_since_when_and_why_the_customer_is_blocked(api, customer):
    before = dict(queries.gather(customer.id))
    api.post(f"admin/customers/{customer.id}/block", {"reason": "Three parcels never paid"}, token=staff_token("support"))

    after = dict(queries.gather(customer.id))

    assert before["block"] is None
    assert (after["block"].reason, after["block"].at is not None) == ("Three parcels never paid", True)


def test_a_link_works_once_and_a_new_one_ends_it(api, customer):
    export_id = ask(api, customer)
    services.make_export(export_id=export_id, now=clock.now())
    first, second = link_to(api, customer, export_id), link_to(api, customer, export_id)

    assert api.get(first).json()["code"] == "link_expired"
    assert api.get(second).status_code == 200
    assert api.get(second).status_code == 410


def test_a_link_ends_after_a_quarter_of_an_hour(api, customer):
    export_id = ask(api, customer)
    services.make_export(export_id=export_id, now=clock.now() - timedelta(minutes=16))
    address = "https://api.example/downloads"
    link = services.make_link(account_id=customer.id, export_id=export_id, address=address, now=clock.now() - timedelta(minutes=16))

    assert api.get(f"me/downloads/{link.url.rpartition('/')[2]}").status_code == 410


def test_it_is_its_owners_alone(api, customer, mena):
    export_id = ask(api, customer)
    services.make_export(export_id=export_id, now=clock.now())
    stranger = customer_token(make_customer().id)

    assert api.get("me/exports", token=stranger).json()["items"] == []
    assert api.get(f"me/exports/{export_id}", token=stranger).status_code == 404
    assert api.post(f"me/exports/{export_id}/links", token=stranger).status_code == 404
    assert api.post("me/exports").status_code == 401
    assert api.get(link_to(api, customer, export_id), tenant="mena").status_code == 410
    with tenancy.scope(mena):
        assert DataExport.objects.count() == 0


def test_what_is_not_ready_has_no_link(api, customer):
    export_id = ask(api, customer)

    answer = api.post(f"me/exports/{export_id}/links", token=customer_token(customer.id))

    assert (answer.status_code, answer.json()["code"]) == (409, "export_not_ready")


def test_asking_again_while_it_is_made_is_one_copy(api, customer):
    assert ask(api, customer) == ask(api, customer)


def test_copies_are_limited_and_expire(api, customer):
    for _ in range(services.MAX_EXPORTS):
        services.make_export(export_id=ask(api, customer), now=clock.now())
    assert api.post("me/exports", token=customer_token(customer.id)).json()["code"] == "too_many_exports"

    services.delete_expired(now=clock.now() + timedelta(days=8))

    assert DataExport.objects.count() == 0
    ask(api, customer)


def test_a_copy_whose_task_was_lost_is_found_again(api, customer):
    export_id = ask(api, customer)

    assert services.list_pending(before=clock.now() - timedelta(minutes=2)) == []
    assert services.list_pending(before=clock.now() + timedelta(seconds=1)) == [export_id]
