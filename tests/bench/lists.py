"""
What the lists of both back offices cost with many orders and products: each list's first page, its next one, and one far into it.

    make bench-lists                                     10,000 products of one vendor, and 10,000 orders
    make bench-lists PRODUCTS=2000 ORDERS=500            fewer

Every list in the API's document is asked, in the pages that the back offices show, by one person at a time. A page slower than 300 ms
(95 of 100) ends the run with an error. The stack is that of ``make bench``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

import run
import scenarios
import stack
from load import Connection

from launcher.paths import this_checkout

MOST_MS = 300.0
ASKED = 20  # times each page
PAGE = 25  # rows, as both back offices show
FAR = 40  # pages into a list
SHOPPERS = 8
PATIENCE_S = 3600.0
TOKEN_S = 300.0  # a third of a token's life
# What people narrow the long lists by; other lists are asked as they open.
NARROWED: dict[str, list[dict[str, str]]] = {
    "admin/orders": [{"q": "bench.example"}, {"state": "confirmed"}, {"total_min": "5000", "currency": "EUR"}],
    "admin/products": [{"q": "linen"}, {"q": "striped wool"}],
    "vendor/orders": [{"q": "Noor"}, {"state": "pending"}],
    "vendor/products": [{"q": "linen"}, {"status": "published"}],
    "vendor/stock": [{"sku": "B77"}],
    "admin/vendors": [{"q": "Workshop"}],
}
# Values of parameters that must be sent.
NEEDED = {"year": "2026", "quarter": "4", "since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}


def main() -> None:
    """:raises SystemExit: if the stack does not start, a request fails, or a page is too slow"""
    parser = argparse.ArgumentParser(description="Measure the lists of both back offices.")
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=10_000)
    options = parser.parse_args()
    run.print_machine()
    facts: dict[str, Any] = {}
    environment: dict[str, str] = {}

    def fill(given: Mapping[str, str]) -> None:
        environment.update(given)
        command = [sys.executable, str(stack.BENCH / "catalogue.py"), "--vendors=1", f"--products-each={options.products}"]
        facts.update(json.loads(stack.run(given, command)))

    with run.temporary_folder() as folder, stack.running(folder, fill) as made:
        print(f"{options.products} products are there.", flush=True)
        _order(made.api_port, facts, options.orders)
        tokens = _Tokens(environment)
        _wait_until_found(made.api_port, tokens)
        raise SystemExit(0 if _measure_all(made.api_port, tokens) else 1)


class _Tokens:
    """Access tokens of an administrator and of the vendor's owner, made anew before they run out: ten thousand of each take longer."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._tokens: dict[str, str] = {}
        self._renew_at = 0.0

    def __getitem__(self, audience: str) -> str:
        if time.monotonic() >= self._renew_at:
            self._tokens = json.loads(stack.run(self._environment, [sys.executable, str(stack.BENCH / "list_tokens.py")]))
            self._renew_at = time.monotonic() + TOKEN_S
        return self._tokens[audience]


def _order(port: int, facts: Mapping[str, Any], count: int) -> None:
    """Places orders for cash, as guests do. :raises RuntimeError: if one fails"""
    began = time.monotonic()

    def shop(number: int) -> None:
        connection, chosen = Connection(port), random.Random(number)
        for placed in range(number, count, SHOPPERS):
            scenarios.buy_for_cash(connection, chosen, facts)
            if number == 0 and placed and placed % 1_000 == 0:
                print(f"about {placed} orders after {time.monotonic() - began:.0f} s", flush=True)

    with ThreadPoolExecutor(SHOPPERS) as pool:
        list(pool.map(shop, range(SHOPPERS)))
    print(f"{count} orders were placed in {time.monotonic() - began:.0f} s.", flush=True)


def _wait_until_found(port: int, tokens: _Tokens) -> None:
    """Until no subscriber waits for an event any more. :raises RuntimeError: if that takes too long"""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        lanes = _call(port, tokens["admin"], "admin/jobs")["lanes"]
        if not any(lane["waiting"] for lane in lanes):
            return
        time.sleep(2)
    raise RuntimeError("events still wait")


def _measure_all(port: int, tokens: _Tokens) -> bool:
    """Prints a line for each page. Whether all are fast enough."""
    print(f"\n{'':58} {'rows':>5} {'p50':>7} {'p95':>7} ms", flush=True)
    slow = []
    for path, query in _lists():
        audience = path.partition("/")[0]
        for place, asked in _pages(port, tokens[audience], path, query):
            token = tokens[audience]
            times = sorted(_timed(port, token, path, asked) for _ in range(ASKED))
            p50, p95 = times[ASKED // 2], times[ASKED * 95 // 100 - 1]
            name = f"{path} {urlencode(query)} {place}"
            rows = len(_call(port, token, path, asked)["items"])
            print(f"{name:58} {rows:5} {p50:7.1f} {p95:7.1f}{'  SLOW' if p95 > MOST_MS else ''}", flush=True)
            slow += [name] if p95 > MOST_MS else []
    print(f"{len(slow)} pages are slower than {MOST_MS:.0f} ms: {', '.join(slow)}" if slow else f"No page is slower than {MOST_MS:.0f} ms.")
    return not slow


def _lists() -> Iterator[tuple[str, dict[str, str]]]:
    """Every list of the back offices in the API's document, below ``/api/v1/``, with what it must be asked by."""
    document = json.loads((this_checkout().root / "docs" / "reference" / "openapi.json").read_text())
    for address, methods in sorted(document["paths"].items()):
        path = address.removeprefix("/api/v1/")
        parameters = methods.get("get", {}).get("parameters", [])
        if "{" in path or not path.startswith(("admin/", "vendor/")) or "limit" not in {one["name"] for one in parameters}:
            continue
        needed = {one["name"]: NEEDED[one["name"]] for one in parameters if one.get("required")}
        yield path, needed
        for narrowed in NARROWED.get(path, []):
            yield path, {**needed, **narrowed}


def _pages(port: int, token: str, path: str, query: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The first page, the second, and the last of ``FAR``, as far as there are any."""
    asked = {**query, "limit": str(PAGE)}
    yield "first", asked
    for number in range(1, FAR + 1):
        cursor = _call(port, token, path, asked)["next_cursor"]
        if cursor is None:
            return
        asked = {**asked, "cursor": cursor}
        if number in (1, FAR):
            yield "second" if number == 1 else "far", asked


def _timed(port: int, token: str, path: str, query: Mapping[str, str]) -> float:
    """Milliseconds from the request to its last byte."""
    began = time.perf_counter()
    _call(port, token, path, query)
    return (time.perf_counter() - began) * 1000


def _call(port: int, token: str, path: str, query: Mapping[str, str] | None = None) -> Any:
    address = f"/api/v1/{path}" + (f"?{urlencode(query)}" if query else "")
    return Connection(port).call("GET", address, headers={"Authorization": f"Bearer {token}"})[0]


if __name__ == "__main__":
    main()
