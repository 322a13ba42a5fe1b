"""The stand-ins as a process: what was paid outlives it, and webhooks are brought until they are taken."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from launcher.ports import free_port
from payment_doubles.courier import Courier
from payment_doubles.mollie import MollieDouble
from payment_doubles.server import Account, Notice, Server

HOME = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
PAYMENT = {"amount": {"currency": "EUR", "value": "10.00"}, "description": "x", "redirectUrl": "http://eu.localhost/", "method": "ideal"}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[bytes], httpx.Client]]]:
    """Start the process; the client shows the region's key."""
    running: list[subprocess.Popen[bytes]] = []

    def started() -> tuple[subprocess.Popen[bytes], httpx.Client]:
        port = free_port()
        environ = {"PATH": os.environ["PATH"], "PAYMENT_DOUBLES": str(tmp_path), "GM_REGION_EU_MOLLIE_API_KEY": "test_eu"}
        process = subprocess.Popen([sys.executable, "-m", "payment_doubles", f"--port={port}"], cwd=HOME, env=environ)
        running.append(process)
        transport = httpx.HTTPTransport(retries=12)  # until it listens
        url = f"http://127.0.0.1:{port}/mollie"
        return process, httpx.Client(base_url=url, headers={"Authorization": "Bearer test_eu"}, transport=transport, trust_env=False)

    yield started
    for process in running:
        process.kill()
        process.wait()


def test_what_was_paid_outlives_the_process(start):
    process, client = start()
    reference = client.post("/v2/payments", json=PAYMENT, timeout=PATIENCE_S).raise_for_status().json()["id"]
    client.post(f"/checkout/{reference}", data={"status": "paid"}, timeout=PATIENCE_S)
    process.kill()
    process.wait()

    _, again = start()

    assert again.get(f"/v2/payments/{reference}", timeout=PATIENCE_S).json()["status"] == "paid"


def test_a_webhook_is_brought_until_it_is_taken():
    taken: queue.Queue[bytes] = queue.Queue()
    answers = iter([503, 500, 204])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(next(answers))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    shop = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=shop.serve_forever, args=(0.05,), daemon=True).start()
    try:
        Courier().send(Notice(f"http://127.0.0.1:{shop.server_port}/", b"id=tr_1", {}))

        assert [taken.get(timeout=PATIENCE_S) for _ in range(3)] == [b"id=tr_1"] * 3
    finally:
        shop.shutdown()
        shop.server_close()


@pytest.mark.parametrize("key", ["", "test_other"])
def test_nobody_without_a_key_is_answered(key):
    server = Server({"mollie": MollieDouble({"test_eu": Account("eu")})})
    server.start()
    try:
        answer = httpx.get(f"{server.url}/mollie/v2/methods", headers={"Authorization": f"Bearer {key}".strip()}, trust_env=False)
    finally:
        server.close()

    assert answer.status_code == 401


def test_the_script_of_a_shops_page_may_call():
    server = Server({"mollie": MollieDouble({"test_eu": Account("eu")})})
    server.start()
    try:
        answer = httpx.options(f"{server.url}/mollie/v2/methods", trust_env=False)
    finally:
        server.close()

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (204, "*")
