"""What a guest can have us send to an address that is not theirs."""

from __future__ import annotations

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.orders.tests.factories import make_listing

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


@pytest.fixture
def order_as_guest(api):
    product = make_listing(price_minor=1250, stock=500)

    def order(email, *, address="192.0.2.1", method="cash_on_delivery", **options):
        buyer = Buyer(api)
        buyer.fill((product, 1), country="NL", currency="EUR")
        body = {"cart_id": buyer.cart["id"], "quoted_total": buyer.total, "payment_method": method, "email": email, **options}
        headers = {"Cart-Token": buyer.secret, "X-Forwarded-For": address}
        return api.post("store/checkouts", body, headers=headers)

    return order


def test_a_strangers_address_gets_few_cash_orders_of_guests_a_day(order_as_guest):
    addresses = [
        "noor@customer.example",
        "Noor@customer.example",
        " noor@customer.example",
        "noor@customer.example",
        "noor@CUSTOMER.example",
    ]
    answers = [order_as_guest(email, address=f"192.0.2.{number}") for number, email in enumerate(addresses)]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429, 429]
    assert int(answers[-1]["Retry-After"]) > 3600
    assert answers[-1].json()["code"] == "too_many_attempts"
    assert Checkout.objects.count() == 3
    assert order_as_guest("other@customer.example").status_code == 201
    assert order_as_guest("noor@customer.example", method="sandbox_card", card_token="tok_ok").status_code == 201


def test_one_network_orders_for_cash_as_a_guest_a_few_times_an_hour(order_as_guest):
    answers = [order_as_guest(f"guest{number}@customer.example", address=f"2001:db8:1:2::{number}").status_code for number in range(21)]

    assert answers == [201] * 20 + [429]


@pytest.mark.parametrize(
    ("field", "text"), [("line2", "Win at evil.com"), ("name", "ｅｖｉｌ。ｃｏｍ"), ("landmark", "ev\u200bil.example/prize")]
)
def test_an_address_is_no_mail_of_another_sender(order_as_guest, field, text):
    address = {"name": "Noor", "line1": "Kerkstr.12", "city": "Delft", "postcode": "2611 GP", "country": "NL", field: text}

    answer = order_as_guest("noor@customer.example", shipping_address=address)

    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(f"shipping_address.{field}", "web_address")]
