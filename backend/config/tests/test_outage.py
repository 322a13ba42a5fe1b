"""Every endpoint while Valkey is away: it answers, or says 503 and when to come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from config.tests.test_api import endpoints
from config.tests.test_nonsense import addresses, callers, token_for
from marketplace.foundation.cache import valkey
from marketplace.testing import ApiClient

__all__ = ["callers"]

pytestmark = pytest.mark.django_db(databases="__all__")

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def without_valkey(callers: dict[str, str], settings: Any) -> Iterator[None]:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    valkey.connect_anew()
    yield
    valkey.connect_anew()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("is_known", [True, False], ids=["with a token", "without"])
def test_no_endpoint_has_a_fault(callers: dict[str, str], without_valkey: None, method: str, is_known: bool):
    api = ApiClient()

    answers = {
        path: api.send(method, list(addresses(path))[-1], {}, token=token_for(path, callers) if is_known else None, etag="1")
        for path, view in endpoints().items()
        if hasattr(view, method.lower())
    }

    assert answers
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 500 and answer.status_code != 503} == {}
    assert [
        path for path, answer in answers.items() if answer.status_code == 503 and "Retry-After" not in answer and "health" not in path
    ] == []


def test_readers_without_a_login_are_answered(without_valkey: None):
    assert [ApiClient().get(path).status_code for path in ("store/region", "store/products", "store/categories")] == [200, 200, 200]
