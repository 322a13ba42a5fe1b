from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation import tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.documents.tests.builders import a_document, at_once
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition, OutboxEvent
from marketplace.foundation.events.subscribers import PROMPT, lanes_of
from marketplace.foundation.events.tests.events import CupBroke, NobodyCares, publish
from marketplace.foundation.relay import delivery, feeds, relay
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def numbers(heard) -> list[int]:
    return [recorded.event().number for recorded in heard]


def announce(number: int) -> None:
    """A document's write that announces."""
    recorded = outbox.record(CupBroke(number=number), now=NOW)
    store().upsert("cups", a_document(f"cup-{number}"), events=[recorded])


def test_every_subscriber_hears_every_event_once_and_in_order(subscribe):
    one, other = subscribe("tests.one"), subscribe("tests.other")
    publish(1, 2, 3)

    relay.drain(now=NOW)
    relay.drain(now=NOW + timedelta(days=1))

    assert numbers(one) == numbers(other) == [1, 2, 3]
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_what_documents_announce_is_heard_once_and_in_order(subscribe):
    heard = subscribe("tests.one")
    for number in range(250):
        announce(number)

    relay.drain(now=NOW)
    relay.drain(now=NOW + timedelta(days=1))

    assert numbers(heard) == list(range(250))


def test_a_relay_that_starts_anew_goes_on_where_the_last_one_stopped(subscribe):
    heard = subscribe("tests.one")
    announce(1)
    relay.drain(now=NOW)

    feeds.forget()
    announce(2)
    relay.drain(now=NOW)

    assert numbers(heard) == [1, 2]


def test_an_event_is_heard_in_the_scope_of_its_tenant_and_in_no_other(subscribe, mena):
    slugs: list[str] = []
    subscribe("tests.one", lambda event: slugs.append(tenancy.current().slug))
    publish(1)
    announce(2)

    with tenancy.scope(mena):
        publish(3)
        relay.drain(now=NOW)
    assert slugs == ["mena"]
    relay.drain(now=NOW)

    assert slugs == ["mena", "eu", "eu"]


def test_subscribers_run_outside_any_transaction(subscribe):
    states: list[bool] = []
    subscribe("tests.one", lambda event: states.append(connections["eu"].in_atomic_block))
    publish(1)

    relay.drain(now=NOW)

    assert states == [False]


def test_what_a_subscriber_publishes_is_heard_too(subscribe):
    heard = subscribe("tests.one", lambda event: publish(event.number + 1) if event.number < 3 else None)
    publish(1)

    relay.drain(now=NOW)

    assert numbers(heard) == [1, 2, 3]


def test_an_event_that_nobody_listens_to_is_done_with():
    with tenancy.atomic():
        outbox.publish(NobodyCares(), now=NOW)

    relay.drain(now=NOW)

    assert OutboxEvent.objects.get().delivered_at == NOW


def fail(event: CupBroke) -> None:
    raise RuntimeError("no glue")


def test_a_failing_subscriber_keeps_nothing_from_the_others(subscribe):
    failing, fine = subscribe("tests.failing", fail), subscribe("tests.fine")
    publish(1, 2)

    relay.drain(now=NOW)

    assert numbers(failing) == numbers(fine) == [1, 2]
    assert set(OutboxEvent.objects.exclude(delivered_at=None).values_list("subscriber", flat=True)) == {"tests.fine"}


def test_only_the_one_that_failed_hears_the_event_again_after_a_growing_wait(subscribe):
    failing, fine = subscribe("tests.failing", fail), subscribe("tests.fine")
    publish(1)

    relay.drain(now=NOW)
    relay.drain(now=NOW + timedelta(seconds=1))
    assert len(failing) == 1
    relay.drain(now=NOW + timedelta(seconds=2))
    assert len(failing) == 2
    relay.drain(now=NOW + timedelta(seconds=5))
    assert len(failing) == 2
    relay.drain(now=NOW + timedelta(seconds=6))

    assert (len(failing), len(fine)) == (3, 1)
    assert "no glue" in OutboxEvent.objects.get(delivered_at=None).last_error


def test_an_event_that_succeeds_at_last_is_done_with(subscribe):
    broken = [True]
    heard = subscribe("tests.one", lambda event: fail(event) if broken.pop() else None)
    publish(1)
    relay.drain(now=NOW)

    broken.append(False)
    relay.drain(now=NOW + timedelta(minutes=1))

    assert len(heard) == 2
    assert OutboxEvent.objects.get().delivered_at == NOW + timedelta(minutes=1)


def test_a_payload_that_cannot_be_read_counts_as_a_failure(subscribe):
    heard = subscribe("tests.one")
    publish(1, 2)
    OutboxEvent.objects.filter(payload={"number": 1}).update(payload={"number": "one"})

    relay.drain(now=NOW)

    assert numbers(heard) == [2]
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 1


