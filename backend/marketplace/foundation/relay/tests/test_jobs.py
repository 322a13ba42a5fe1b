from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.audit.tests.factories import a_token
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.tests.events import CupBroke, publish
from marketplace.foundation.relay import delivery, parking, relay, statements
from marketplace.foundation.rest.tokens import STAFF, VENDOR
from marketplace.foundation.tenancy.tasks import BULK
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

PARKED, REPLAY = "admin/jobs/parked-events", "admin/jobs/parked-events/replay"
REASON = {"reason": "The printer is mended"}


def fail(event: CupBroke) -> None:
    raise RuntimeError("no glue")


@pytest.fixture
def two_parked(subscribe) -> None:
    subscribe("tests.failing", fail)
    subscribe("tests.failing_too", fail)
    publish(1)
    for hour in range(delivery.MAX_ATTEMPTS):
        relay.drain(now=NOW + timedelta(hours=hour))


def lanes(api) -> dict:
    return {lane["subscriber"]: lane for lane in api.get("admin/jobs", token=a_token()).json()["lanes"]}


def test_each_lane_says_what_waits_fails_and_is_parked(api, subscribe):
    subscribe("tests.failing", fail)
    publish(1)
    publish(2)
    fresh = lanes(api)["tests.failing"]
    relay.drain(now=NOW)

    lane = lanes(api)["tests.failing"]

    assert (fresh["waiting"], fresh["failing"], fresh["parked"], fresh["queue"]) == (2, 0, 0, "prompt")
    assert (lane["waiting"], lane["failing"], lane["parked"]) == (2, 2, 0)
    assert lane["oldest_at"] is not None


def test_events_of_a_subscriber_that_is_gone_are_shown_without_a_queue(api, subscribe):
    subscribe("tests.failing", fail)
    publish(1)
    publish(2)
    OutboxEvent.objects.update(subscriber="tests.renamed")
    OutboxEvent.objects.filter(pk=OutboxEvent.objects.latest("id").pk).update(parked_at=NOW)

    found = lanes(api)

    assert {name: found["tests.renamed"][name] for name in ("queue", "waiting", "parked")} == {"queue": "", "waiting": 1, "parked": 1}
    assert found["tests.failing"]["waiting"] == 0


def test_what_is_delivered_is_not_read(api, subscribe):
    subscribe("tests.failing", fail)
    publish(*range(2000))
    OutboxEvent.objects.update(delivered_at=NOW)
    publish(2001)
    with connections["eu"].cursor() as db:
        db.execute("ANALYZE outbox_events")
        db.execute(f"EXPLAIN {statements.BY_SUBSCRIBER}")
        plan = "\n".join(line for (line,) in db.fetchall())

    assert lanes(api)["tests.failing"]["waiting"] == 1
    assert all(index in plan for index in ("outbox_waiting", "outbox_parked")), plan
    assert "Seq Scan" not in plan


def test_queues_are_shown(api):
    queues = api.get("admin/jobs", token=a_token()).json()["queues"]

    assert {queue["name"]: queue["waiting"] for queue in queues} == {"prompt": 0, BULK: 0}


def test_parked_events_are_listed_with_their_error_page_by_page(api, two_parked):
    first = api.get(PARKED, token=a_token(), limit=1).json()
    second = api.get(PARKED, token=a_token(), limit=1, cursor=first["next_cursor"]).json()
    of_one = api.get(PARKED, token=a_token(), subscriber="tests.failing_too").json()["items"]

    assert {item["subscriber"] for item in [*first["items"], *second["items"]]} == {"tests.failing", "tests.failing_too"}
    assert (second["next_cursor"], [item["subscriber"] for item in of_one]) == (None, ["tests.failing_too"])
    assert "no glue" in of_one[0]["last_error"]


def test_those_of_one_subscriber_are_replayed_with_a_reason_once(api, two_parked):
    body = {"subscriber": "tests.failing", **REASON}

    first = api.post(REPLAY, body, token=a_token(), key="one-click-of-the-button")
    again = api.post(REPLAY, body, token=a_token(), key="one-click-of-the-button")
    anew = api.post(REPLAY, body, token=a_token())

    assert (first.json(), again.json(), anew.json()) == ({"count": 1}, {"count": 1}, {"count": 0})
    assert [event.subscriber for event in parking.list_parked()] == ["tests.failing_too"]
    entry = AuditEntry.objects.filter(action="events.replayed").order_by("id").first()
    assert (entry.reason, entry.new["count"], entry.new["subscriber"]) == (REASON["reason"], 1, "tests.failing")


def test_a_replay_needs_a_reason(api, two_parked):
    assert api.post(REPLAY, {}, token=a_token()).status_code == 422
    assert parking.list_parked().count() == 2


@pytest.mark.parametrize(("method", "path"), [("GET", "admin/jobs"), ("GET", PARKED), ("POST", REPLAY)])
def test_they_are_for_administrators_of_the_region(api, mena, method, path):
    with tenancy.scope(mena):
        foreign = a_token()

    assert api.send(method, path, {}).status_code == 401
    for token in (a_token(STAFF, "support"), a_token(STAFF, "finance"), a_token(VENDOR, "owner")):
        assert api.send(method, path, {}, token=token).status_code == 403
    assert api.send(method, path, {}, token=foreign).status_code == 421
