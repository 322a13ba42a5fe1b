"""What tests look at in the answer of a list."""

from __future__ import annotations

from typing import Any


def titles(answer: Any) -> list[str]:
    return [item["title"] for item in answer["items"]]


def counts(answer: Any, field: str) -> dict[str, int]:
    return {value["value"]: value["count"] for facet in answer["facets"] if facet["field"] == field for value in facet["values"]}
