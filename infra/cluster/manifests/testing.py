"""The rendered manifests, and what tests ask of them."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from manifests.rendering import NoKustomize, overlays, render

Object = dict[str, Any]
OVERLAYS = overlays()
WORKLOADS = {"Deployment", "StatefulSet", "Job", "CronJob"}


class Workload(NamedTuple):
    """What runs: each has one container."""

    name: str
    object: Object
    pod: Object
    container: Object

    @property
    def labels(self) -> dict[str, str]:
        return dict(_template_of(self.object)["metadata"]["labels"])

    @property
    def ports(self) -> dict[str, int]:
        return {port["name"]: port["containerPort"] for port in self.container.get("ports", [])}


def region_of(overlay: str) -> str:
    return overlay.rpartition("/")[2]


@functools.cache
def objects(overlay: str) -> list[Object]:
    try:
        return render(overlay)
    except NoKustomize as error:
        if os.environ.get("GM_REQUIRE_SERVERS") == "1":  # CI: what is not there must not pass for what was checked
            raise
        pytest.skip(str(error))


def of_kind(overlay: str, *kinds: str) -> list[Object]:
    return [item for item in objects(overlay) if item["kind"] in kinds]


def named(overlay: str, kind: str, name: str) -> Object:
    """The one; a config map by the name that Kustomize adds a hash to."""
    (found,) = [item for item in of_kind(overlay, kind) if _plain_name(item) == name]
    return found


def workloads(overlay: str) -> list[Workload]:
    return [_workload(item) for item in of_kind(overlay, *WORKLOADS)]


def workload(overlay: str, name: str) -> Workload:
    (found,) = [item for item in workloads(overlay) if item.name == name]
    return found


def settings(overlay: str) -> dict[str, str]:
    return dict(named(overlay, "ConfigMap", "settings")["data"])


def secrets_of_vault(overlay: str) -> dict[str, set[str]]:
    """The secrets that are made from the vault, with their keys."""
    return {
        item["spec"]["target"]["name"]: {entry["secretKey"] for entry in item["spec"]["data"]}
        for item in of_kind(overlay, "ExternalSecret")
    }


def secrets_used(item: Workload) -> Iterator[tuple[str, str | None]]:
    """Name, and key where one is taken alone."""
    for source in item.container.get("envFrom", []):
        if "secretRef" in source:
            yield source["secretRef"]["name"], None
    for variable in item.container.get("env", []):
        if reference := variable.get("valueFrom", {}).get("secretKeyRef"):
            yield reference["name"], reference["key"]
    for volume in item.pod.get("volumes", []):
        if "secret" in volume:
            yield volume["secret"]["secretName"], None


def ingress_ports(overlay: str, item: Workload) -> set[int]:
    """The ports that some policy opens."""
    opened = set()
    for policy in of_kind(overlay, "NetworkPolicy"):
        if selects(policy, item.labels):
            for rule in policy["spec"].get("ingress", []):
                named = {port["port"] for port in rule["ports"]}  # a name that the pod does not have opens nothing
                opened |= {item.ports.get(port, port) for port in named if isinstance(port, int) or port in item.ports}
    return opened


def selects(policy: Object, labels: dict[str, str]) -> bool:
    selector = policy["spec"]["podSelector"]
    expressions = selector.get("matchExpressions", [])
    fits = all((labels.get(rule["key"]) in rule["values"]) == (rule["operator"] == "In") for rule in expressions)  # the other is NotIn
    return fits and selector.get("matchLabels", {}).items() <= labels.items()


def _workload(item: Object) -> Workload:
    pod = _template_of(item)["spec"]
    (container,) = pod["containers"]
    return Workload(item["metadata"]["name"], item, pod, container)


def _template_of(item: Object) -> Object:
    """Of the pods; a CronJob makes jobs, which make them."""
    spec = item["spec"]["jobTemplate"]["spec"] if item["kind"] == "CronJob" else item["spec"]
    template: Object = spec["template"]
    return template


def _plain_name(item: Object) -> str:
    name = str(item["metadata"]["name"])
    return name.rpartition("-")[0] if item["kind"] == "ConfigMap" else name
