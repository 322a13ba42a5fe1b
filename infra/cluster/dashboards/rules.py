"""The rules of `infra/observability`, as Prometheus reads them, for what is checked about them."""

from __future__ import annotations

from typing import Any

import yaml

from toolbox import ROOT

OBSERVABILITY = ROOT / "infra" / "observability"
RUNBOOKS = ROOT / "docs" / "runbooks"

Json = dict[str, Any]


def all_groups() -> list[Json]:
    files = sorted((OBSERVABILITY / "rules").glob("*.yaml"))
    return [group for file in files for group in yaml.safe_load(file.read_text())["groups"]]


def all_rules() -> list[Json]:
    return [rule for group in all_groups() for rule in group["rules"]]


def prometheus_rule() -> Json:
    """All of them as the object that a cluster's Prometheus operator reads."""
    spec = {"groups": all_groups()}
    return {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": {"name": "globalmarket"}, "spec": spec}


def alerts() -> list[Json]:
    return [rule for rule in all_rules() if "alert" in rule]
