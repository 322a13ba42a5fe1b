"""The calls of the page for makers of clients are those of the API."""

from __future__ import annotations

import json
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
CALL = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) ([^`\s]+)`")


def calls_of_the_guide() -> set[tuple[str, str]]:
    return set(CALL.findall((DOCS / "guides" / "build-a-client.md").read_text()))


def calls_of_the_api() -> set[tuple[str, str]]:
    paths = json.loads((DOCS / "reference" / "openapi.json").read_text())["paths"]
    return {(method.upper(), path.removeprefix("/api/v1/")) for path, methods in paths.items() for method in methods}


def test_every_call_of_the_guide_exists() -> None:
    assert calls_of_the_guide() - calls_of_the_api() == set()


def test_every_call_of_a_customer_is_in_the_guide() -> None:
    of_customers = {(method, path) for method, path in calls_of_the_api() if path.startswith(("store/", "auth/"))}

    assert of_customers - calls_of_the_guide() == set()
