"""Grafana's dashboards, as a list of panels: ``python -m dashboards`` writes them to `infra/observability/grafana/dashboards`."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from toolbox import ROOT

FOLDER = ROOT / "infra" / "observability" / "grafana" / "dashboards"
COLUMNS, HEIGHT = 2, 8
WIDTH = 24 // COLUMNS

Json = dict[str, Any]


class Panel(NamedTuple):
    """A graph. ``unit`` is Grafana's: s, reqps, percentunit, short; ``legend`` names the labels that tell the lines apart."""

    title: str
    expr: str
    legend: str = "{{tenant}}"
    unit: str = "short"


class Dashboard(NamedTuple):
    name: str
    title: str
    panels: tuple[Panel, ...]


def grafana_json(dashboard: Dashboard) -> str:
    """As Grafana imports it."""
    panels = [_panel(number, panel) for number, panel in enumerate(dashboard.panels)]
    tenants = {
        "name": "tenant",
        "label": "Region",
        "type": "query",
        "datasource": _SOURCE,
        "query": {"query": "label_values(globalmarket_http_request_seconds_count, tenant)", "refId": "tenant"},
        "refresh": 2,
        "includeAll": True,
        "allValue": ".*",
        "multi": True,
        "current": {"text": "All", "value": "$__all"},
    }
    whole = {
        "uid": f"globalmarket-{dashboard.name}",
        "title": f"GlobalMarket: {dashboard.title}",
        "tags": ["globalmarket"],
        "editable": False,
        "schemaVersion": 41,
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "1m",
        "templating": {"list": [tenants]},
        "panels": panels,
    }
    return json.dumps(whole, indent=2) + "\n"


_SOURCE = {"type": "prometheus", "uid": "prometheus"}


def _panel(number: int, panel: Panel) -> Json:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": _SOURCE,
        "gridPos": {"x": number % COLUMNS * WIDTH, "y": number // COLUMNS * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0, "custom": {"lineWidth": 2, "fillOpacity": 8}}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}},
        "targets": [_target(panel)],
    }


def _target(panel: Panel) -> Json:
    """With exemplars, which lead to a trace, where the graph is of a histogram's buckets."""
    query = {"refId": "A", "expr": panel.expr, "legendFormat": panel.legend, "datasource": _SOURCE}
    return {**query, "exemplar": True} if "_bucket{" in panel.expr else query
