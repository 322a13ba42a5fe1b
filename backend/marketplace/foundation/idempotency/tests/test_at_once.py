"""The same key at the same time, over real connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import TAKEN_OVER_AFTER
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.idempotency.tests import endpoints
from marketplace.foundation.idempotency.tests.endpoints import LOCK
from marketplace.testing import ApiClient

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("marketplace.foundation.idempotency.tests.endpoints"),
    pytest.mark.usefixtures("tenant"),
]

KEY = "01JCXYZ0000000000000000000"
PATIENCE_S = 60


@contextmanager
def held_up() -> Iterator[None]:
    """A request with "wait" waits until the block ends."""
    with connections["eu"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def post(body: Any) -> HttpResponse:
    try:
        return ApiClient().post("things/a", body, key=KEY)
    finally:
        connections.close_all()


def test_a_second_request_learns_that_the_first_is_still_running():
    with ThreadPoolExecutor() as pool:
        with held_up():
            first = pool.submit(post, {"do": "wait"})
            assert endpoints.is_waiting.wait(PATIENCE_S)
            second, other = post({"do": "wait"}), post({"do": "something else"})
        answer = first.result(PATIENCE_S)
    third = post({"do": "wait"})

    assert (second.status_code, second.json()["code"]) == (409, "still_running")
    assert other.json()["code"] == "idempotency_key_reused"
    assert answer.status_code == 201
    assert third.content == answer.content
    assert endpoints.runs == ["wait"]


def test_of_eight_at_once_one_runs():
    start = Barrier(8)

    def run(_: int) -> HttpResponse:
        start.wait(PATIENCE_S)
        return post({"n": 1})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(8)))

    assert endpoints.runs == ["answer"]
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[201] >= 1
    assert statuses[201] + statuses[409] == 8
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1


def test_of_eight_who_find_the_key_of_a_dead_process_one_takes_it_over():
    with pytest.raises(endpoints.Killed):
        post({"do": "die at first"})
    start = Barrier(8)

    def run(_: int) -> HttpResponse:
        start.wait(PATIENCE_S)
        return post({"do": "die at first"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(8)))

    assert endpoints.runs == ["die at first"] * 2
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1


def test_a_process_that_dies_gives_its_key_up_at_once():
    with ThreadPoolExecutor() as pool, held_up():
        first = pool.submit(post, {"do": "wait at first"})
        assert endpoints.is_waiting.wait(PATIENCE_S)
        while_it_lives = post({"do": "wait at first"})
        end_the_session_that_waits()
        second = post({"do": "wait at first"})
        first.exception(PATIENCE_S)  # nobody hears its answer

    assert (while_it_lives.status_code, second.status_code) == (409, 201)
    assert post({"do": "wait at first"}).content == second.content


def end_the_session_that_waits() -> None:
    """What PostgreSQL sees of a process that was killed."""
    with connections["eu"].cursor() as cursor:
        waiting = "wait_event_type = 'Lock' AND wait_event = 'advisory'"
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {waiting}")


def test_a_slow_first_run_does_not_overwrite_the_answer_of_who_took_over():
    body = {"do": "wait at first"}
    with ThreadPoolExecutor() as pool:
        with held_up():
            first = pool.submit(post, body)
            assert endpoints.is_waiting.wait(PATIENCE_S)
            IdempotencyRecord.objects.update(locked_at=clock.now() - 2 * TAKEN_OVER_AFTER)
            second = post(body)
        slow = first.result(PATIENCE_S)

    assert (slow.status_code, second.status_code) == (201, 201)
    assert post(body).content == second.content
    assert endpoints.runs == ["wait at first"] * 2
