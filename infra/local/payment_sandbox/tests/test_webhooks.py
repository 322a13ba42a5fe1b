"""Webhooks reach the shop, signed, as often and in the order that the behaviour says."""

import hashlib
import hmac
import threading
from collections.abc import Callable

import pytest

from payment_sandbox.behaviour import Behaviour
from payment_sandbox.tests.conftest import PATIENCE_S, WEBHOOK_SECRET, Sandbox, Shop


def test_is_signed_over_its_time_and_its_body(sandbox: Sandbox, shop: Shop):
    payment = sandbox.start(card="tok_ok", webhook_url=shop.url)

    headers, body = shop.received.get(timeout=10)

    fields = dict(field.split("=") for field in headers["Sandbox-Signature"].split(","))
    expected = hmac.new(WEBHOOK_SECRET.encode(), fields["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert fields["v1"] == expected
    assert payment["id"].encode() in body


def test_sends_the_object_as_it_was(sandbox: Sandbox, shop: Shop):
    payment = sandbox.start(card="tok_ok", webhook_url=shop.url)

    event = shop.next_event()

    assert (event["type"], event["data"]) == ("payment.succeeded", payment)


def test_follows_a_payment_through_its_life(sandbox: Sandbox, shop: Shop):
    payment = sandbox.start(card="tok_ok", capture="manual", webhook_url=shop.url)
    sent = [shop.next_event()["type"]]
    for path, body in [
        (f"/v1/payments/{payment['id']}/capture", {}),
        ("/v1/refunds", {"payment": payment["id"], "amount": {"minor": 1, "currency": "EUR"}, "reference": "rfd_01"}),
        (f"/v1/test/payments/{payment['id']}/dispute", {}),
        (f"/v1/test/payments/{payment['id']}/dispute", {"outcome": "lost"}),
    ]:
        sandbox.post(path, body)
        sent.append(shop.next_event()["type"])

    assert sent == ["payment.authorized", "payment.succeeded", "refund.succeeded", "dispute.opened", "dispute.lost"]


def test_comes_twice_under_one_id(sandbox: Sandbox, shop: Shop):
    sandbox.start(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "twice"})

    first, second = shop.next_event(), shop.next_event()

    assert first == second


def test_comes_late_unless_flushed(sandbox: Sandbox, shop: Shop):
    sandbox.start(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "late:3600"})

    flushed = sandbox.post("/v1/test/webhooks/flush").json()

    assert flushed == {"delivered": 1, "failed": 0}
    assert shop.next_event()["type"] == "payment.succeeded"


def test_one_that_is_under_way_has_come_once_all_are_flushed(sandbox: Sandbox, shop: Shop):
    shop.may_answer.clear()
    sandbox.start(card="tok_ok", webhook_url=shop.url)
    assert shop.asked.wait(PATIENCE_S)
    threading.Timer(0.2, shop.may_answer.set).start()

    sandbox.post("/v1/test/webhooks/flush")

    assert shop.received.qsize() == 1


def test_comes_out_of_order(sandbox: Sandbox, shop: Shop):
    sandbox.start(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "out_of_order"})

    assert [shop.next_event()["type"] for _ in range(2)] == ["payment.succeeded", "payment.processing"]


def test_never_comes_unless_it_is_sent_again(sandbox: Sandbox, shop: Shop):
    payment = sandbox.start(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "never"})
    flushed = sandbox.post("/v1/test/webhooks/flush").json()

    planned = sandbox.post(f"/v1/test/payments/{payment['id']}/resend-webhooks").json()

    assert (flushed["delivered"], planned) == (0, {"planned": 1})
    assert shop.next_event()["type"] == "payment.succeeded"


def test_is_repeated_until_the_shop_takes_it(sandbox: Sandbox, shop: Shop):
    shop.refusals_left = 2

    sandbox.start(card="tok_ok", webhook_url=shop.url)

    assert len({shop.next_event()["id"] for _ in range(3)}) == 1


def test_a_payment_settles_by_itself_and_says_so(sandbox_with: Callable[..., Sandbox], shop: Shop):
    sandbox = sandbox_with(settle_s=0.0)

    sandbox.start(card="tok_late_failure", webhook_url=shop.url)

    assert sorted(shop.next_event()["type"] for _ in range(2)) == ["payment.failed", "payment.processing"]


def test_a_default_behaviour_holds_for_payments_that_name_none(sandbox_with: Callable[..., Sandbox], shop: Shop):
    sandbox = sandbox_with(webhooks=Behaviour.parse("twice"))

    sandbox.start(card="tok_ok", webhook_url=shop.url)

    assert shop.next_event() == shop.next_event()


def test_reaches_names_under_localhost_that_the_resolver_may_not_know(sandbox: Sandbox, shop: Shop):
    url = shop.url.replace("127.0.0.1", "api.eu.localhost")

    sandbox.start(card="tok_ok", webhook_url=url)

    headers, _ = shop.received.get(timeout=10)
    assert f"http://{headers['Host']}/webhooks/sandbox" == url


def test_lists_what_was_sent_and_what_became_of_it(sandbox: Sandbox, shop: Shop):
    payment = sandbox.start(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "late:3600,twice"})
    sandbox.post("/v1/test/webhooks/flush")

    (event,) = sandbox.get(f"/v1/test/payments/{payment['id']}/events").json()["items"]

    assert event["deliveries"] == {"planned": 2, "delivered": 2, "attempts": 2, "last_problem": None}


@pytest.mark.parametrize("text", ["sometimes", "late", "late:soon", "twice,maybe"])
def test_does_not_guess_at_unknown_behaviours(text: str):
    with pytest.raises(ValueError, match="webhooks can be"):
        Behaviour.parse(text)
