"""As Prometheus sees it: real programs, asked over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

import httpx
import pytest

from launcher.ports import free_port
from launcher.programs import API
from marketplace.foundation.idempotency.tasks import purge_expired_keys
from marketplace.foundation.metrics.tests.programs import RELAY, WORKER, Metrics, eventually, running

COUNT = "globalmarket_http_request_seconds_count"
REGION = ("GET", "api/v1/store/region", "2xx")


@pytest.fixture
def metrics(tmp_path) -> Metrics:
    return Metrics(tmp_path)


def ask(port: int, path: str, tenant: str) -> int:
    """The status, over a connection of its own; 0 while nobody answers."""
    headers = {"Host": f"api.{tenant}.localhost"}
    try:
        return httpx.get(f"http://127.0.0.1:{port}/{path}", headers=headers, trust_env=False).status_code
    except httpx.HTTPError:
        return 0


def test_the_requests_of_all_api_processes_add_up_by_region(metrics):
    port = free_port()
    with running(metrics, *API, "--workers=2", f"--port={port}"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)
        sent = 0
        while len(list(metrics.files.glob("histogram_*.db"))) < 2 or sent < 20:
            assert ask(port, "api/v1/store/region", "eu") == 200
            sent += 1
        assert ask(port, "api/v1/store/region", "mena") == 200
        assert ask(port, "api/v1/store/products/prd_nobody", "eu") == 404

        assert eventually(lambda: metrics.of(COUNT))
        requests = metrics.of(COUNT)
        assert requests[(*REGION, "eu")] == sent
        assert requests[(*REGION, "mena")] == 1
        assert requests["GET", "api/v1/store/products/<str:slug>", "4xx", "eu"] == 1
        assert metrics.of("globalmarket_response_cache_total")["hit", "eu"] > 0
        assert eventually(lambda: metrics.of("globalmarket_database_pool").get(("eu", "idle"), 0) > 0)


def test_the_api_does_not_show_them(metrics):
    port = free_port()
    with running(metrics, *API, f"--port={port}"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)

        assert [ask(port, path, "eu") for path in ("metrics", "api/v1/metrics", "api/v1/admin/metrics")] == [404, 404, 404]


def test_without_an_address_nothing_is_shown(tmp_path):
    port = free_port()
    with running(None, *API, f"--port={port}"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)

        assert list(tmp_path.iterdir()) == []


def test_a_worker_counts_its_tasks(metrics, eu, mena):
    name = purge_expired_keys.name
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    purge_expired_keys.apply_async(headers={"tenant": "mena"})
    purge_expired_keys.apply_async(headers={"tenant": "nowhere"})
    with running(metrics, *WORKER):
        assert eventually(lambda: sum(metrics.of("globalmarket_task_seconds_count").values()) == 3)

        assert metrics.of("globalmarket_task_seconds_count") == {
            ("success", name, "eu"): 1,
            ("success", name, "mena"): 1,
            ("failure", name, "nowhere"): 1,
        }


def test_another_process_takes_over_when_the_one_that_serves_dies(metrics):
    rounds = "globalmarket_relay_round_timestamp_seconds"
    queues = {("bulk", "eu"), ("bulk", "mena"), ("prompt", "eu"), ("prompt", "mena")}
    everything = queues | {("announcements", "eu"), ("announcements", "mena")}
    with running(metrics, *RELAY) as first:
        assert eventually(lambda: (set(metrics.of(rounds)), set(metrics.of("globalmarket_outbox_waiting"))) == (everything, queues))
        with running(metrics, *RELAY):
            # each relay has a process for each queue of each region
            assert eventually(lambda: metrics.of(rounds) and len(list(metrics.files.glob("gauge_mostrecent_*.db"))) == 2 * len(queues))
            before = metrics.of(rounds)

            os.killpg(first.pid, signal.SIGKILL)
            first.wait()

            assert eventually(lambda: all(metrics.of(rounds).get(queue, 0) > at for queue, at in before.items()))


def test_a_file_that_a_process_has_just_made_fails_no_reading(metrics):
    rounds = "globalmarket_relay_round_timestamp_seconds"
    with running(metrics, *RELAY):
        assert eventually(lambda: metrics.of(rounds))

        (metrics.files / "counter_99.db").touch()

        assert metrics.of(rounds)


def test_a_port_that_is_taken_is_logged_and_holds_up_nothing(metrics):
    rounds = "globalmarket_relay_round_timestamp_seconds"
    host, _, port = metrics.address.rpartition(":")
    with socket.create_server((host, int(port))) as taken, running(metrics, *RELAY, stderr=subprocess.PIPE) as relay:
        assert any(f"no metrics can be shown on {metrics.address}".encode() in line for line in relay.stderr)
        taken.close()

        assert eventually(lambda: metrics.of(rounds))
