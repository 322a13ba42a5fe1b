"""Kong and the API say the same of which pages may call (CORS): Kong answers a question in advance in the API's place."""

from __future__ import annotations

import pytest
from django.test import Client

from gateway import origins

pytestmark = pytest.mark.usefixtures("tenant")
PAGE = {"HTTP_ORIGIN": "http://eu.localhost", "HTTP_HOST": "api.eu.localhost"}


def names(header: str) -> set[str]:
    return {name.strip() for name in header.split(",")}


def test_a_question_in_advance_has_the_same_answer(client: Client):
    answer = client.options("/api/v1/store/region", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET", **PAGE)
    config = origins.plugin(["eu.localhost"])["config"]

    assert answer.status_code == 204
    assert names(answer["Access-Control-Allow-Methods"]) == set(config["methods"])
    assert names(answer["Access-Control-Allow-Headers"]) == set(config["headers"])
    assert int(answer["Access-Control-Max-Age"]) == config["max_age"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_page_may_read_the_same_headers(client: Client):
    answer = client.get("/api/v1/store/region", **PAGE)

    assert answer["Access-Control-Allow-Origin"] == "http://eu.localhost"
    assert names(answer["Access-Control-Expose-Headers"]) == set(origins.plugin([])["config"]["exposed_headers"])
