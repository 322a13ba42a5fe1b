"""What each container is made with, as ``config/cosmos.json`` describes it; that file is read by Terraform, too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from marketplace.foundation.documents.errors import InvalidDocument
from marketplace.foundation.documents.port import Filter, Order

ALWAYS_EXCLUDED = '/"_etag"/?'  # as the service adds it


class ContainerLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    autoscale_max_ru: int
    queried: list[str]
    ordered: list[str]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    partition_key: str
    default_ttl: int
    containers: dict[str, ContainerLayout]


@cache
def layout() -> Layout:
    return msgspec.json.decode(Path(settings.COSMOS_LAYOUT).read_bytes(), type=Layout)


def indexing_policy(name: str) -> dict[str, Any]:
    """Only what a query uses is indexed: every other path would make each write dearer. A container not described is a test's."""
    described = layout().containers.get(name)
    if described is None:
        return _policy(["/*"], [ALWAYS_EXCLUDED], ["/a", "/rank", "/id"])
    paths = ["/kind/?", *(f"/body{path}/?" for path in [*described.queried, *described.ordered])]
    return _policy(paths, ["/*", ALWAYS_EXCLUDED], described.ordered)


def check_indexed(name: str, filters: Sequence[Filter], order: Order | None) -> None:
    """:raises InvalidDocument: for a path that the container's description does not name, which would be a scan"""
    described = layout().containers.get(name)
    if described is None:
        return
    known = {*described.queried, *described.ordered}
    for item in filters:
        if item.path not in known:
            raise InvalidDocument(f"{name}{item.path} is not indexed: name it in config/cosmos.json")
    if order is not None and order.path not in described.ordered:
        raise InvalidDocument(f"{name}{order.path} has no index to order by: name it in config/cosmos.json")


def _policy(included: Sequence[str], excluded: Sequence[str], ordered: Sequence[str]) -> dict[str, Any]:
    return {
        "indexingMode": "consistent",
        "automatic": True,
        "includedPaths": [{"path": path} for path in included],
        "excludedPaths": [{"path": path} for path in excluded],
        "compositeIndexes": [
            [{"path": f"/body{path}", "order": direction}, {"path": "/id", "order": direction}]
            for path in ordered
            for direction in ("ascending", "descending")
        ],
    }
