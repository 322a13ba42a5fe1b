"""
Messages that nobody can deal with lie in the outbox and in the queue of tasks, and people go on buying.

    make drill-poison

In the outbox: an event that no program knows, and one whose content is not what its name says. In the queue: no JSON, a task that
no worker knows, and a task of no region. The two events must be tried again, alone, and be parked; all other events, mails and tasks must
go on meanwhile. Once their cause is mended they are replayed. What is no JSON ends a worker, which has taken it by then: the one that is
started in its place must stay.
"""

from __future__ import annotations

import base64
import json
import sys
import time
from collections.abc import Callable
from typing import Any, LiteralString

import psycopg
import redis
from checks import Failed, check
from replicas import Code
from staging import Site, running, temporary_folder

QUEUE = "gm-celery:prompt"
UNKNOWN_TASK, TASK_WITHOUT_REGION = "marketplace.apps.no_such.tasks.task", "marketplace.apps.notifications.tasks.send_due_messages"
PATIENCE_S = 300.0
SUBSCRIBER, NAME = "notifications.order_confirmed", "orders.order_confirmed.v1"
UNKNOWN, WRONG = "evt_of_no_kind", "evt_of_other_content"
POISON = (
    (UNKNOWN, "orders.no_such_event.v1", {"order_id": "ord_that_is_not_there"}),
    (WRONG, NAME, {"order_id": ["not", "a", "text"]}),
)
FIRST_ORDER = """
import json
from marketplace.apps.checkout.models import Checkout
found = Checkout.objects.filter(state="completed").first()
print(json.dumps([found.order_id, found.order_owner]))
"""
OTHERS_WAIT = """
    SELECT count(*) FROM outbox_events WHERE delivered_at IS NULL AND parked_at IS NULL AND event_id <> ALL(%s)
    AND recorded_at < now() - interval '10 seconds'
"""
THEY = [UNKNOWN, WRONG]
ADVANCE = "from datetime import timedelta\nfrom marketplace.foundation import clock\nprint(clock.advance(timedelta(minutes=11)))"


def main() -> int:
    with temporary_folder() as folder, running(folder, GM_DEVELOPMENT_CLOCK="true", GM_VALKEY_TIMEOUT_S="5") as site:
        try:
            drill(site)
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


def drill(site: Site) -> None:
    """:raises Failed:"""
    site.open()
    site.stage("before", 5)
    poison_outbox(site)
    poison_queue(site)
    site.stage("with poison in the outbox and in the queue", 15)
    alive(site)
    site.close()
    parked(site)
    site.open()
    site.stage("with both events parked", 5)
    site.close()
    site.revive_programs()
    if site.revived not in ([], ["worker"]):
        raise Failed(f"poison has ended {', '.join(site.revived)}")
    print(f"  ended, and started again: {', '.join(site.revived) or 'none'}", flush=True)
    replay(site)
    check(site.tally, Code.here(), site.environment)


def poison_outbox(site: Site) -> None:
    with site.database() as database:
        for event_id, name, payload in POISON:
            database.execute(
                "INSERT INTO outbox_events (event_id, subscriber, wire_name, payload, recorded_at, attempts, last_error)"
                " VALUES (%s, %s, %s, %s, now(), 0, '')",
                [event_id, SUBSCRIBER, name, json.dumps(payload)],
            )


def poison_queue(site: Site) -> None:
    """At the end that workers take from, so that what comes later waits behind it."""
    with redis.Redis.from_url(site.environment["GM_VALKEY_URL"]) as queue:
        queue.rpush(QUEUE, "no JSON {", *(json.dumps(envelope(task)) for task in (UNKNOWN_TASK, TASK_WITHOUT_REGION)))


def envelope(task: str) -> dict[str, object]:
    """A task as Celery's second protocol writes it, without the header that names a region."""
    body = base64.b64encode(json.dumps([[], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]).encode()).decode()
    number = f"poison-{task.rpartition('.')[2]}"
    properties = {
        "correlation_id": number,
        "delivery_mode": 2,
        "delivery_info": {"exchange": "", "routing_key": "prompt"},
        "priority": 0,
        "body_encoding": "base64",
        "delivery_tag": number,
    }
    headers = {"lang": "py", "task": task, "id": number, "root_id": number, "retries": 0, "argsrepr": "()", "kwargsrepr": "{}"}
    return {"body": body, "content-encoding": "utf-8", "content-type": "application/json", "headers": headers, "properties": properties}


def alive(site: Site) -> None:
    """:raises Failed: if a program does not stay, or tasks and events no longer go on"""
    with redis.Redis.from_url(site.environment["GM_VALKEY_URL"]) as queue:
        wait("tasks are taken no more", lambda: not site.revive_programs() and queue.llen(QUEUE) == 0)
    with site.database() as database:
        wait("other events wait behind the poison", lambda: one(database, OTHERS_WAIT) == 0)
        tried = database.execute("SELECT event_id, attempts FROM outbox_events WHERE event_id = ANY(%s) ORDER BY 1", [THEY])
        print(f"  the two events were tried so far: {', '.join(f'{name} {attempts} times' for name, attempts in tried)}", flush=True)


def parked(site: Site) -> None:
    """Time passes, until the relay stops trying. :raises Failed:"""
    site.tally.stage = "hours later"
    with site.database() as database:
        for _ in range(30):
            if one(database, "SELECT count(*) FROM outbox_events WHERE event_id = ANY(%s) AND parked_at IS NOT NULL") == len(THEY):
                break
            site.django(ADVANCE)
            time.sleep(3)
        else:
            raise Failed("the events are not parked")
        for row in database.execute("SELECT event_id, attempts, last_error FROM outbox_events WHERE event_id = ANY(%s) ORDER BY 1", [THEY]):
            print(f"  {row[0]}: parked after {row[1]} times: {row[2][:120]}", flush=True)


def replay(site: Site) -> None:
    """The cause is mended: both are about an order that is there. :raises Failed: if they are not delivered then"""
    order_id, owner = json.loads(site.django(FIRST_ORDER))
    with site.database() as database:
        payload = json.dumps({"order_id": order_id, "owner": owner})
        database.execute("UPDATE outbox_events SET wire_name = %s, payload = %s WHERE event_id = ANY(%s)", [NAME, payload, THEY])
        print(f"  replay_events: {Code.here().run(['manage.py', 'replay_events', '--tenant', 'eu'], site.environment)}", flush=True)
        delivered = "SELECT count(*) FROM outbox_events WHERE event_id = ANY(%s) AND delivered_at IS NOT NULL"
        wait("the replayed events are not delivered", lambda: one(database, delivered) == len(THEY))


def one(database: psycopg.Connection[Any], statement: LiteralString) -> int:
    """A count that a statement about the two events gives."""
    (count,) = database.execute(statement, [THEY]).fetchone() or (0,)
    return int(count)


def wait(complaint: str, is_so: Callable[[], bool]) -> None:
    """:raises Failed: with the complaint, if it does not come to be so"""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            raise Failed(complaint)
        time.sleep(0.5)


if __name__ == "__main__":
    raise SystemExit(main())
