"""As Prometheus sees it: real programs, asked over HTTP."""

from __future__ import annotations

import signal
import socket
import subprocess

import httpx
import pytest

from launcher.ports import free_port
from marketplace.foundation.idempotency.tasks import purge_expired_keys
from marketplace.foundation.metrics.tests.programs import API, RELAY, WORKER, Figures, eventually, running

COUNT = "globalmarket_http_request_seconds_count"
REGION = ("GET", "api/v1/store/region", "2xx")


@pytest.fixture
def figures(tmp_path) -> Figures:
    return Figures(tmp_path)


def ask(port: int, path: str, tenant: str) -> int:
    """The status, over a connection of its own; 0 while nobody answers."""
    headers = {"Host": f"api.{tenant}.localhost"}
    try:
        return httpx.get(f"http://127.0.0.1:{port}/{path}", headers=headers, trust_env=False).status_code
    except httpx.HTTPError:
        return 0


def test_the_requests_of_all_api_processes_add_up_by_region(figures):
    port = free_port()
    with running(figures, *API, "--workers=2", f"--port={port}", "config.wsgi:application"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)
        sent = 0
        while len(list(figures.files.glob("histogram_*.db"))) < 2 or sent < 20:
            assert ask(port, "api/v1/store/region", "eu") == 200
            sent += 1
        assert ask(port, "api/v1/store/region", "mena") == 200
        assert ask(port, "api/v1/store/products/prd_nobody", "eu") == 404

        assert eventually(lambda: figures.of(COUNT))
        requests = figures.of(COUNT)
        assert requests[(*REGION, "eu")] == sent
        assert requests[(*REGION, "mena")] == 1
        assert requests["GET", "api/v1/store/products/<str:slug>", "4xx", "eu"] == 1
        assert figures.of("globalmarket_kept_answers_total")["hit", "eu"] > 0
        assert eventually(lambda: figures.of("globalmarket_database_pool").get(("eu", "idle"), 0) > 0)


def test_the_api_does_not_show_them(figures):
    port = free_port()
    with running(figures, *API, f"--port={port}", "config.wsgi:application"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)

        assert [ask(port, path, "eu") for path in ("metrics", "api/v1/metrics", "api/v1/admin/metrics")] == [404, 404, 404]


def test_without_an_address_nothing_is_shown(tmp_path):
    port = free_port()
    with running(None, *API, f"--port={port}", "config.wsgi:application"):
        assert eventually(lambda: ask(port, "api/v1/health/ready", "eu") == 200)

        assert list(tmp_path.iterdir()) == []


def test_a_worker_counts_its_tasks(figures, eu, mena):
    name = purge_expired_keys.name
    purge_expired_keys.apply_async(headers={"tenant": "eu"})
    purge_expired_keys.apply_async(headers={"tenant": "mena"})
    purge_expired_keys.apply_async(headers={"tenant": "nowhere"})
    with running(figures, *WORKER):
        assert eventually(lambda: sum(figures.of("globalmarket_task_seconds_count").values()) == 3)

        assert figures.of("globalmarket_task_seconds_count") == {
            ("success", name, "eu"): 1,
            ("success", name, "mena"): 1,
            ("failure", name, "nowhere"): 1,
        }


def test_another_process_takes_over_when_the_one_that_serves_dies(figures):
    rounds = "globalmarket_relay_round_timestamp_seconds"
    queues = {("bulk", "eu"), ("bulk", "mena"), ("prompt", "eu"), ("prompt", "mena")}
    with running(figures, *RELAY) as first:
        assert eventually(lambda: set(figures.of(rounds)) == set(figures.of("globalmarket_outbox_waiting")) == queues)
        with running(figures, *RELAY):
            assert eventually(lambda: figures.of(rounds) and len(list(figures.files.glob("gauge_mostrecent_*.db"))) == 2)
            before = figures.of(rounds)

            first.send_signal(signal.SIGKILL)
            first.wait()

            assert eventually(lambda: all(figures.of(rounds).get(queue, 0) > at for queue, at in before.items()))


def test_a_port_that_is_taken_is_told_and_holds_up_nothing(figures):
    rounds = "globalmarket_relay_round_timestamp_seconds"
    host, _, port = figures.address.rpartition(":")
    with socket.create_server((host, int(port))) as taken, running(figures, *RELAY, stderr=subprocess.PIPE) as relay:
        assert any(f"no figures can be shown on {figures.address}".encode() in line for line in relay.stderr)
        taken.close()

        assert eventually(lambda: figures.of(rounds))
