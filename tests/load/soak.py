"""
What grows while people are there for a long time: ``make soak`` against the running marketplace.

    make up DETACH=1 && make soak                       first how many people it carries (stress), then an hour at half of them
    make soak MINUTES=10 PEOPLE=60                      ten minutes with 60 people

Every ten seconds it notes the memory of each program with its processes, the connections to PostgreSQL, what waits in the queues and in the
outbox, requests, failures and the machine's load. It writes ``.local/load/soak.csv`` and ``soak.svg``, and says how the last fifth
compares with the first.
"""

from __future__ import annotations

import argparse
import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import psycopg
import redis
from curve import MEMORY, Sample, Step, ends, saturation, steps_of, svg, write_csv
from prometheus_client.parser import text_string_to_metric_families

from launcher.paths import this_checkout
from launcher.supervisor import Supervisor

EVERY_S = 10.0
MB = 2**20
QUEUES = {"queue_prompt": "gm-celery:prompt", "queue_bulk": "gm-celery:bulk"}


class Load:
    """Locust with one scenario, in an environment of its own."""

    def __init__(self, scenario: str, folder: Path, variables: Mapping[str, str]) -> None:
        here = this_checkout().root
        self.history, self.began = folder / f"{scenario}_stats_history.csv", time.time()
        self.history.unlink(missing_ok=True)
        uv = [str(here / ".venv" / ".uv" / "bin" / "uv"), "run", "--quiet", "--isolated", "--no-project"]
        locust = ["locust", "--locustfile", "tests/load/locustfile.py", "--headless", "--only-summary", "--csv-full-history"]
        command = [*uv, "--with-requirements", "tests/load/requirements.txt", "--", *locust, "--csv", str(folder / scenario)]
        environment = {**os.environ, "SCENARIO": scenario, **variables}
        with (folder / f"{scenario}.log").open("w") as log:
            self._process = subprocess.Popen(command, cwd=here, env=environment, stdout=log, stderr=log, start_new_session=True)

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        if self.is_running():
            os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(60)

    def latest(self) -> dict[str, str]:
        """The last line of all requests together; empty before the first."""
        if not self.history.exists():
            return {}
        with self.history.open(newline="") as source:
            rows = [row for row in csv.DictReader(source) if row["Name"] == "Aggregated" and row["95%"] not in ("N/A", None)]
        return rows[-1] if rows else {}


def measure_saturation(folder: Path, step_s: int) -> tuple[int, list[Step]]:
    """How many people the machine carries just now; the stress ends once a step is too much."""
    load = Load("stress", folder, {"LOAD_STEP_S": str(step_s)})
    try:
        while load.is_running():
            time.sleep(2)
            steps = steps_of(load.history) if load.history.exists() else []
            if any(step.is_too_much for step in steps[:-1]):  # the last one is still going on
                break
    finally:
        load.stop()
    steps = steps_of(load.history)
    for step in steps:
        rates = f"{step.requests_per_s:6.1f} requests/s, p95 {step.p95_ms:6.0f} ms"
        print(f"  {step.people:>4} people: {rates}, {step.failed} of {step.requests} failed", flush=True)
    return saturation(steps), steps


def soak(folder: Path, people: int, minutes: float) -> list[Sample]:
    load = Load("soak", folder, {"LOAD_PEOPLE": str(people), "LOAD_SECONDS": str(int(minutes * 60))})
    samples: list[Sample] = []
    failed_before, at_before = 0.0, 0.0
    try:
        while load.is_running():
            time.sleep(EVERY_S)
            row, at_s = load.latest(), time.time() - load.began
            if not row:
                continue
            failed = float(row["Total Failure Count"])
            values = {
                "people": float(row["User Count"]),
                "requests_per_s": float(row["Requests/s"]),
                "p95_ms": float(row["95%"]),
                "failures_per_min": (failed - failed_before) * 60 / (at_s - at_before),
                "load_average": os.getloadavg()[0],
                **memory(),
                **stores(),
            }
            failed_before, at_before = failed, at_s
            samples.append(Sample(at_s, values))
    finally:
        load.stop()
    return samples


def memory() -> dict[str, float]:
    """Resident MB of each program that runs here, with all of its processes: what they share counts for each."""
    found = {}
    for item in Supervisor(this_checkout()).processes():
        if item["pid"]:
            found[f"{MEMORY}{item['name']}"] = sum(_resident(process) for process in _family(item["pid"])) / MB
    return found


def stores() -> dict[str, float]:
    """Connections to PostgreSQL, tasks in the queues, and events that some subscriber has still to hear."""
    with psycopg.connect(os.environ["GM_POSTGRES_ADMIN_URL"]) as admin:
        (connections,) = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchone() or (0,)
    with redis.Redis.from_url(os.environ.get("GM_QUEUE_URL") or os.environ["GM_VALKEY_URL"]) as queue:
        waiting = {name: float(queue.llen(key)) for name, key in QUEUES.items()}
    return {"database_connections": float(connections), "events_waiting": _metric("globalmarket_outbox_waiting"), **waiting}


def _metric(name: str) -> float:
    """The sum of its series; 0 before the relay has measured any."""
    address = urlsplit(f"//{os.environ['GM_METRICS_ADDRESS']}").netloc
    text = httpx.get(f"http://{address}/metrics", trust_env=False, timeout=10).text
    return sum(sample.value for family in text_string_to_metric_families(text) for sample in family.samples if sample.name == name)


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Whether anything grows while people are there for a long time.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--people", type=int, default=0, help="half of what a stress finds, if it is left out")
    parser.add_argument("--step-s", type=int, default=120, help="of the stress, for which it has 50 people more each time")
    given = parser.parse_args()
    folder = this_checkout().local / "load"
    folder.mkdir(parents=True, exist_ok=True)
    people = given.people
    if not people:
        carried, _ = measure_saturation(folder, given.step_s)
        people = carried // 2
        print(f"It carries {carried} people; half of them stay for {given.minutes:g} minutes.", flush=True)
    if not people:
        print("The first step was too much already; name a number: PEOPLE=20", file=sys.stderr)
        return 1
    samples = soak(folder, people, given.minutes)
    if not samples:
        print(f"Nothing was measured; {folder / 'soak.log'} says why.", file=sys.stderr)
        return 1
    write_csv(samples, folder / "soak.csv")
    (folder / "soak.svg").write_text(svg(samples, f"{people} people for {given.minutes:g} minutes"))
    print(f"{'':32}{'at first':>10}{'at last':>10}")
    for name, first, last in ends(samples):
        print(f"{name:32}{first:>10.1f}{last:>10.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
