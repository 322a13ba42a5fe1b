"""The rules of `infra/observability`, as Prometheus reads them, for what is checked about them."""

from __future__ import annotations

from typing import Any

import yaml

from toolbox import ROOT

OBSERVABILITY = ROOT / "infra" / "observability"
RUNBOOKS = ROOT / "docs" / "runbooks"

Json = dict[str, Any]


def all_rules() -> list[Json]:
    files = sorted((OBSERVABILITY / "rules").glob("*.yaml"))
    return [rule for file in files for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]


def alerts() -> list[Json]:
    return [rule for rule in all_rules() if "alert" in rule]
