"""The marketplace's programs, started for real on the stores of this test run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from launcher.ports import free_port

BACKEND = Path(__file__).parents[4]
WORKER = ["-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency=2", "--without-gossip", "--without-mingle"]
RELAY = ["manage.py", "run_relay"]
PATIENCE_S = 120.0


class Metrics:
    """What stands at an address for Prometheus."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"127.0.0.1:{free_port()}"

    @property
    def files(self) -> Path:
        return self.folder / f"globalmarket-metrics-{self.address.replace('.', '-').replace(':', '-')}"

    def of(self, name: str) -> dict[tuple[str, ...], float]:
        """The series of one name by their labels' values, in the order of the labels' names; none while nobody answers."""
        try:
            text = httpx.get(f"http://{self.address}/metrics", trust_env=False).text
        except httpx.HTTPError:
            return {}
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        return {tuple(sample.labels[label] for label in sorted(sample.labels)): sample.value for sample in samples if sample.name == name}


@contextmanager
def running(metrics: Metrics | None, *arguments: str, stderr: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    given = {"GM_METRICS_ADDRESS": metrics.address, "TMPDIR": str(metrics.folder)} if metrics else {}
    environment = {**os.environ, **given, "PYTHONPATH": str(BACKEND)}
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=BACKEND, env=environment, stderr=stderr, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:  # granian does not end a worker that was still starting
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def eventually(holds: Callable[[], object]) -> bool:
    """Whether it comes to hold before the time is up. Asking another program takes long enough to need no rest between."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if holds():
            return True
    return False
