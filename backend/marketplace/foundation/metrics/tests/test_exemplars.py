"""From a bucket of a histogram to a trace: as Prometheus asks for it, of real programs."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from launcher.ports import free_port
from launcher.programs import API
from marketplace.foundation.idempotency.tasks import purge_expired_keys
from marketplace.foundation.metrics.tests.programs import WORKER, Metrics, eventually, running
from marketplace.foundation.tracing.tests.collector import Collector, listening

OPEN_METRICS = {"Accept": "application/openmetrics-text;version=1.0.0"}
REQUESTS, TASKS = "globalmarket_http_request_seconds_bucket", "globalmarket_task_seconds_bucket"
PROCESSES = 2


@pytest.fixture
def metrics(tmp_path) -> Metrics:
    return Metrics(tmp_path)


@pytest.fixture
def collector(monkeypatch) -> Iterator[Collector]:
    """Which the programs of the test send every trace to."""
    with listening() as (collector, url):
        monkeypatch.setenv("GM_TRACES_URL", url)
        monkeypatch.setenv("GM_TRACES_SHARE", "1")
        yield collector


def with_exemplars(metrics: Metrics, name: str) -> list[Sample]:
    """Buckets that have one, read as strictly as Prometheus does; none while nobody answers."""
    try:
        text = httpx.get(f"http://{metrics.address}/metrics", headers=OPEN_METRICS, trust_env=False).text
    except httpx.HTTPError:
        return []
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return [sample for sample in samples if sample.name == name and sample.exemplar]


def ask(port: int, path: str) -> int:
    """The status; 0 while nobody answers."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/{path}", headers={"Host": "api.eu.localhost"}, trust_env=False).status_code
    except httpx.HTTPError:
        return 0


def test_a_bucket_of_requests_names_a_trace_that_the_collector_has(metrics, collector):
    port = free_port()
    with running(metrics, *API, f"--workers={PROCESSES}", f"--port={port}"):
        assert eventually(lambda: ask(port, "health/ready") == 200)
        while len(list(metrics.files.glob("histogram_*.db"))) < PROCESSES:
            assert ask(port, "store/region") == 200
        assert ask(port, "store/products/nothing-of-the-kind") == 404
        assert eventually(
            lambda: "api/v1/store/products/<str:slug>" in {found.labels["route"] for found in with_exemplars(metrics, REQUESTS)}
        )
        buckets = with_exemplars(metrics, REQUESTS)
        plain = httpx.get(f"http://{metrics.address}/metrics", trust_env=False).text

    recorded = {span.trace_id for span in collector.spans if span.name == "GET api/v1/store/products/<str:slug>"}
    shown = {found.exemplar.labels["trace_id"] for found in buckets if found.labels["route"].endswith("<str:slug>")}
    assert shown
    assert shown <= recorded
    assert all(found.exemplar.value <= float(found.labels["le"]) for found in buckets)
    assert "trace_id" not in plain


def test_a_bucket_of_tasks_names_the_trace_of_one(metrics, collector):
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    with running(metrics, *WORKER):
        assert eventually(lambda: with_exemplars(metrics, TASKS))
        (bucket,) = with_exemplars(metrics, TASKS)

    (task,) = [span for span in collector.spans if span.name == purge_expired_keys.name]
    assert bucket.exemplar.labels == {"trace_id": task.trace_id}


def test_a_trace_that_is_not_recorded_is_nobodys_example(metrics, collector, monkeypatch):
    monkeypatch.setenv("GM_TRACES_SHARE", "0")
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    with running(metrics, *WORKER):
        assert eventually(lambda: metrics.of("globalmarket_task_seconds_count"))

        assert with_exemplars(metrics, TASKS) == []
        assert list(metrics.files.glob("*.exemplars")) == []


def test_a_program_that_starts_alone_shows_none_of_its_predecessor(metrics, collector, monkeypatch):
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    with running(metrics, *WORKER):
        assert eventually(lambda: with_exemplars(metrics, TASKS))
    monkeypatch.setenv("GM_TRACES_SHARE", "0")
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    with running(metrics, *WORKER):
        assert eventually(lambda: metrics.of("globalmarket_task_seconds_count"))

        assert with_exemplars(metrics, TASKS) == []
