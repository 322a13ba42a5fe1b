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
from marketplace.foundation.idempotency.decorator import ABANDONED_AFTER
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.idempotency.tests import doors
from marketplace.foundation.idempotency.tests.doors import LOCK
from marketplace.testing import ApiClient

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("marketplace.foundation.idempotency.tests.doors"),
    pytest.mark.usefixtures("tenant"),
]

KEY = "01JCXYZ0000000000000000000"
PATIENCE_S = 20


@contextmanager
def held_up() -> Iterator[None]:
    """Whoever does "wait" waits until the block ends."""
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


def test_a_second_request_is_told_that_the_first_is_still_running():
    with ThreadPoolExecutor() as pool:
        with held_up():
            first = pool.submit(post, {"do": "wait"})
            assert doors.is_waiting.wait(PATIENCE_S)
            second, other = post({"do": "wait"}), post({"do": "something else"})
        answer = first.result(PATIENCE_S)
    third = post({"do": "wait"})

    assert (second.status_code, second.json()["code"]) == (409, "still_running")
    assert other.json()["code"] == "idempotency_key_reused"
    assert answer.status_code == 201
    assert third.content == answer.content
    assert doors.runs == ["wait"]


def test_of_eight_at_once_one_runs():
    start = Barrier(8)

    def run(_: int) -> HttpResponse:
        start.wait(PATIENCE_S)
        return post({"n": 1})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(8)))

    assert doors.runs == ["answer"]
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[201] >= 1
    assert statuses[201] + statuses[409] == 8
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1


def test_of_eight_who_find_an_abandoned_key_one_takes_it_over():
    with pytest.raises(doors.Killed):
        post({"do": "die"})
    IdempotencyRecord.objects.update(locked_at=clock.now() - 2 * ABANDONED_AFTER)
    start = Barrier(8)

    def run(_: int) -> int:
        start.wait(PATIENCE_S)
        try:
            return post({"do": "die"}).status_code
        except doors.Killed:
            return 0

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(run, range(8)))

    assert outcomes == {0: 1, 409: 7}


def test_a_slow_first_run_does_not_overwrite_the_answer_of_who_took_over():
    body = {"do": "wait at first"}
    with ThreadPoolExecutor() as pool:
        with held_up():
            first = pool.submit(post, body)
            assert doors.is_waiting.wait(PATIENCE_S)
            IdempotencyRecord.objects.update(locked_at=clock.now() - 2 * ABANDONED_AFTER)
            second = post(body)
        slow = first.result(PATIENCE_S)

    assert (slow.status_code, second.status_code) == (201, 201)
    assert post(body).content == second.content
    assert doors.runs == ["wait at first"] * 2
