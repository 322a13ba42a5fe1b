from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition, OutboxEvent
from marketplace.foundation.events.tests.events import CupBroke, publish
from marketplace.foundation.events.types import Event
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def test_a_published_event_waits_in_the_outbox(subscribe):
    subscribe("tests.one")
    publish(7)

    event = OutboxEvent.objects.get()
    assert (event.wire_name, event.payload, event.recorded_at) == ("events_tests.cup_broke.v1", {"number": 7}, NOW)
    assert (event.delivered_at, event.parked_at) == (None, None)


def test_an_event_without_a_subscriber_is_stored_and_waits_for_nobody():
    publish(7)

    assert OutboxEvent.objects.get().delivered_at == NOW


def test_an_event_goes_with_the_transaction_it_was_published_in():
    def fail_after_publishing() -> None:
        with tenancy.atomic():
            outbox.publish(CupBroke(number=1), now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_publishing()

    assert not OutboxEvent.objects.exists()


def test_outside_a_transaction_nothing_is_published():
    with pytest.raises(RuntimeError, match="atomic"):
        outbox.publish(CupBroke(number=1), now=NOW)


BOOKED = "UPDATE feed_positions SET token = %(token)s WHERE feed = %(feed)s RETURNING token"


def test_a_write_and_its_event_are_one_statement():
    FeedPosition.objects.create(feed="cups")

    with CaptureQueriesContext(connections["eu"]) as captured:
        written = outbox.write(BOOKED, {"token": "1", "feed": "cups"}, events=[outbox.record(CupBroke(number=7), now=NOW)])

    assert (written, len(captured)) == (("1",), 1)
    assert OutboxEvent.objects.get().payload == {"number": 7}


def test_a_write_that_touched_nothing_publishes_nothing():
    assert outbox.write(BOOKED, {"token": "1", "feed": "none"}, events=[outbox.record(CupBroke(number=7), now=NOW)]) is None

    assert not OutboxEvent.objects.exists()


def test_storing_an_event_twice_keeps_it_once():
    recorded = outbox.record(CupBroke(number=1), now=NOW)

    outbox.store([recorded])
    outbox.store([recorded])

    assert OutboxEvent.objects.count() == 1


def test_a_recorded_event_is_read_back_as_its_type():
    assert outbox.record(CupBroke(number=3), now=NOW).event() == CupBroke(number=3)


def test_two_events_cannot_share_a_name():
    with pytest.raises(TypeError, match="two events"):
        type("Impostor", (Event,), {"wire_name": CupBroke.wire_name, "__annotations__": {}}, kw_only=True, frozen=True)