def test_two_relays_at_once_tell_each_event_once(subscribe):
    heard = subscribe("tests.one")
    publish(*range(150))
    for number in range(1000, 1150):
        announce(number)

    assert at_once(4, lambda _: relay.drain(now=NOW)) == [None] * 4
    relay.drain(now=NOW)

    assert Counter(numbers(heard)) == Counter([*range(150), *range(1000, 1150)])


def test_an_event_that_one_relay_holds_is_left_alone_by_another(subscribe):
    held, release = Signal(), Signal()

    def hold(event: CupBroke) -> None:
        held.set()
        assert release.wait(30)

    heard = subscribe("tests.slow", hold)
    publish(1)

    def act(number: int) -> int:
        if number == 0:
            return relay.run_once(now=NOW)
        assert held.wait(30)
        try:
            return relay.run_once(now=NOW)
        finally:
            release.set()

    assert at_once(2, act) == [1, 0]
    assert len(heard) == 1


KILLED_RELAY = """
import os, signal, sys
import django

django.setup()
from marketplace.foundation import tenancy
from marketplace.foundation.relay import relay
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.tests.events import CupBroke
from marketplace.foundation.tenancy import directory
from marketplace.testing import NOW

@subscriber(CupBroke, name="tests.one")
def handle(event, recorded):
    if event.number == 2:
        with open(sys.argv[1], "a") as file:
            file.write("handled")
        os.kill(os.getpid(), signal.SIGKILL)

with tenancy.scope(directory.get("eu")):
    relay.drain(now=NOW)
"""


def test_a_relay_killed_between_handling_and_receipt_loses_nothing(subscribe, tmp_path):
    backend = Path(relay.__file__).parents[3]
    trace = tmp_path / "trace"
    heard = subscribe("tests.one")
    publish(1, 2, 3)

    killed = subprocess.run([sys.executable, "-c", KILLED_RELAY, str(trace)], cwd=backend, env=os.environ, check=False, timeout=60)
    relay.drain(now=NOW + timedelta(seconds=59))
    assert heard == []
    relay.drain(now=NOW + timedelta(seconds=61))

    assert (killed.returncode, trace.read_text()) == (-signal.SIGKILL, "handled")
    assert numbers(heard) == [1, 2, 3]  # 1 and 2 for the second time, since neither was recorded: at least once
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_what_the_outbox_has_is_dropped_where_it_was_announced(subscribe):
    announce(1)
    relay.drain(now=NOW)
    announce(2)

    assert [step for feed in store().feeds(()) for step in numbers(store().announced(feed, token=None).events)] == [2]


def test_announcements_already_in_the_outbox_are_not_published_again(subscribe):
    """As after a crash between the copy and the position, or a restore of the position from a backup."""
    heard = subscribe("tests.one")
    announce(1)
    relay.drain(now=NOW)

    FeedPosition.objects.update(token="")
    feeds.forget()
    relay.drain(now=NOW)

    assert numbers(heard) == [1]


@pytest.fixture
def on_postgres() -> None:
    if settings.DOCUMENTS_ENGINE != "postgres":
        pytest.skip("documents in PostgreSQL have one feed, and wait for slow transactions")


@pytest.mark.usefixtures("on_postgres")
def test_draining_says_so_when_a_transaction_holds_announcements_back(subscribe, superuser_url):
    """Otherwise a test would find no events, and not why."""
    heard = subscribe("tests.one")
    with psycopg.connect(superuser_url("mena")) as slow:  # another region of the same server is enough
        slow.execute("SELECT pg_current_xact_id()")
        announce(1)

        with pytest.raises(TimeoutError):
            relay.drain(now=NOW, patience_s=0.1)
    relay.drain(now=NOW)

    assert numbers(heard) == [1]


@pytest.mark.usefixtures("on_postgres")
def test_what_was_handled_and_could_not_be_recorded_is_recorded_later(subscribe, superuser_url):
    """A database that goes away between handling and receipt: the relay that handled the event still has the receipt."""
    receipts, heard = delivery.Receipts(), subscribe("tests.one")
    publish(1)
    claimed = relay.claim(["tests.one"], receipts=receipts, now=NOW)
    delivery.deliver(lanes_of(PROMPT)["tests.one"], claimed["tests.one"], receipts=receipts, now=NOW)

    with psycopg.connect(superuser_url("eu"), autocommit=True) as administrator:
        administrator.execute("ALTER TABLE eu.outbox_events RENAME TO outbox_events_away")
        with pytest.raises(ProgrammingError):
            relay.claim(["tests.one"], receipts=receipts, now=NOW)
        administrator.execute("ALTER TABLE eu.outbox_events_away RENAME TO outbox_events")
    relay.claim(["tests.one"], receipts=receipts, now=NOW + timedelta(days=1))

    assert numbers(heard) == [1]
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_an_idle_round_is_two_statements(subscribe):
    subscribe("tests.one")
    publish(1)
    announce(2)
    relay.drain(now=NOW)

    with CaptureQueriesContext(connections["eu"]) as captured:
        assert relay.run_once(now=NOW) == 0

    assert len(captured) == 2
