"""The API's endpoints as the gateway sees them: who asks, how often an address may, and how large a body is."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"
BASE = "/api/v1/"
# Not for the public: the system that runs the processes asks for health, and development alone moves the clock.
PRIVATE = (f"{BASE}health/", f"{BASE}admin/development/")

# Requests a minute from one address. The API counts by caller where it matters (log-ins, mails, pictures); this stops floods before they
# cost a thread. Many people share an address, and payment providers and vendors' systems call from few.
RATES_PER_MINUTE = {"store": 1_200, "search": 300, "machines": 60, "account": 300, "vendor": 1_200, "admin": 600, "webhooks": 3_000}
AUDIENCES = ("store", "vendor", "admin", "webhooks")  # the first word of an address; all others are of an account
# Whose answers are not cached for words that nobody asked before: a list of random words is answered by the search engine, one after
# the other. A person types; who asks faster, or for hours, is no person.
SEARCHES = (f"{BASE}store/products", f"{BASE}store/suggestions")
SEARCHES_PER_SECOND, SEARCHES_PER_HOUR = 15, 5_000
MACHINES = (f"{BASE}store/feeds/google.xml", f"{BASE}store/sitemap/products")  # which are for search engines
PEOPLE_ALONE = ("store", "search")  # where a program that calls itself a crawler has nothing to do

BODY = "rest.body"
# By the last words of the address: which limit of docs/reference/limits.md holds for the file.
FILES = {
    "vendor/imports": "imports.file",
    "vendor/documents": "vendors.document",
    "images": "catalog.picture_file",
    "return-photos": "returns.photo",
}
ANY_FILE = "serving.body"
FORM_BYTES = 64 * 1024  # of a form around its file: names, boundaries, small fields
_LIMIT = re.compile(r"^\| `([a-z_.]+)` \| ([0-9,]+) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EndpointClass:
    """Endpoints that are treated alike: ``rate`` names one of ``RATES_PER_MINUTE``, ``limit`` one of the documented limits."""

    rate: str
    limit: str
    max_bytes: int

    @property
    def name(self) -> str:
        return self.rate if self.limit == BODY else f"{self.rate}-{re.sub('[._]', '-', self.limit)}"


def public_endpoints(document: Mapping[str, Any] | None = None) -> dict[EndpointClass, list[str]]:
    """The addresses of the API's document that are for the public, by class; ``{parameters}`` are still in them."""
    paths = (document or json.loads((REFERENCE / "openapi.json").read_text()))["paths"]
    limits = documented_limits()
    found: dict[EndpointClass, list[str]] = defaultdict(list)
    for path, operations in paths.items():
        if not path.startswith(PRIVATE):
            limit = _limit_of(path, operations)
            found[EndpointClass(_rate_of(path), limit, limits[limit] + (0 if limit == BODY else FORM_BYTES))].append(path)
    return dict(found)


def documented_limits() -> dict[str, int]:
    """The numbers of docs/reference/limits.md, by name; there is a test that this page is what the code enforces."""
    return {name: int(value.replace(",", "")) for name, value in _LIMIT.findall((REFERENCE / "limits.md").read_text())}


def as_regex(path: str) -> str:
    """Kong's form of exactly this address: ``~/api/v1/store/orders/[^/]+$``."""
    parts = re.split(r"(\{[^}]+\})", path)
    return "~" + "".join("[^/]+" if part.startswith("{") else re.escape(part).replace(r"\-", "-") for part in parts) + "$"


def _rate_of(path: str) -> str:
    word = path.removeprefix(BASE).partition("/")[0]
    if path in MACHINES:
        return "machines"
    return "search" if path in SEARCHES else word if word in AUDIENCES else "account"


def _limit_of(path: str, operations: Mapping[str, Any]) -> str:
    bodies = (operation.get("requestBody", {}).get("content", {}) for operation in operations.values() if isinstance(operation, dict))
    if not any("multipart/form-data" in content for content in bodies):
        return BODY
    return next((limit for ending, limit in FILES.items() if path.endswith(f"/{ending}")), ANY_FILE)
