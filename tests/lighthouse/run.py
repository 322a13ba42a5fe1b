"""
What Lighthouse says of the running shop, as on a phone: ``make lighthouse`` (RUNS=5: the median of five runs for each page).

The reports are kept in .local/lighthouse. Exit status 1 if a score is below 95.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from launcher import node
from launcher.browser import find_browser
from launcher.errors import Refusal
from launcher.paths import this_checkout

FOLDER = Path(__file__).resolve().parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOWEST = 95
TIMEOUT_S = 300
REGIONS = {"eu": ("en-NL", "EUR"), "mena": ("ar-AE", "AED")}


@dataclass(frozen=True, slots=True)
class Page:
    """One of the shop's; what is ``left_out`` of Lighthouse's audits it fails on purpose."""

    name: str
    url: str
    left_out: tuple[str, ...] = ()


def main() -> None:
    """:raises SystemExit: with a sentence if something is missing, with 1 if a score is too low"""
    parser = argparse.ArgumentParser(description="Judge the shop's pages with Lighthouse.")
    parser.add_argument("--runs", type=int, default=3, help="for each page; the median counts")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    options = parser.parse_args()
    try:
        browser = str(find_browser(this_checkout(), wanted=os.environ.get("CHROMIUM", "")))
        node.install(FOLDER, "Lighthouse and its packages")
    except Refusal as refusal:
        sys.exit(f"GlobalMarket: {refusal}")
    reports = this_checkout().local / "lighthouse"
    reports.mkdir(parents=True, exist_ok=True)
    print(f"{'':18} {'perf':>5} {'a11y':>5} {'best':>5} {'seo':>5} {'LCP s':>6} {'CLS':>6} {'TBT ms':>7}   load")
    is_good = True
    for page in pages(int(os.environ["GM_PORT_BASE"])):
        if options.only in page.name:
            runs = [judge(page, browser, reports / f"{page.name.replace(' ', '-')}-{number}.json") for number in range(options.runs)]
            is_good = show(page, runs) and is_good
    sys.exit(0 if is_good else 1)


def pages(base: int) -> Iterator[Page]:
    """Home, a category, a search and a product of each region's shop, the first that the region has."""
    for region, (locale, currency) in REGIONS.items():
        language, country = locale.split("-")
        place = {"lang": language, "country": country, "currency": currency}
        with httpx.Client(base_url=f"http://127.0.0.1:{base}/api/v1/store", headers={"Host": f"api.{region}.localhost"}) as api:
            category = api.get("/categories", params=place).raise_for_status().json()["items"][0]["slug"]
            product = api.get("/products", params={**place, "limit": 1}).raise_for_status().json()["items"][0]["slug"]
        home = f"http://{region}.localhost:{base + 1}/{locale}"
        yield Page(f"{region} home", home)
        yield Page(f"{region} category", f"{home}/categories/{category}")
        # what was searched for is no page for search engines: `noindex` is meant
        yield Page(f"{region} search", f"{home}/search?q=cotton", left_out=("is-crawlable",))
        yield Page(f"{region} product", f"{home}/products/{product}")


def judge(page: Page, browser: str, report: Path) -> dict[str, Any]:
    """One run of Lighthouse with its settings for phones. :raises SystemExit: if it cannot look at the page"""
    command = [
        str(node.NODE),
        str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"),
        page.url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        *(f"--skip-audits={audit}" for audit in page.left_out),
        f"--chrome-flags=--headless=new{' --no-sandbox' if os.geteuid() == 0 else ''}",
    ]
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S)
    if done.returncode:
        sys.exit(f"Lighthouse could not look at {page.url}:\n{(done.stdout + done.stderr)[-2000:]}")
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def show(page: Page, runs: list[Mapping[str, Any]]) -> bool:
    """Print the medians, and each audit that costs a point; false if a score is too low."""
    scores = [round(100 * median(run["categories"][name]["score"] for run in runs)) for name in CATEGORIES]
    lcp, cls, tbt = (
        median(run["audits"][name]["numericValue"] for run in runs)
        for name in ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
    )
    numbers = " ".join(f"{score:5}" for score in scores)
    print(f"{page.name:18} {numbers} {lcp / 1000:6.2f} {cls:6.3f} {tbt:7.0f}   {os.getloadavg()[0]:.1f}", flush=True)
    for name in CATEGORIES[1:]:
        for reference in runs[-1]["categories"][name]["auditRefs"]:
            audit = runs[-1]["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"  {name}: {audit['id']}: {audit['title']}")
    return min(scores) >= LOWEST


if __name__ == "__main__":
    main()
