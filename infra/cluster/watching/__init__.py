"""
A Prometheus next to ``make up``: with the rules of production, so that what a dashboard asks and what an alert looks at can be seen on one
machine. The machine's own, or the one of ``toolbox/pinned.toml``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import yaml

from dashboards import Dashboard, Panel
from dashboards.content import DASHBOARDS
from dashboards.rules import OBSERVABILITY
from toolbox import ROOT, Lacking, tool

FOLDER = ROOT / ".local" / "prometheus"
EVERY_S = 5
START_S = 60.0
PORT_OFFSET = 31  # next to the programs' metrics

Json = dict[str, Any]


class Answer(NamedTuple):
    """What a panel's query gives just now: how many series, or Prometheus' words if it cannot be asked."""

    panel: Panel
    series: int
    error: str = ""


def executable() -> Path:
    """:raises Lacking: if there is neither a Prometheus nor Go to build one with"""
    found = shutil.which("prometheus")
    return Path(found) if found else tool("prometheus")


def configuration(address: str) -> Json:
    """Production's, but for who is asked and how often."""
    config: Json = yaml.safe_load((OBSERVABILITY / "prometheus.yaml").read_text())
    (job,) = [job for job in config["scrape_configs"] if job["job_name"] == "globalmarket"]
    return {
        "global": {"scrape_interval": f"{EVERY_S}s", "evaluation_interval": f"{EVERY_S}s"},
        "rule_files": [str(OBSERVABILITY / pattern) for pattern in config["rule_files"]],
        "scrape_configs": [{**job, "static_configs": [{"targets": [address]}]}],
    }


@contextmanager
def running(environment: Mapping[str, str]) -> Iterator[str]:
    """One that has read its configuration, until the block ends; its address. :raises Lacking: with what it says, if it does not start"""
    prometheus = executable()
    FOLDER.mkdir(parents=True, exist_ok=True)
    file, log = FOLDER / "prometheus.yaml", FOLDER / "log"
    file.write_text(yaml.safe_dump(configuration(environment["GM_METRICS_ADDRESS"]), sort_keys=False))
    address = f"127.0.0.1:{int(environment['GM_PORT_BASE']) + PORT_OFFSET}"
    options = [f"--config.file={file}", f"--storage.tsdb.path={FOLDER / 'data'}", f"--web.listen-address={address}"]
    with log.open("w") as output:
        process = subprocess.Popen([str(prometheus), *options, "--enable-feature=exemplar-storage"], stdout=output, stderr=output)
    try:
        _wait(process, f"http://{address}/-/ready", log)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(30)


def answers(url: str, dashboard: Dashboard) -> list[Answer]:
    """Of each panel, with all regions."""
    return [_answer(url, panel) for panel in dashboard.panels]


def unknown_metrics(url: str) -> set[str]:
    """Of our metrics that a panel names: those of which Prometheus has never read a series (nothing of the kind has happened yet)."""
    known = set(_get(url, "label/__name__/values"))
    named = {
        name
        for dashboard in DASHBOARDS
        for panel in dashboard.panels
        for name in re.findall(r"(?<![:\w])globalmarket_\w+(?![:\w])", panel.expr)
    }
    return named - known


def exemplars(url: str) -> int:
    """How many there are of requests, which lead to a trace."""
    now = time.time()
    query: Mapping[str, str | float] = {"query": "globalmarket_http_request_seconds_bucket", "start": now - 600, "end": now}
    return sum(len(series["exemplars"]) for series in _get(url, "query_exemplars", query))


def _answer(url: str, panel: Panel) -> Answer:
    try:
        return Answer(panel, len(_query(url, panel.expr.replace("$tenant", ".*"))))
    except httpx.HTTPStatusError as error:
        return Answer(panel, 0, error.response.json().get("error", str(error)))


def _query(url: str, expr: str) -> Any:
    return _get(url, "query", {"query": expr})["result"]


def _get(url: str, path: str, query: Mapping[str, str | float] | None = None) -> Any:
    answer = httpx.get(f"{url}/api/v1/{path}", params=query, trust_env=False, timeout=30)
    answer.raise_for_status()
    return answer.json()["data"]


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(url, trust_env=False, timeout=5).is_success:
                return
        except httpx.HTTPError:
            os.sched_yield()
            time.sleep(0.2)
    raise Lacking(f"Prometheus does not start:\n{log.read_text(errors='replace')[-2000:]}")
