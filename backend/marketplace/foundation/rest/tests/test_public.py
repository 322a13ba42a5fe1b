"""Public endpoints when Valkey is away, and when all come at once. (Who gets a cached answer: discovery's tests.)"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from marketplace.foundation.cache import responses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

COUNTED = {"X-Count-Store-Calls": "1"}
KEPT = "sql=0 documents=0"
THREADS = 50


def test_without_valkey_the_stores_answer(api, other_valkey):
    assert [api.get("store/categories", headers=COUNTED)["X-Store-Calls"] == KEPT for _ in range(2)] == [False, True]
    other_valkey.stop()
    responses.forget()  # else it goes by what it heard of the tags less than a second ago

    given = [api.get("store/categories", headers=COUNTED) for _ in range(3)]

    assert [answer.status_code for answer in given] == [200] * 3
    assert KEPT not in [answer["X-Store-Calls"] for answer in given]


def test_of_fifty_who_come_at_once_one_asks_the_stores(api):
    barrier = threading.Barrier(THREADS)

    def ask(_: int) -> str:
        barrier.wait()
        answer = api.get("store/categories", headers=COUNTED)
        assert answer.status_code == 200
        return answer["X-Store-Calls"]

    with ThreadPoolExecutor(THREADS) as pool:
        asked = list(pool.map(ask, range(THREADS)))

    assert len([calls for calls in asked if calls != KEPT]) == 1
