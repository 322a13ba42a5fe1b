"""Subscribers that are told of many events at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation.events import relay
from marketplace.foundation.events.models import OutboxEvent, Receipt
from marketplace.foundation.events.tests.events import CupBroke, publish
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def fail_on_two(event: CupBroke) -> None:
    if event.number == 2:
        raise RuntimeError("no glue")


def test_a_batch_is_heard_at_once_and_in_order(subscribe_many):
    heard = subscribe_many("tests.many")
    publish(1, 2, 3)

    relay.drain(now=NOW)
    relay.drain(now=NOW + timedelta(days=1))

    assert heard == [[1, 2, 3]]
    assert Receipt.objects.count() == 3
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_those_who_take_one_at_a_time_hear_the_same_events(subscribe, subscribe_many):
    many, one = subscribe_many("tests.many"), subscribe("tests.one")
    publish(1, 2)

    relay.drain(now=NOW)

    assert many == [[1, 2]]
    assert [recorded.event().number for recorded in one] == [1, 2]
    assert Receipt.objects.count() == 4


def test_one_that_cannot_be_dealt_with_keeps_none_of_the_others(subscribe_many):
    heard = subscribe_many("tests.many", fail_on_two)
    publish(1, 2, 3)

    relay.drain(now=NOW)

    assert heard == [[1, 2, 3], [1], [2], [3]]
    waiting = OutboxEvent.objects.get(delivered_at=None)
    assert (waiting.payload, waiting.attempts, "no glue" in waiting.last_error) == ({"number": 2}, 1, True)


def test_only_the_one_that_failed_is_told_again(subscribe_many):
    failing, fine = subscribe_many("tests.failing", fail_on_two), subscribe_many("tests.fine")
    publish(1, 2)
    relay.drain(now=NOW)

    relay.drain(now=NOW + timedelta(seconds=2))

    assert failing == [[1, 2], [1], [2], [2]]
    assert fine == [[1, 2]]


def test_a_payload_that_cannot_be_read_is_kept_from_the_batch(subscribe_many):
    heard = subscribe_many("tests.many")
    publish(1, 2)
    OutboxEvent.objects.filter(payload={"number": 1}).update(payload={"number": "one"})

    relay.drain(now=NOW)

    assert heard == [[2]]
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 1


def test_a_hundred_events_cost_no_more_statements_than_one(subscribe_many):
    subscribe_many("tests.many")
    relay.drain(now=NOW)
    counts = []
    for numbers in (range(1), range(100)):
        publish(*numbers)
        with CaptureQueriesContext(connections["eu"]) as captured:
            relay.run_once(now=NOW)
        counts.append(len(captured))

    assert counts[0] == counts[1] == 3  # announcements, claim, receipts
