"""What an operator can see of events that wait, fail or are parked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.subscribers import BULK
from marketplace.foundation.events.tests.events import publish
from marketplace.foundation.metrics.testing import value
from marketplace.foundation.relay import backlog, relay
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.port import SearchDocument, Text
from marketplace.foundation.search.unindexed import record
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def outbox(queue: str = "prompt") -> tuple[float, ...]:
    """Events that wait, the age of the oldest in seconds, and all parked ones."""
    names = ("globalmarket_outbox_waiting", "globalmarket_outbox_oldest_seconds")
    return (*(value(name, tenant="eu", queue=queue) for name in names), value("globalmarket_outbox_parked", tenant="eu"))


def deliveries(subscriber: str, outcome: str) -> float:
    return value("globalmarket_event_deliveries_total", tenant="eu", subscriber=subscriber, outcome=outcome)


def test_events_that_wait_are_counted_with_the_age_of_the_oldest(subscribe):
    subscribe("tests.one")
    publish(1, 2, 3)

    backlog.measure(now=NOW + timedelta(seconds=90))

    assert outbox() == (3, 90, 0)


def test_bulk_is_counted_by_itself(subscribe):
    subscribe("tests.one")
    subscribe("tests.bulk", queue=BULK)
    publish(1)

    backlog.measure(now=NOW + timedelta(seconds=90))

    assert (outbox("prompt"), outbox("bulk")) == ((1, 90, 0), (1, 90, 0))


def test_what_was_delivered_waits_no_longer(subscribe):
    subscribe("tests.one")
    publish(1)
    relay.drain(now=NOW)

    backlog.measure(now=NOW + timedelta(seconds=90))

    assert outbox() == (0, 0, 0)


def test_what_was_parked_is_counted_by_itself(subscribe):
    subscribe("tests.one")
    publish(1, 2)
    OutboxEvent.objects.filter(payload={"number": 1}).update(parked_at=NOW)

    backlog.measure(now=NOW)

    assert outbox() == (1, 0, 1)


def test_deliveries_are_counted_by_subscriber_and_outcome(subscribe):
    def fail(event: object) -> None:
        raise RuntimeError("no glue")

    subscribe("tests.metrics_one")
    subscribe("tests.metrics_failing", fail)
    publish(1, 2)

    relay.run_once(now=NOW)

    assert (deliveries("tests.metrics_one", "ok"), deliveries("tests.metrics_one", "failed")) == (2, 0)
    assert (deliveries("tests.metrics_failing", "ok"), deliveries("tests.metrics_failing", "failed")) == (0, 2)


def test_what_search_has_not_taken_yet_is_counted_by_index(eu):
    index = next(each.definition for each in all_indices() if each.definition.vectors is not None)
    texts = {language: Text(title="Mug") for language in eu.languages}
    mug, cup = (SearchDocument(id=name, version=1, texts=texts, passages=(name,)) for name in ("mug", "cup"))
    engine().upsert(index, [mug])
    record(index, [(cup, "too long")])

    backlog.measure(now=NOW)

    assert value("globalmarket_search_without_vector", tenant="eu", index=index.name) == 1
    assert value("globalmarket_search_refused", tenant="eu", index=index.name) == 1
