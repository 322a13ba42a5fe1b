from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.metrics import MetricWrapperBase

from marketplace.foundation import metrics
from marketplace.foundation.metrics.testing import value
from marketplace.kit.errors import InvalidInput, Unavailable

GUIDE = Path(__file__).parents[5] / "docs" / "guides" / "watch-the-marketplace.md"
OF_STORES = {"call", "container", "database", "engine", "index", "state"}
OF_REQUESTS_AND_WORK = {"method", "outcome", "queue", "route", "status", "subscriber", "task", "tenant"}
OF_LIVE_UPDATES = {"code", "topic", "transport"}  # a topic without its owner
OF_PAYMENTS = {"provider", "currency"}
OF_MODELS = {"model"}  # of a list in the code


def all_metrics() -> list[MetricWrapperBase]:
    return [metric for metric in vars(metrics).values() if isinstance(metric, MetricWrapperBase)]


def requests(route: str, method: str = "GET", status: str = "4xx", tenant: str = "eu") -> float:
    return value("globalmarket_http_request_seconds_count", route=route, method=method, status=status, tenant=tenant)


def test_each_is_explained_in_the_guide_and_the_guide_explains_no_other():
    explained = set(re.findall(r"globalmarket_[a-z_]+", GUIDE.read_text()))
    names = {f"{metric._name}_total" if metric._type == "counter" else metric._name for metric in all_metrics()}

    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in explained} == names


def test_labels_have_few_values():
    assert {
        label for metric in all_metrics() for label in metric._labelnames
    } <= OF_STORES | OF_REQUESTS_AND_WORK | OF_LIVE_UPDATES | OF_PAYMENTS | OF_MODELS


def test_a_request_is_counted_by_its_endpoint_not_by_its_address(api):
    before = requests("api/v1/store/products/<str:slug>")

    api.get("store/products/one-that-nobody-has")
    api.get("store/products/another-one")

    assert requests("api/v1/store/products/<str:slug>") - before == 2


def test_addresses_and_methods_that_do_not_exist_share_one_series():
    before = requests("none", method="other")

    Client().generic("BREW", "/api/v1/coffee", headers={"Host": "api.eu.localhost"})
    Client().generic("WHEN", "/api/v1/milk", headers={"Host": "api.eu.localhost"})

    assert requests("none", method="other") - before == 2


def test_what_a_foreign_host_asks_is_not_counted(api):
    before = value("globalmarket_http_request_seconds_count", route="none", method="GET", status="4xx", tenant="-")

    assert api.send("GET", "store/region", host="shop.example").status_code == 421

    assert value("globalmarket_http_request_seconds_count", route="none", method="GET", status="4xx", tenant="-") == before


@pytest.mark.parametrize(
    ("error", "outcome"), [(InvalidInput(), "refused"), (Unavailable(), "unavailable"), (KeyError("x"), "failed"), (SystemExit(), "failed")]
)
def test_an_error_says_what_came_of_a_call(error, outcome):
    assert metrics.outcome_of(error) == outcome
