from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread, Timer

import psycopg
import pytest

from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.subscribers import BULK, PROMPT, subscriber
from marketplace.foundation.events.tests.events import ShelfFilled, publish
from marketplace.foundation.metrics.tests.programs import eventually
from marketplace.foundation.relay import relay
from marketplace.foundation.relay.management.commands import run_relay
from marketplace.foundation.relay.management.commands.run_relay import serve
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_S = 240.0


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


def test_a_region_is_served_until_it_is_stopped(subscribe, tenant):
    stop = Signal()
    heard = subscribe("tests.one", lambda event: stop.set() if event.number == 3 else None)
    publish(1, 2, 3)

    in_thread(serve, "eu", stop, "prompt").join(30)

    assert [recorded.event().number for recorded in heard] == [1, 2, 3]


def test_what_is_slow_keeps_no_other_subscriber_waiting(subscribe, tenant):
    stop, all_heard = Signal(), Signal()

    def hold(event):
        assert all_heard.wait(30)
        stop.set()

    def look(event):
        if all(len(heard) == 251 for heard in others):
            all_heard.set()

    subscribe("tests.slow", hold)
    others = []
    others += [subscribe(f"tests.{number}", look) for number in range(3)]
    publish(*range(251))

    in_thread(serve, "eu", stop, "prompt").join(60)

    assert all_heard.is_set()
    assert [len(heard) for heard in others] == [251] * 3


def test_a_region_that_was_broken_is_served_when_it_is_mended(subscribe, mena, superuser_url, failed_regions):
    stop = Signal()
    heard = subscribe("tests.one", lambda event: stop.set())
    with tenancy.scope(mena):
        publish(1)
    with psycopg.connect(superuser_url("mena"), autocommit=True) as administrator:
        administrator.execute("ALTER TABLE mena.outbox_events RENAME TO outbox_events_away")
        thread = in_thread(serve, "mena", stop, "prompt")
        assert failed_regions["mena"].wait(30)
        administrator.execute("ALTER TABLE mena.outbox_events_away RENAME TO outbox_events")

    thread.join(60)

    assert len(heard) == 1


TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user"
CLAIMABLE = "SELECT count(*) FROM eu.outbox_events WHERE delivered_at IS NULL AND (due_at IS NULL OR due_at <= now())"


def test_a_database_that_ends_all_connections_again_and_again_loses_and_doubles_nothing(subscribe, tenant, superuser_url):
    """Each time in the middle of a batch, while other lanes work and rounds claim and record."""
    stop, heard = Signal(), []
    with psycopg.connect(superuser_url("eu"), autocommit=True) as administrator:

        def terminate(event):
            if event.number % 40 == 20:
                administrator.execute(TERMINATE)

        heard += [subscribe(f"tests.{number}", terminate if number == 0 else lambda event: None) for number in range(3)]
        publish(*range(350))
        relay.release_connections()
        thread = in_thread(serve, "eu", stop, "prompt")
        assert eventually(lambda: not administrator.execute(CLAIMABLE).fetchone()[0])
        stop.set()
        thread.join(60)

    relay.release_connections()
    relay.drain(now=clock.now() + timedelta(days=1))  # and what a round had claimed whose answer did not arrive

    assert [Counter(recorded.event().number for recorded in one) for one in heard] == [Counter(range(350))] * 3
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_a_region_that_is_no_longer_active_is_left(tenant):
    TenantRecord.objects.filter(slug="mena").update(is_active=False)
    directory.forget()

    thread = in_thread(serve, "mena", Signal(), "prompt")
    thread.join(30)

    assert not thread.is_alive()


def test_the_command_ends_cleanly_when_it_is_asked_to(tenant):
    backend = Path(relay.__file__).parents[3]
    command = [sys.executable, "-u", "manage.py", "run_relay"]
    process = subprocess.Popen(command, cwd=backend, env={**os.environ, "GM_LOG_LEVEL": "INFO"}, stderr=subprocess.PIPE, text=True)
    assert any("relay: running" in line for line in process.stderr)

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    process.stderr.close()


FROZEN_RELAY = """
import os, re, sys
import django

django.setup()
from django.core.management import call_command
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.subscribers import BULK, subscriber
from marketplace.foundation.events.tests.events import CupBroke, ShelfFilled
from marketplace.foundation.tenancy import current

def write(text):
    os.write(1, (text + "\\n").encode())

@subscriber(ShelfFilled, name="tests.frozen", queue=BULK)
def hold_the_interpreter(event, recorded):
    if current().slug == "mena":
        write("frozen")
        re.match("(a|aa)+$", "a" * 60 + "b")  # longer than anybody lives, and no other thread of the process runs

@subscriber(CupBroke, name="tests.blocked")
def block(event, recorded):
    if event.number == 1:
        write("blocked")
        os.read(0, 1)  # until the test ends

@subscriber(CupBroke, name="tests.spinning")
def spin(event, recorded):
    while event.number == 1:
        pass

@subscriber(CupBroke, name="tests.fine")
def hear(event, recorded):
    write(f"{current().slug} {event.number}")

call_command("run_relay")
"""


@pytest.fixture
def frozen_relay(subscribe) -> Iterator[subprocess.Popen[str]]:
    """A relay with subscribers that block, spin and freeze, and one that is fine; this process publishes for them."""
    for name in ("tests.blocked", "tests.spinning", "tests.fine"):
        subscribe(name, queue=PROMPT)
    subscriber(ShelfFilled, name="tests.frozen", queue=BULK)(lambda event, recorded: None)
    backend = Path(relay.__file__).parents[3]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(
        [sys.executable, "-c", FROZEN_RELAY], cwd=backend, env=os.environ, text=True, start_new_session=True, **pipes
    )
    timeout = Timer(PATIENCE_S, end, [process])  # a test that waits for a line which never comes reads "" then, and fails
    timeout.start()
    yield process
    timeout.cancel()
    end(process)
    process.communicate()


def end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def lines(process: subprocess.Popen[str], count: int) -> set[str]:
    return {process.stdout.readline().strip() for _ in range(count)}


def freeze() -> None:
    with tenancy.atomic():
        outbox.publish(ShelfFilled(), now=NOW)


def undelivered(subscriber_name: str) -> int:
    return OutboxEvent.objects.filter(subscriber=subscriber_name, delivered_at=None).count()


def test_a_subscriber_that_freezes_holds_up_no_other_one_and_no_other_region(frozen_relay, eu, mena):
    """Without a clock: one subscriber is frozen, one blocked and one spinning from the first event to the last."""
    with tenancy.scope(mena):
        freeze()
    with tenancy.scope(eu):
        publish(1)
    assert lines(frozen_relay, 3) == {"frozen", "blocked", "eu 1"}

    for number in range(2, 7):
        for tenant in (eu, mena):
            with tenancy.scope(tenant):
                publish(number)

        assert lines(frozen_relay, 2) == {f"eu {number}", f"mena {number}"}

    with tenancy.scope(mena):
        assert undelivered("tests.frozen") == 1
    with tenancy.scope(eu):
        assert (undelivered("tests.blocked"), undelivered("tests.spinning")) == (6, 6)


def test_a_relay_with_a_frozen_subscriber_ends_when_it_is_asked_to(frozen_relay, mena):
    with tenancy.scope(mena):
        freeze()
    assert lines(frozen_relay, 1) == {"frozen"}

    frozen_relay.send_signal(signal.SIGTERM)

    assert frozen_relay.wait(30) == 0
