"""No rule and no panel asks for what the code does not export (``infra/observability``)."""

from __future__ import annotations

import json
import re
from math import prod

from prometheus_client.metrics import MetricWrapperBase

from config.schedule import FAN_OUT, SCHEDULE
from dashboards.content import DASHBOARDS
from dashboards.rules import all_rules
from marketplace.foundation import metrics
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.events import subscribers
from toolbox import ROOT

METRIC = re.compile(r"(?<![\w:])(?P<name>[a-z][a-z_]*:[\w:]+|globalmarket_\w+|up|ALERTS)(?:\{(?P<matchers>[^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"')
# What the number of relays depends on, in each region's manifests.
QUERIES = [
    found.replace('\\"', '"')
    for file in (ROOT / "k8s" / "regions").glob("*/kustomization.yaml")
    for found in re.findall(r'/metadata/query", "value": "((?:[^"\\]|\\.)+)"', file.read_text())
]
OF_PROMETHEUS = {"up": {"job", "instance"}, "ALERTS": {"alertname", "alertstate", "severity", "tenant"}}


def expressions() -> list[str]:
    panels = [panel.expr for dashboard in DASHBOARDS for panel in dashboard.panels]
    return [*(rule["expr"] for rule in all_rules()), *panels, *QUERIES]


def exported() -> dict[str, set[str]]:
    """Each series that the programs show, with its labels."""
    series: dict[str, set[str]] = {}
    for metric in vars(metrics).values():
        if not isinstance(metric, MetricWrapperBase):
            continue
        labels = set(metric._labelnames)
        if metric._type == "counter":
            series[f"{metric._name}_total"] = labels
        elif metric._type == "histogram":
            series |= {f"{metric._name}_bucket": labels | {"le"}, f"{metric._name}_count": labels, f"{metric._name}_sum": labels}
        else:
            series[metric._name] = labels
    return series


def recorded() -> dict[str, set[str]]:
    """Each series that a rule makes: the labels are the first part of its name."""
    names = [rule["record"] for rule in all_rules() if "record" in rule]
    return {name: set(name.partition(":")[0].split("_")) for name in names}


def matched(label: str) -> set[str]:
    """What expressions compare the label with."""
    return {value for expr in expressions() for name, value in MATCHER.findall(expr) if name == label}


def test_each_name_is_exported_or_recorded_and_has_the_labels_that_are_asked_for():
    known = {**exported(), **recorded(), **OF_PROMETHEUS}
    asked = [(found["name"], MATCHER.findall(found["matchers"] or "")) for expr in expressions() for found in METRIC.finditer(expr)]

    assert len(asked) > 100
    assert len(QUERIES) >= 4
    assert {name for name, _ in asked} - known.keys() == set()
    assert [(name, label) for name, matchers in asked for label, _ in matchers if label not in known[name]] == []


def test_no_metric_can_become_more_series_than_a_prometheus_keeps_with_ease():
    """The most that labels allow, with ten regions: each of them takes the values of a list that the code or the operator makes."""
    paths = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text())["paths"].values()
    lanes = [*subscribers.lanes_of(subscribers.PROMPT), *subscribers.lanes_of(subscribers.BULK)]
    most = {
        "route": len(paths),
        "method": sum(len(operations) for operations in paths) / len(paths),  # of a route
        "status": 4,
        "subscriber": len(lanes),
        "task": len(SCHEDULE) + 40,
        "container": len(all_containers()),
        "engine": 2,
        "outcome": 6,
        **dict.fromkeys(("tenant", "state", "currency", "queue", "transport", "index"), 10),
        **dict.fromkeys(("call", "topic", "provider", "model", "code", "database"), 20),
    }

    for name, labels in exported().items():
        if not name.endswith(("_bucket", "_sum")):
            assert prod(most[label] for label in labels) <= 50_000, name


def test_each_metric_is_watched_by_a_rule_or_shown_by_a_panel():
    asked = {found["name"] for expr in expressions() for found in METRIC.finditer(expr)}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exported()}

    assert families - {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked} == set()


def test_endpoints_that_are_named_are_the_apis():
    paths = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text())["paths"].keys()
    routes = {"/" + re.sub(r"<str:(\w+)>", r"{\1}", route) for route in matched("route")}

    assert len(routes) > 3
    assert routes - paths == set()


def test_subscribers_and_tasks_that_are_named_are_there():
    subscribers.discover()
    lanes = {**subscribers.lanes_of(subscribers.PROMPT), **subscribers.lanes_of(subscribers.BULK)}
    tasks = {*SCHEDULE, FAN_OUT}

    for pattern in matched("subscriber"):
        assert any(re.fullmatch(pattern, name) for name in lanes), pattern
    for pattern in matched("task"):
        assert any(re.fullmatch(pattern, name) for name in tasks), pattern


def test_buckets_that_are_named_are_the_histograms():
    bounds = {str(float(bound)) for bound in metrics.REQUEST_BUCKETS_S}

    assert {str(float(bound)) for bound in matched("le")} <= bounds
