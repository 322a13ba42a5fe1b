"""Relays that share the feeds of a store with several: Cosmos DB's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from marketplace.foundation.documents.store import store
from marketplace.foundation.documents.tests.builders import THINGS, a_document, at_once
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition, OutboxEvent
from marketplace.foundation.events.tests.events import CupBroke
from marketplace.foundation.relay import feeds, relay
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)
CONTAINERS = (THINGS, "others", "container-0", "container-1")


@pytest.fixture(autouse=True)
def _on_cosmos(cosmos_account, tenant, settings) -> None:
    cosmos_account.make_empty()
    settings.DOCUMENTS_ENGINE = "cosmos"


def announce(container: str, number: int) -> None:
    store().upsert(container, a_document(f"cup-{number}"), events=[outbox.record(CupBroke(number=number), now=NOW)])


def heard() -> list[int]:
    return sorted(payload["number"] for payload in OutboxEvent.objects.values_list("payload", flat=True))


def test_what_one_relay_reads_no_other_does():
    first = feeds.take()
    feeds.forget()
    second = feeds.take()

    assert len(first) >= len(CONTAINERS)
    assert set(first) & set(second) == set()


def test_what_was_released_is_taken_again_at_once_if_something_was_new_in_it():
    taken = feeds.take()
    busy, *idle = taken

    feeds.release(taken, moved=[busy])

    again = feeds.take()
    assert busy in again
    assert set(again) & set(idle) == set()


def test_the_feeds_of_a_relay_that_died_are_taken_over():
    taken = feeds.take()
    feeds.forget()

    FeedPosition.objects.filter(feed__in=taken).update(read_from=Now() - timedelta(seconds=1))  # as after the lease
    FeedPosition.objects.exclude(feed__in=taken).update(read_from=Now() + timedelta(seconds=60))

    assert set(taken) <= set(feeds.take())


def test_a_relay_that_overslept_its_lease_moves_nothing():
    announce(THINGS, 1)
    (feed,) = [name for name in feeds.take_all() if name.startswith(f"{THINGS}:")]
    page = store().announced(feed, token=None)
    relay.drain(now=NOW)  # another one, meanwhile

    assert not feeds.advance(feed, page.events, before="", after=page.token)
    assert heard() == [1]


def test_relays_at_once_copy_each_event_once():
    for number in range(40):
        announce(CONTAINERS[number % 4], number)

    def act(number: int) -> None:
        while len(heard()) < 40:
            relay.run_once(now=NOW)

    assert at_once(3, act) == [None] * 3
    assert heard() == list(range(40))


def test_a_feed_that_was_read_is_known_by_its_name_in_every_process():
    relay.drain(now=NOW)
    names = set(FeedPosition.objects.values_list("feed", flat=True))
    feeds.forget()
    relay.drain(now=NOW)

    assert set(FeedPosition.objects.values_list("feed", flat=True)) == names
    assert {name.split(":")[0] for name in names} >= set(CONTAINERS)


def test_a_container_that_is_made_while_a_relay_runs_is_found():
    relay.drain(now=NOW)
    store().provision(["container-2"])
    announce("container-2", 1)

    feeds._names.clear()  # as when they have been held long enough
    relay.drain(now=NOW)

    assert heard() == [1]
