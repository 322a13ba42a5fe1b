from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import psycopg
import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox, relay
from marketplace.foundation.events.management.commands import run_relay
from marketplace.foundation.events.management.commands.run_relay import serve, serve_all
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.tests.events import ShelfFilled, publish
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broken_mena(superuser_url, mena):
    """A region whose outbox cannot be read."""
    with psycopg.connect(superuser_url("mena"), autocommit=True) as administrator:
        administrator.execute("ALTER TABLE mena.outbox_events RENAME TO outbox_events_away")
        yield
        administrator.execute("ALTER TABLE mena.outbox_events_away RENAME TO outbox_events")


@pytest.fixture
def failed_regions() -> Iterator[dict[str, Signal]]:
    """Signals that are set once the relay has logged a failure of that region."""
    signals: dict[str, Signal] = defaultdict(Signal)

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            signals[str(record.args[0])].set()

    listener = Listener(logging.ERROR)
    run_relay.log.addHandler(listener)
    yield signals
    run_relay.log.removeHandler(listener)


def in_thread(act, *args) -> Thread:
    thread = Thread(target=act, args=args)
    thread.start()
    return thread


def test_a_region_is_served_until_it_is_told_to_stop(subscribe, tenant):
    stop = Signal()
    heard = subscribe("tests.one", lambda event: stop.set() if event.number == 3 else None)
    publish(1, 2, 3)

    in_thread(serve, "eu", stop, "prompt").join(30)

    assert [recorded.event().number for recorded in heard] == [1, 2, 3]


def test_nothing_waits_behind_what_comes_by_the_thousand(subscribe, tenant):
    stop, was_told = Signal(), Signal()

    @subscriber(ShelfFilled, name="tests.slow")
    def index(event, recorded):
        assert was_told.wait(30)  # as long as it takes until the other event was heard
        stop.set()

    subscribe("tests.one", lambda event: was_told.set())
    with tenancy.atomic():
        outbox.publish(ShelfFilled(), now=NOW)
    publish(1)

    in_thread(serve_all, stop).join(60)

    assert list(OutboxEvent.objects.values_list("is_bulk", "attempts").order_by("id")) == [(True, 0), (False, 0)]
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_a_region_that_is_broken_holds_up_no_other(subscribe, eu, broken_mena, failed_regions):
    stop, mena_failed = Signal(), failed_regions["mena"]
    heard = subscribe("tests.one", lambda event: mena_failed.wait(30) and stop.set())
    with tenancy.scope(eu):
        publish(1)

    in_thread(serve_all, stop).join(60)

    assert len(heard) == 1
    assert mena_failed.is_set()


def test_a_region_that_is_no_longer_active_is_left(tenant):
    TenantRecord.objects.filter(slug="mena").update(is_active=False)
    directory.forget()

    thread = in_thread(serve, "mena", Signal(), "prompt")
    thread.join(30)

    assert not thread.is_alive()


def test_the_command_ends_cleanly_when_it_is_told_to(tenant):
    backend = Path(relay.__file__).parents[3]
    command = [sys.executable, "-u", "manage.py", "run_relay"]
    process = subprocess.Popen(command, cwd=backend, env={**os.environ, "GM_LOG_LEVEL": "INFO"}, stderr=subprocess.PIPE, text=True)
    assert any("relay: running" in line for line in process.stderr)

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    process.stderr.close()
