"""Refunds never exceed what was captured; disputes open once and end once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from payment_sandbox.tests.conftest import Sandbox


def euro(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


def refund(sandbox: Sandbox, payment: dict[str, Any], minor: int, *, key: str | None = None) -> Any:
    body = {"payment": payment["id"], "amount": euro(minor), "reference": "rfd_01"}
    return sandbox.post("/v1/refunds", body, key=key)


def test_refunds_in_parts_until_nothing_is_left(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    answers = [refund(sandbox, payment, minor) for minor in (1500, 499, 1)]

    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert sandbox.state(payment)["refunded"] == euro(1999)


def test_the_same_key_refunds_once(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    first, second = (refund(sandbox, payment, 700, key="rfd_01").json() for _ in range(2))

    assert first == second
    assert sandbox.get(f"/v1/refunds/{first['id']}").json() == first
    assert sandbox.state(payment)["refunded"] == euro(700)


def test_parallel_refunds_share_what_was_captured(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: refund(sandbox, payment, 500).status_code, range(8)))

    assert sorted(statuses) == [201] * 3 + [422] * 5


@pytest.mark.parametrize("card", ["tok_declined", "tok_later"])
def test_refunds_nothing_that_was_not_captured(sandbox: Sandbox, card: str):
    payment = sandbox.start(card=card)

    answer = refund(sandbox, payment, 1)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "amount_too_high")


def test_refunds_in_the_currency_of_the_payment_only(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    answer = sandbox.post("/v1/refunds", {"payment": payment["id"], "amount": {"minor": 1, "currency": "KWD"}, "reference": "rfd_01"})

    assert answer.status_code == 422


def test_a_refund_that_fails_later_can_be_made_again(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", metadata={"refunds": "fail"})
    pending = refund(sandbox, payment, 1999).json()

    failed = sandbox.post(f"/v1/test/refunds/{pending['id']}/settle").json()

    assert (pending["status"], failed["status"], failed["failure_code"]) == ("pending", "failed", "account_closed")
    assert refund(sandbox, payment, 1999).status_code == 201


def test_a_rejected_refund_moves_nothing(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok", metadata={"refunds": "reject"})

    answer = refund(sandbox, payment, 1)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "refund_rejected")
    assert sandbox.state(payment)["refunded"] == euro(0)


def test_a_refund_in_the_dashboard_takes_what_is_left(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")
    refund(sandbox, payment, 999)

    made = sandbox.post(f"/v1/test/payments/{payment['id']}/refund").json()

    assert (made["amount"], made["reference"]) == (euro(1000), "dashboard")
    assert len(sandbox.get(f"/v1/refunds?payment={payment['id']}").json()["items"]) == 2


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_opens_once_and_ends_once(sandbox: Sandbox, outcome: str):
    payment = sandbox.start(card="tok_ok")
    path = f"/v1/test/payments/{payment['id']}/dispute"

    opened, opened_again = sandbox.post(path), sandbox.post(path)
    ended, ended_again = sandbox.post(path, {"outcome": outcome}), sandbox.post(path, {"outcome": outcome})

    assert (opened.json()["status"], opened.json()["amount"]) == ("open", euro(1999))
    assert ended.json() == {**opened.json(), "status": outcome}
    assert (opened_again.status_code, ended_again.status_code) == (409, 409)


def test_the_next_refunds_of_a_payment_can_be_made_to_be_refused(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    statuses = []
    for behaviour in ("reject", "normal"):
        sandbox.post(f"/v1/test/payments/{payment['id']}/refund-behaviour", {"refunds": behaviour})
        statuses.append(refund(sandbox, payment, 100).status_code)

    assert statuses == [422, 201]


def test_a_dispute_is_read_by_its_id(sandbox: Sandbox):
    payment = sandbox.start(card="tok_ok")

    opened = sandbox.post(f"/v1/test/payments/{payment['id']}/dispute", {}).json()

    assert sandbox.get(f"/v1/disputes/{opened['id']}").json() == opened
