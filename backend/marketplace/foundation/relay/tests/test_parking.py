from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.tests.events import CupBroke, publish
from marketplace.foundation.relay import delivery, parking, relay
from marketplace.foundation.relay.tasks import purge_delivered_events
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

MUCH_LATER = NOW + timedelta(days=1)


def fail(event: CupBroke) -> None:
    raise RuntimeError("no glue")


@pytest.fixture
def parked(subscribe) -> list:
    """What the failing subscriber heard of an event that the relay has parked."""
    heard = subscribe("tests.failing", fail)
    publish(1)
    for hour in range(delivery.MAX_ATTEMPTS):
        relay.drain(now=NOW + timedelta(hours=hour))
    return heard


def test_an_event_that_keeps_failing_is_parked(parked):
    relay.drain(now=MUCH_LATER)

    assert len(parked) == delivery.MAX_ATTEMPTS
    assert [event.payload for event in parking.list_parked()] == [{"number": 1}]


def test_a_replayed_event_is_tried_again_at_once(parked):
    assert parking.replay_parked() == 1
    relay.drain(now=MUCH_LATER)

    assert len(parked) == delivery.MAX_ATTEMPTS + 1
    assert not parking.list_parked().exists()


def test_only_the_events_asked_for_are_replayed(parked):
    assert parking.replay_parked(event_id="evt_other") == 0
    assert parking.replay_parked(wire_name="other.v1") == 0
    assert parking.replay_parked(wire_name=CupBroke.wire_name, event_id=OutboxEvent.objects.get().event_id) == 1


def test_the_command_lists_and_replays(parked, tenant, capsys):
    call_command("replay_events", "--tenant", "eu", "--list")
    call_command("replay_events", "--tenant", "eu")

    out = capsys.readouterr().out
    assert "events_tests.cup_broke.v1" in out
    assert "no glue" in out
    assert "1 event(s) will be tried again" in out
    with pytest.raises(CommandError):
        call_command("replay_events", "--tenant", "atlantis")


def test_purging_forgets_what_was_delivered_long_ago_and_nothing_else(subscribe):
    subscribe("tests.one")
    publish(1)
    relay.drain(now=NOW)
    publish(2)

    assert parking.purge_delivered(now=NOW + parking.KEPT_FOR) == 0
    assert parking.purge_delivered(now=NOW + parking.KEPT_FOR + timedelta(seconds=1)) == 1

    assert [event.payload for event in OutboxEvent.objects.all()] == [{"number": 2}]


def test_the_task_purges_in_the_region_it_was_sent_to(subscribe):
    subscribe("tests.one")
    publish(1)
    relay.drain(now=NOW - timedelta(days=400))

    purge_delivered_events.apply(headers={"tenant": "eu"}).get()

    assert not OutboxEvent.objects.exists()
