"""Payments over the API: what each card does, what may follow what, and that a repeated request acts once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from payment_sandbox.settings import Settings
from payment_sandbox.tests.conftest import Sandbox, order

EUR_5 = {"minor": 500, "currency": "EUR"}


@pytest.mark.parametrize(
    ("card", "status", "failure_code"),
    [
        ("tok_ok", "succeeded", None),
        ("tok_declined", "failed", "card_declined"),
        ("tok_insufficient_funds", "failed", "insufficient_funds"),
        ("tok_expired", "failed", "expired_card"),
        ("tok_3ds", "requires_action", None),
        ("tok_later", "processing", None),
        ("tok_late_failure", "processing", None),
        ("4242 4242 4242 4242", "succeeded", None),
    ],
)
def test_a_card_decides_what_the_start_answers(sandbox: Sandbox, card: str, status: str, failure_code: str | None):
    payment = sandbox.start(card=card)

    assert (payment["status"], payment["failure_code"]) == (status, failure_code)
    assert payment["captured"] == {"minor": 1999 if status == "succeeded" else 0, "currency": "EUR"}
    assert sandbox.state(payment) == payment


def test_without_a_card_the_customer_is_sent_to_the_hosted_page(sandbox: Sandbox):
    payment = sandbox.start()

    assert payment["status"] == "requires_action"
    assert payment["redirect_url"] == f"http://pay.example/pay/{payment['id']}"


def test_a_transfer_has_a_reference_and_a_page_on_which_it_arrives(sandbox: Sandbox):
    payment = sandbox.start(method="bank_transfer")

    action = payment["next_action"]
    assert (payment["status"], payment["redirect_url"], action["type"]) == ("requires_action", None, "pay_voucher")
    assert action["url"] == f"http://pay.example/pay/{payment['id']}"
    assert action["reference"]
    assert [detail["name"] for detail in action["details"]] == ["iban", "bic"]


def test_a_payment_by_phone_waits_for_the_answer_there(sandbox: Sandbox):
    payment = sandbox.start(method="mobile_money")
    refused = sandbox.start(method="mobile_money", reference="another")

    sandbox.post(f"/v1/test/payments/{payment['id']}/settle", {})
    sandbox.post(f"/v1/test/payments/{refused['id']}/settle", {"outcome": "failed"})

    assert (payment["status"], payment["next_action"]["type"]) == ("requires_action", "approve_on_phone")
    assert [sandbox.state(each)["status"] for each in (payment, refused)] == ["succeeded", "failed"]
    assert sandbox.state(payment)["next_action"] is None


def test_only_a_payment_by_phone_is_settled_before_it_is_processed(sandbox: Sandbox):
    payment = sandbox.start(method="bank_transfer")

    answer = sandbox.post(f"/v1/test/payments/{payment['id']}/settle", {})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "wrong_state")


def test_a_3ds_token_sends_the_customer_straight_to_the_bank(sandbox: Sandbox):
    payment = sandbox.start(card="tok_3ds")

    assert payment["redirect_url"] == f"http://pay.example/pay/{payment['id']}/challenge"


@pytest.mark.parametrize(("is_wanted", "status"), [(True, "requires_action"), (False, "succeeded")])
def test_a_bank_that_can_looks_at_the_customer_if_the_shop_wants_it(sandbox: Sandbox, is_wanted: bool, status: str):
    payment = sandbox.start(card="tok_3ds_if_asked", challenge=is_wanted)

    assert payment["status"] == status
    assert (payment["redirect_url"] is not None) is is_wanted


def test_a_card_of_a_bank_that_does_not_take_part_goes_through(sandbox: Sandbox):
    assert sandbox.start(card="tok_ok", challenge=True)["status"] == "succeeded"


def test_shows_nothing_of_its_own_book_keeping(sandbox: Sandbox):
    payment = sandbox.start(card="tok_later")

    assert not {"settle_at", "card_token"} & payment.keys()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": {"minor": 0, "currency": "EUR"}},
        {"amount": {"minor": 19.99, "currency": "EUR"}},
        {"amount": {"minor": 1999, "currency": "euro"}},
        {"reference": ""},
        {"return_url": "javascript:alert(1)"},
        {"return_url": None},
        {"card": "tok_unheard_of"},
        {"metadata": {"webhooks": "sometimes"}},
        {"method": "ideal", "amount": {"minor": 1999, "currency": "KWD"}},
        {"method": "ideal", "capture": "manual"},
        {"colour": "red"},
    ],
)
def test_refuses_a_start_that_makes_no_sense(sandbox: Sandbox, changes: dict[str, object]):
    answer = sandbox.post("/v1/payments", order(**changes))

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_request"


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "sandbox-test-key"])
def test_refuses_a_caller_without_the_api_key(sandbox: Sandbox, authorization: str):
    answer = sandbox.client.get("/v1/payments/spay_1", headers={"Authorization": authorization})

    assert answer.status_code == 401


def test_takes_the_former_key_and_the_new_one_while_a_shop_changes_them(sandbox_with: Callable[..., Sandbox], settings: Settings):
    (account,) = settings.accounts
    sandbox = sandbox_with(accounts=(replace(account, api_key=f"{account.api_key},the-new-one"),))

    statuses = [
        sandbox.client.get("/v1/payments?reference=pay_01", headers={"Authorization": f"Bearer {key}"}).status_code
        for key in (account.api_key, "the-new-one", f"{account.api_key},the-new-one")
    ]

    assert statuses == [200, 200, 401]


def test_does_not_know_other_ids(sandbox: Sandbox):
    answer = sandbox.get("/v1/payments/spay_unknown")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_the_same_key_and_body_replay_the_first_answer(sandbox: Sandbox):
    first = sandbox.post("/v1/payments", order(card="tok_ok"), key="pay_01")

    second = sandbox.post("/v1/payments", order(card="tok_ok"), key="pay_01")

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(sandbox.get("/v1/payments?reference=pay_01").json()["items"]) == 1


def test_the_same_key_with_another_body_is_refused(sandbox: Sandbox):
    sandbox.post("/v1/payments", order(), key="pay_01")

    answer = sandbox.post("/v1/payments", order(reference="pay_02"), key="pay_01")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_start_needs_a_key(sandbox: Sandbox):
    answer = sandbox.post("/v1/payments", order(), key="")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_missing")


def test_a_gateway_timeout_hides_a_payment_that_the_same_key_finds(sandbox: Sandbox):
    lost = sandbox.post("/v1/payments", order(card="tok_gateway_timeout"), key="pay_01")

    found = sandbox.post("/v1/payments", order(card="tok_gateway_timeout"), key="pay_01")

    assert lost.status_code == 504
    assert (found.status_code, found.json()["status"]) == (201, "succeeded")


def test_a_provider_out_of_order_stores_nothing(sandbox: Sandbox):
    answer = sandbox.post("/v1/payments", order(card="tok_unavailable"))

    assert answer.status_code == 503
    assert sandbox.get("/v1/payments?reference=pay_01").json()["items"] == []


def test_a_manual_payment_is_authorized_then_captured_in_part(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", capture="manual")

    captured = sandbox.post(f"/v1/payments/{payment['id']}/capture", {"amount": EUR_5}).json()

    assert (payment["status"], payment["captured"]["minor"]) == ("authorized", 0)
    assert (captured["status"], captured["captured"]["minor"]) == ("succeeded", 500)


def test_captures_no_more_than_was_authorized(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", capture="manual")

    answer = sandbox.post(f"/v1/payments/{payment['id']}/capture", {"amount": {"minor": 2000, "currency": "EUR"}})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "amount_too_high")


def test_captures_once(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", capture="manual")
    sandbox.post(f"/v1/payments/{payment['id']}/capture", key="cap_01")

    repeated = sandbox.post(f"/v1/payments/{payment['id']}/capture", key="cap_01")
    another = sandbox.post(f"/v1/payments/{payment['id']}/capture", key="cap_02")

    assert repeated.json()["captured"]["minor"] == 1999
    assert (another.status_code, another.json()["error"]["code"]) == (409, "wrong_state")


def test_an_authorized_payment_can_be_cancelled_and_again(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", capture="manual")

    answers = [sandbox.post(f"/v1/payments/{payment['id']}/cancel") for _ in range(2)]

    assert [answer.json()["status"] for answer in answers] == ["canceled", "canceled"]


@pytest.mark.parametrize("card", ["tok_ok", "tok_declined", "tok_later"])
def test_what_is_under_way_or_over_cannot_be_cancelled(sandbox: Sandbox, card: str):
    payment = sandbox.start(card=card)

    answer = sandbox.post(f"/v1/payments/{payment['id']}/cancel")

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("card", "body", "status"),
    [
        ("tok_later", {}, "succeeded"),
        ("tok_late_failure", {}, "failed"),
        ("tok_later", {"outcome": "failed"}, "failed"),
    ],
)
def test_a_processing_payment_settles_on_request(sandbox: Sandbox, card: str, body: dict[str, str], status: str):
    payment = sandbox.start(card=card)

    settled = sandbox.post(f"/v1/test/payments/{payment['id']}/settle", body).json()
    again = sandbox.post(f"/v1/test/payments/{payment['id']}/settle", body)

    assert settled["status"] == status
    assert again.status_code == 409
