"""The sandbox as a process: it refuses a bad environment, and forgets nothing when it is killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from launcher.ports import free_port
from payment_sandbox.settings import BadSettings, read_settings
from payment_sandbox.tests.conftest import API_KEY, PATIENCE_S, WEBHOOK_SECRET, Shop, order

HOME = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def running(database: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environ = {
        "PATH": os.environ["PATH"],
        "GM_REGION_EU_SANDBOX_API_KEY": API_KEY,
        "GM_REGION_EU_SANDBOX_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "SANDBOX_DB": str(database),
        "SANDBOX_SETTLE_SECONDS": "0.1",
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "payment_sandbox.app:app"]
    process = subprocess.Popen(command, cwd=HOME, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until_healthy(process, port)
        yield process
    finally:
        # The server's workers are children in its own session, so a kill of the group takes them too.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 3 * PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
            return
    raise AssertionError("the sandbox did not start")


def test_a_kill_loses_neither_payments_nor_answers_nor_webhooks(tmp_path: Path, shop: Shop):
    database, port = tmp_path / "sandbox.db", free_port()
    url = f"http://127.0.0.1:{port}/v1/payments"
    headers = {"Authorization": f"Bearer {API_KEY}", "Idempotency-Key": "pay_01"}
    body = order(card="tok_ok", webhook_url=shop.url, metadata={"webhooks": "late:2"})
    with running(database, port):
        before = httpx.post(url, json=body, headers=headers, trust_env=False)

    with running(database, port):
        after = httpx.post(url, json=body, headers=headers, trust_env=False)
        published = shop.next_event()

    assert after.json() == before.json()
    assert published["data"] == before.json()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"GM_REGION_EU_SANDBOX_API_KEY": ""}, "GM_REGION_EU_SANDBOX_API_KEY is not set"),
        ({"SANDBOX_WEBHOOKS": "sometimes"}, "not 'sometimes'"),
        ({"SANDBOX_SETTLE_SECONDS": "soon"}, "must be a number of seconds, not 'soon'"),
        ({"SANDBOX_TIMEOUT_SECONDS": "-1"}, "must lie between 0 and 86400"),
    ],
)
def test_refuses_an_environment_that_makes_no_sense(changes: dict[str, str], complaint: str):
    environ = {"GM_REGION_EU_SANDBOX_API_KEY": "k", "GM_REGION_EU_SANDBOX_WEBHOOK_SECRET": "s", "SANDBOX_DB": "sandbox.db", **changes}

    with pytest.raises(BadSettings, match=complaint):
        read_settings(environ)
