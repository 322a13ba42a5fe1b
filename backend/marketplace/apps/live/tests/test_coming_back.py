"""Who comes back with the last number gets what was missed, or hears that it is not kept any more. Nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marketplace.apps.live import types
from marketplace.apps.live.types import RefundFailedNotice
from marketplace.apps.vendors.tests.factories import staff_token
from marketplace.foundation.realtime.publishing import KEPT_MESSAGES, KEPT_S, publish
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(tenant: Any, ticket: Any) -> Callable[[], str]:
    """A new ticket of a person who sees refunds that failed."""
    return lambda: ticket(staff_token())


def test_a_new_connection_is_sent_nothing_of_before(live: Any, staff: Any):
    live.ready(staff())
    say("one")

    socket = live.ready(staff())
    say("two")

    assert heard(socket) == "two"


def test_what_was_missed_comes_first_and_in_order(live: Any, staff: Any):
    socket = live.ready(staff())
    say("before")
    last = socket.next()["number"]
    socket.close()

    say("one", "two", "three")
    back = live.open(staff(), last=last)
    missed = [heard(back) for _ in range(3)]
    ready = back.next()
    say("four")

    assert missed == ["one", "two", "three"]
    assert ready["type"] == "ready"
    assert heard(back) == "four"


def test_what_was_missed_of_several_topics_comes_in_the_order_of_its_numbers(live: Any, staff: Any):
    product = new_id("prod", at=NOW)
    socket = live.open(staff(), products=product)
    last = socket.next()["number"]
    socket.close()

    for name in ("one", "two"):
        say(name)
        publish([types.ProductUpdate(product_id=product, is_sold=False, variants=[]).to(types.PRODUCT.of(product))], at=NOW)
    back = live.open(staff(), products=product, last=last)
    missed = [back.next() for _ in range(4)]

    assert [message["type"] for message in missed] == ["refund_failed", "product_changed"] * 2
    assert sorted(missed, key=lambda message: message["number"]) == missed


def test_the_number_of_a_beat_is_enough_to_come_back_with(impatient_live: Any, live: Any, staff: Any):
    socket = impatient_live.ready(staff())
    say("one")
    while (beat := socket.next_of_all())["type"] != "beat" or beat["number"] < 0:
        last = beat["number"]
    socket.close()

    say("two")
    back = live.open(staff(), last=max(last, beat["number"]))

    assert heard(back) == "two"


def test_a_number_that_is_too_old_means_reload(live: Any, staff: Any):
    socket = live.open(staff())
    last = socket.next()["number"] - KEPT_S * 1_000_000
    say("one")

    back = live.open(staff(), last=last)

    assert back.next()["topics"] == ["staff_vendors", "staff_orders", "staff_payments", "staff_payouts", "staff_metrics"]


def test_more_than_is_kept_means_reload_of_that_topic(live: Any, staff: Any):
    socket = live.open(staff())
    last = socket.next()["number"]
    socket.close()

    say(*(f"number {number}" for number in range(KEPT_MESSAGES + 1)))
    reload = live.open(staff(), last=last).next()

    assert (reload["type"], reload["topics"]) == ("reload", ["staff_payments"])


def test_a_number_of_the_future_means_reload(live: Any, staff: Any):
    last = live.open(staff()).next()["number"] + 60_000_000

    assert live.open(staff(), last=last).next()["type"] == "reload"


def test_what_valkey_has_lost_means_reload(live: Any, staff: Any, valkey: Any):
    last = live.open(staff()).next()["number"]

    valkey.flushall()

    assert live.open(staff(), last=last).next()["type"] == "reload"


def test_an_open_connection_hears_that_valkey_has_lost_what_it_had(impatient_live: Any, staff: Any, valkey: Any):
    socket = impatient_live.ready(staff())

    valkey.flushall()

    assert socket.next()["type"] == "reload"


def test_what_was_lost_on_the_way_comes_with_the_next_beat(impatient_live: Any, staff: Any, valkey: Any):
    socket = impatient_live.ready(staff())

    valkey.client_kill_filter(_type="pubsub")
    say("one")

    assert heard(socket) == "one"


def test_what_was_lost_on_the_way_comes_before_the_next_message(live: Any, staff: Any, valkey: Any):
    socket = live.ready(staff())
    say("zero")
    assert heard(socket) == "zero"

    valkey.client_kill_filter(_type="pubsub")
    say("lost")
    while not valkey.pubsub_channels("*staff_payments*"):
        pass  # until the process listens again
    say("one")

    assert [heard(socket), heard(socket)] == ["lost", "one"]


@pytest.mark.parametrize("dropped", ["live:messages:staff_payments", "live:listened:staff_payments"])
def test_what_valkey_has_dropped_to_make_room_means_reload(live: Any, staff: Any, valkey: Any, dropped: str):
    socket = live.open(staff())
    last = socket.next()["number"]
    socket.close()
    say("one")
    say("two")

    assert valkey.delete(*(key for key in valkey.keys("*") if dropped.encode() in key))
    say("three")

    reload = live.open(staff(), last=last).next()
    assert (reload["type"], reload["topics"]) == ("reload", ["staff_payments"])


@pytest.mark.parametrize("last", ["-1", "1.5", "x", "9" * 17, "١٢"])
def test_anything_but_a_number_is_refused(live: Any, tenant: Any, last: str):
    assert live.open(last=last).close_code() == 4400


def test_a_kill_of_the_process_loses_nothing(tenant: Any, staff: Any):
    from marketplace.foundation.realtime.tests.server import running_realtime

    with running_realtime() as first:
        socket = first.ready(staff())
        say("one")
        last = socket.next()["number"]
        first.process.kill()
        assert socket.close_code() == 1006
    say("two")

    with running_realtime() as second:
        assert heard(second.open(staff(), last=last)) == "two"


def test_a_process_that_stops_says_so(tenant: Any, staff: Any):
    from marketplace.foundation.realtime.tests.server import running_realtime

    with running_realtime() as server:
        socket = server.ready(staff())
        server.process.terminate()

        assert socket.close_code() == 1012


def say(*names: str) -> None:
    """Publish a message for each."""
    to_staff = types.STAFF_PAYMENTS.of(types.REGION)
    publish((_notice(name).to(to_staff) for name in names), at=NOW)


def heard(socket: Any) -> str:
    message = socket.next()
    assert message["type"] == "refund_failed", message
    return message["data"]["refund_id"]


def _notice(name: str) -> RefundFailedNotice:
    return RefundFailedNotice(
        refund_id=name, payment_id="pay_of_tests", order_id="ord_of_tests", amount=Money(1, "EUR"), failure_code="closed"
    )
