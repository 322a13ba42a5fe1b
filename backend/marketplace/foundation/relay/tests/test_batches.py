"""Subscribers that get many events at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation.documents.tests.builders import at_once
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.tests.events import publish
from marketplace.foundation.relay import relay
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def refuse_seven(numbers: list[int]) -> None:
    if 7 in numbers:
        raise RuntimeError("no glue")


def test_hears_a_hundred_events_in_one_call_and_each_once(subscribe_to_many):
    heard = subscribe_to_many("tests.many")
    publish(*range(230))

    relay.drain(now=NOW)
    relay.drain(now=NOW + timedelta(days=1))

    assert heard == [list(range(100)), list(range(100, 200)), list(range(200, 230))]
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_hears_next_to_one_that_takes_them_singly(subscribe, subscribe_to_many):
    many, singly = subscribe_to_many("tests.many"), subscribe("tests.singly")
    publish(1, 2, 3)

    relay.drain(now=NOW)

    assert many == [[1, 2, 3]]
    assert [recorded.event().number for recorded in singly] == [1, 2, 3]
    delivered = OutboxEvent.objects.exclude(delivered_at=None).values_list("subscriber", flat=True)
    assert Counter(delivered) == {"tests.many": 3, "tests.singly": 3}


def test_an_event_that_cannot_be_dealt_with_holds_up_no_other_one(subscribe_to_many):
    heard = subscribe_to_many("tests.many", refuse_seven)
    publish(6, 7, 8)

    relay.drain(now=NOW)
    assert heard == [[6, 7, 8], [6], [7], [8]]
    relay.drain(now=NOW + timedelta(seconds=2))

    assert heard[4:] == [[7]]
    waiting = OutboxEvent.objects.get(delivered_at=None)
    assert (waiting.attempts, "no glue" in waiting.last_error) == (2, True)


def test_only_the_one_that_failed_hears_it_again(subscribe_to_many):
    failing, fine = subscribe_to_many("tests.failing", refuse_seven), subscribe_to_many("tests.fine")
    publish(6, 7)
    relay.drain(now=NOW)

    relay.drain(now=NOW + timedelta(seconds=2))

    assert failing == [[6, 7], [6], [7], [7]]
    assert fine == [[6, 7]]


def test_a_payload_that_cannot_be_read_holds_up_no_other_one(subscribe_to_many):
    heard = subscribe_to_many("tests.many")
    publish(1, 2, 3)
    OutboxEvent.objects.filter(payload={"number": 1}).update(payload={"number": "one"})

    relay.drain(now=NOW)

    assert heard == [[2, 3]]


def test_two_relays_at_once_tell_each_event_once(subscribe_to_many):
    heard = subscribe_to_many("tests.many")
    publish(*range(350))

    assert at_once(4, lambda _: relay.drain(now=NOW)) == [None] * 4
    relay.drain(now=NOW)

    assert sorted(number for numbers in heard for number in numbers) == list(range(350))


def test_a_hundred_events_cost_as_few_statements_as_two(subscribe_to_many):
    subscribe_to_many("tests.many")
    relay.run_once(now=NOW)
    costs = []

    for count in (2, 100):
        publish(*range(count))
        with CaptureQueriesContext(connections["eu"]) as captured:
            relay.run_once(now=NOW)
        costs.append(len(captured))

    assert costs[0] == costs[1]
