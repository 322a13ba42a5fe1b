"""
How many product and category pages the storefront sends a second, kept and rendered anew: ``make bench-web`` (QUICK=1: shorter).

It asks the running marketplace of this checkout over 16 connections that ask again as soon as they are answered. Client and servers
share the machine, so the CPU time of the web server for each page says more than pages a second.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).parent))

from load import Result, drive_reads

CONNECTIONS = 16
PRODUCTS, CATEGORIES = 100, 10
HOST, LOCALE = "eu.localhost", "en-NL"
PLACE = {"lang": "en", "country": "NL", "currency": "EUR"}
PARTS = {"web": 1, "api": 0, "postgres": 20}  # by their distance from the port base


@dataclass(frozen=True, slots=True)
class Pages(Sequence[bytes]):
    """Requests for pages; with ``is_anew`` no two are the same, so that the page cache has none of them."""

    paths: tuple[str, ...]
    port: int
    is_anew: bool

    def __len__(self) -> int:
        return 10**12 if self.is_anew else len(self.paths)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        path = self.paths[place % len(self.paths)] + (f"?anew={place}" if self.is_anew else "")
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Accept: text/html", "Accept-Encoding: gzip, br", "", ""]
        return "\r\n".join(lines).encode()


def main() -> None:
    """:raises SystemExit: 1 if any page fails or is not answered from where it should be"""
    parser = argparse.ArgumentParser(description="Measure how many pages the storefront sends a second.")
    parser.add_argument("--quick", action="store_true", help="3 s for each measurement instead of 10")
    parser.add_argument("--only", default="", help="measurements whose name contains this")
    options = parser.parse_args()
    seconds, warm_up_s = (3.0, 2.0) if options.quick else (10.0, 5.0)
    base = int(os.environ["GM_PORT_BASE"])
    products, categories = tuple(product_paths(base)), tuple(category_paths(base))
    cpu = Cpu({part: base + distance for part, distance in PARTS.items()})
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{psutil.cpu_count()} cores, load {load} before; {len(products)} products, {len(categories)} categories")
    print(f"\n{'':26} {'pages/s':>8} {'aim':>5} {'p50':>7} {'p95':>7} {'p99':>7} ms   CPU ms for each page")
    has_failed = False
    for name, paths, is_anew, aim in (
        ("product, kept", products, False, 200),
        ("category, kept", categories, False, 100),
        ("product, rendered anew", products, True, 40),
        ("category, rendered anew", categories, True, 25),
    ):
        if options.only not in name:
            continue
        found = b"X-Page-Cache: miss" if is_anew else b"X-Page-Cache: hit"
        requests = Pages(paths, base + 1, is_anew)
        warm(requests)
        cpu.spent_ms()
        result = drive_reads(base + 1, requests, connections=CONNECTIONS, warm_up_s=warm_up_s, seconds=seconds, expected=found)
        show(name, aim, result, cpu.spent_ms())
        has_failed = has_failed or bool(result.failed) or not result.times_ms
    sys.exit(1 if has_failed else 0)


def warm(requests: Pages) -> None:
    """Have each page made once, so that what is measured is not the first of its kind."""
    with httpx.Client(trust_env=False, timeout=60) as client:
        for path in requests.paths:
            url = f"http://127.0.0.1:{requests.port}{path}"
            client.get(url, headers={"Host": f"{HOST}:{requests.port}", "Accept": "text/html"}).raise_for_status()


def product_paths(base: int) -> Iterator[str]:
    with api(base) as client:
        items = client.get("/products", params={**PLACE, "limit": PRODUCTS}).raise_for_status().json()["items"]
    for item in items:
        yield f"/{LOCALE}/products/{item['slug']}"


def category_paths(base: int) -> Iterator[str]:
    with api(base) as client:
        items = client.get("/categories", params=PLACE).raise_for_status().json()["items"]
    for item in items[:CATEGORIES]:
        yield f"/{LOCALE}/categories/{item['slug']}"


def api(base: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{base}/api/v1/store", headers={"Host": f"api.{HOST}"}, trust_env=False)


def show(name: str, aim: int, result: Result, spent_ms: dict[str, float]) -> None:
    p50, p95, p99 = (result.percentile_ms(share) for share in (0.50, 0.95, 0.99))
    each = ", ".join(f"{part} {spent / max(1, result.answered):.1f}" for part, spent in spent_ms.items())
    failed = f"  FAILED {result.failed}: {result.failures[0]!r}" if result.failed else ""
    print(f"{name:26} {result.rate:8.1f} {aim:5} {p50:7.1f} {p95:7.1f} {p99:7.1f}      {each}{failed}", flush=True)


class Cpu:
    """CPU time of the servers that listen on these ports, with their children, since it was looked at last."""

    def __init__(self, ports: dict[str, int]) -> None:
        listening = {one.laddr.port: one.pid for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN and one.pid}
        self._processes = {part: psutil.Process(listening[port]) for part, port in ports.items() if port in listening}
        self._last = self._look()

    def spent_ms(self) -> dict[str, float]:
        before, self._last = self._last, self._look()
        return {part: max(0.0, self._last[part] - before[part]) for part in before}

    def _look(self) -> dict[str, float]:
        return {part: _used_ms(process) for part, process in self._processes.items()}


def _used_ms(process: psutil.Process) -> float:
    used = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system
    return used * 1000


if __name__ == "__main__":
    main()
