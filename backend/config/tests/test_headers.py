"""The headers that tell a browser how to treat an answer: on every kind of answer, refusals too."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(databases="__all__")]

ANSWERS = [("store/region", 200), ("store/region", 200), ("me", 401), ("nowhere", 404), ("health/live", 200), ("docs", 200)]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_answer_has_them(api, path, status):
    answer = api.get(path)

    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_no_other_page_may_frame_an_answer_and_none_loads_from_elsewhere(api, path, status):
    policy = api.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_an_unknown_host_gets_them_too(api):
    answer = api.send("GET", "store/region", host="shop.example")

    assert answer.status_code == 421
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; frame-ancestors 'none'",
    )
