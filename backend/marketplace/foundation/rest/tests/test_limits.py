"""Requests that are larger than anybody needs are refused with a reason, and at little cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
import redis.exceptions
from django.conf import settings
from django.db import InterfaceError
from django.test import Client
from rest_framework import exceptions

from marketplace.foundation.cache import valkey
from marketplace.foundation.rest import problems, shape
from marketplace.foundation.rest.tests.endpoints import ERRORS
from marketplace.foundation.rest.tests.test_problems import get, post, problem_of

pytestmark = pytest.mark.urls("marketplace.foundation.rest.tests.endpoints")


def echo(body: Any) -> Any:
    return post("echo", msgspec.json.encode(body))


def nested(depth: int) -> Any:
    inner: Any = 1
    for _ in range(depth):
        inner = [inner]
    return inner


LARGEST = {
    "depth": nested(shape.MAX_DEPTH),
    "keys": dict.fromkeys(map(str, range(shape.MAX_KEYS)), 1),
    "key": {"k" * shape.MAX_KEY: 1},
    "items": [1] * shape.MAX_ITEMS,
    "text": "x" * shape.MAX_TEXT,
}
TOO_LARGE = {
    "depth": nested(shape.MAX_DEPTH + 1),
    "keys": dict.fromkeys(map(str, range(shape.MAX_KEYS + 1)), 1),
    "key": {"k" * (shape.MAX_KEY + 1): 1},
    "items": [1] * (shape.MAX_ITEMS + 1),
    "text": "x" * (shape.MAX_TEXT + 1),
    "values": [[1] * 4_000] * 13,
}


class TestABody:
    @pytest.mark.parametrize("body", LARGEST.values(), ids=LARGEST)
    def test_may_be_as_large_as_the_limits_say(self, body):
        assert echo(body).status_code == 200

    @pytest.mark.parametrize("body", TOO_LARGE.values(), ids=TOO_LARGE)
    def test_may_not_be_larger_in_any_way(self, body):
        problem_of(echo(body), 400, "malformed")

    @pytest.mark.parametrize("body", TOO_LARGE.values(), ids=TOO_LARGE)
    def test_is_judged_wherever_in_it_that_is(self, body):
        problem_of(echo({"a": [body]}), 400, "malformed")


class TestAQuery:
    def test_may_have_as_many_parameters_as_the_limit_says(self):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

        assert get("echo?" + "&".join("lang=en" for _ in range(most))).status_code == 200

    @pytest.mark.parametrize("path", ["echo", "nowhere", "fails/fault", "customers"])
    def test_may_not_have_more_at_any_endpoint(self, path):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

        document = problem_of(get(f"{path}?" + "&".join(f"a{n}=1" for n in range(most + 1))), 400, "malformed")

        assert str(most) in document["detail"]

    def test_may_not_have_more_at_another_host(self):
        answer = get("echo?" + "&".join(f"a{n}=1" for n in range(5_000)), Host="elsewhere.example")

        problem_of(answer, 421, "wrong_region")


class TestAForm:
    def test_may_not_have_more_fields_than_the_limit_says(self):
        answer = Client().post("/api/v1/echo", {f"a{n}": 1 for n in range(101)}, headers={"Host": "api.eu.localhost"})

        problem_of(answer, 400, "malformed")


def test_a_hundred_errors_are_named_and_the_others_counted():
    document = problem_of(post("baskets", msgspec.json.encode({"email": "no", "lines": [5] * 150})), 422, "invalid_input")

    assert len(document["errors"]) == problems.MAX_ERRORS
    assert document["errors_left_out"] == 51


def test_no_title_is_a_template():
    kinds = [kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, exceptions.APIException)]
    titles = [str(problems._TITLES.get(kind.status_code) or kind.default_detail) for kind in kinds]

    assert len(kinds) > 10
    assert [title for title in titles if "{" in title or "%" in title] == []


class TestWhileAStoreIsAway:
    @pytest.mark.parametrize(
        "error", [redis.exceptions.ConnectionError("gone"), redis.exceptions.TimeoutError("late"), InterfaceError("closed")]
    )
    def test_a_view_answers_503(self, error, monkeypatch):
        monkeypatch.setitem(ERRORS, "away", error)

        answer = get("fails/away")

        problem_of(answer, 503, "unavailable")
        assert answer["Retry-After"] == "5"

    def test_so_does_what_is_no_view_of_drf(self, monkeypatch):
        monkeypatch.setitem(ERRORS, "away", InterfaceError("closed"))

        problem_of(get("plain/away"), 503, "unavailable")
        problem_of(get("plain/fault"), 500, "internal_error")

    def test_rates_that_nobody_can_count_are_503(self, settings):
        present = settings.CACHES
        settings.CACHES = {"default": {**present["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
        valkey.connect_anew()
        try:
            answer = get("slow")
        finally:
            settings.CACHES = present
            valkey.connect_anew()

        problem_of(answer, 503, "unavailable")


def test_of_many_at_once_no_more_than_the_rate_come_through():
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: get("slow").status_code, range(60)))

    assert statuses.count(200) == 20
    assert statuses.count(429) == 40


@pytest.mark.parametrize("forwarded", ["fe80::1%eth0", "fe80::1%" + "x" * 5_000, "::1%'; --"])
def test_an_address_that_names_an_interface_is_one_without(api, forwarded):
    answers = [api.get(path, headers={"X-Forwarded-For": forwarded}) for path in ("echo", "slow")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["address"] == forwarded.partition("%")[0]
