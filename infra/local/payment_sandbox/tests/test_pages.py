"""The hosted pages: what the customer sees, and where each choice leads."""

import pytest

from payment_sandbox.cards import CARDS, passes_checksum
from payment_sandbox.tests.conftest import Sandbox

BACK = "http://shop.example/checkout/done?lang=nl&payment="


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(1999, "EUR", "€19.99"), (1999, "KWD", "KWD\N{NO-BREAK SPACE}1.999"), (1999, "JPY", "¥1,999")],
)
def test_shows_the_amount_in_the_digits_of_its_currency(sandbox: Sandbox, minor: int, currency: str, shown: str):
    payment = sandbox.start(amount={"minor": minor, "currency": currency})

    page = sandbox.client.get(f"/pay/{payment['id']}")

    assert page.status_code == 200
    assert f'<p class="amount">{shown}</p>' in page.text
    assert "Order EU-2026-000123" in page.text
    assert all(card.spaced_number in page.text for card in CARDS)


def test_escapes_what_the_shop_wrote(sandbox: Sandbox):
    payment = sandbox.start(description="<script>alert(1)</script>")

    page = sandbox.client.get(f"/pay/{payment['id']}")

    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("4242424242424242", "succeeded"),
        ("4242 4242 4242 4242", "succeeded"),
        ("4000000000000002", "failed"),
        ("4000000000000077", "processing"),
        ("4000000000000119", "succeeded"),
    ],
)
def test_a_card_leads_back_to_the_shop(sandbox: Sandbox, number: str, status: str):
    payment = sandbox.start()

    answer = sandbox.client.post(f"/pay/{payment['id']}", data={"card_number": number})

    assert (answer.status_code, answer.headers["Location"]) == (303, BACK + payment["id"])
    assert sandbox.state(payment)["status"] == status


@pytest.mark.parametrize(
    ("number", "complaint"),
    [
        ("", "Type a card number"),
        ("4242 4242 4242 4241", "a digit is missing or wrong"),
        ("5555 5555 5555 4444", "Never type a real card number here"),
    ],
)
def test_an_unusable_number_is_shown_at_the_field(sandbox: Sandbox, number: str, complaint: str):
    payment = sandbox.start()

    page = sandbox.client.post(f"/pay/{payment['id']}", data={"card_number": number})

    assert page.status_code == 422
    assert complaint in page.text
    assert 'aria-invalid="true"' in page.text
    assert sandbox.state(payment)["status"] == "requires_action"


@pytest.mark.parametrize(
    ("decision", "status", "failure_code"),
    [("approve", "succeeded", None), ("refuse", "failed", "authentication_failed")],
)
def test_3ds_asks_the_bank(sandbox: Sandbox, decision: str, status: str, failure_code: str | None):
    payment = sandbox.start()
    path = f"/pay/{payment['id']}"

    to_bank = sandbox.client.post(path, data={"card_number": "4000002760003184"})
    bank = sandbox.client.get(to_bank.headers["Location"])
    answer = sandbox.client.post(f"{path}/challenge", data={"decision": decision})

    assert to_bank.headers["Location"] == f"{path}/challenge"
    assert "Approve €19.99" in bank.text
    assert answer.headers["Location"] == BACK + payment["id"]
    assert (sandbox.state(payment)["status"], sandbox.state(payment)["failure_code"]) == (status, failure_code)


def test_a_customer_who_comes_back_goes_on_at_the_bank(sandbox: Sandbox):
    payment = sandbox.start(card="tok_3ds")

    answer = sandbox.client.get(f"/pay/{payment['id']}")

    assert answer.headers["Location"] == f"/pay/{payment['id']}/challenge"


def test_cancelling_leads_back_to_the_shop(sandbox: Sandbox):
    payment = sandbox.start()

    answer = sandbox.client.post(f"/pay/{payment['id']}", data={"cancel": "1"})

    assert answer.status_code == 303
    assert sandbox.state(payment)["status"] == "canceled"


def test_nobody_pays_twice(sandbox: Sandbox):
    payment = sandbox.start()
    sandbox.client.post(f"/pay/{payment['id']}", data={"card_number": "4242424242424242"})

    again = sandbox.client.post(f"/pay/{payment['id']}", data={"card_number": "4242424242424242"})
    page = sandbox.client.get(f"/pay/{payment['id']}")

    assert again.status_code == 409
    assert "This payment is paid." in page.text
    assert sandbox.state(payment)["captured"]["minor"] == 1999


def test_ideal_shows_a_bank_rather_than_a_card_form(sandbox: Sandbox):
    payment = sandbox.start(method="ideal")
    page = sandbox.client.get(f"/pay/{payment['id']}")

    answer = sandbox.client.post(f"/pay/{payment['id']}", data={"card_number": "tok_ok"})

    assert "iDEAL" in page.text
    assert "Card number" not in page.text
    assert answer.status_code == 303


def test_an_unknown_payment_has_no_page(sandbox: Sandbox):
    assert sandbox.client.get("/pay/spay_unknown").status_code == 404


def test_every_test_card_has_a_number_that_forms_accept():
    assert all(passes_checksum(card.number) for card in CARDS)
