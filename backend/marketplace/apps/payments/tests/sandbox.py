"""The payment sandbox as a process of its own, and a catcher for its webhooks. Other apps' tests import ``sandbox`` from here."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from launcher.ports import free_port

HOME = Path(__file__).resolve().parents[5] / "infra" / "local"
PATIENCE_S = 60.0
GOOD_CARD, CARD_3DS, DECLINED_CARD, LATE_CARD = "4242424242424242", "4000002760003184", "4000000000000002", "4000000000000077"


class Webhook(NamedTuple):
    """One delivery: the raw body and the signature that came with it."""

    body: bytes
    signature: str

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = msgspec.json.decode(self.body)
        return content

    def post(self, api: Any, *, tenant: str = "eu") -> Any:
        """Deliver it to our API."""
        headers = {"Sandbox-Signature": self.signature}
        answer = api.post("webhooks/sandbox", msgspec.Raw(self.body), tenant=tenant, headers=headers)
        if answer.status_code == 200:
            interpret_events(tenant)
        return answer


def interpret_events(tenant: str = "eu") -> None:
    """What the relay sets off for webhooks that were stored."""
    from marketplace.apps.payments import services  # conftest files are imported before Django is ready
    from marketplace.apps.payments.models import ProviderEvent
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory
    from marketplace.testing import NOW

    with tenancy.scope(directory.get(tenant)):
        for event in ProviderEvent.objects.filter(processed_at=None).order_by("id"):
            services.interpret_event(provider_code=event.provider, event_id=event.event_id, now=NOW)


class Catcher:
    """Takes webhooks in place of our API, so that a test decides when, how often and in which order they arrive."""

    def __init__(self) -> None:
        self.caught: queue.Queue[Webhook] = queue.Queue()
        caught = self.caught

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                caught.put(Webhook(body, self.headers["Sandbox-Signature"]))  # before the answer, after which the sandbox is flushed
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Sandbox:
    """What a customer, a bank or a user of the provider's dashboard can do."""

    def __init__(self, *, url: str, api_key: str, webhook_secret: str, catcher: Catcher) -> None:
        self.url = url
        self.api_key = api_key
        self.webhook_secret = webhook_secret
        self.catcher = catcher
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE_S)

    def pay(self, action_url: str, card_number: str = GOOD_CARD) -> None:
        """Type a card number on the hosted page."""
        self._client.post(action_url, data={"card_number": card_number})

    def confirm(self, action_url: str, decision: str = "approve") -> None:
        """Answer in the bank's app."""
        self._client.post(f"{action_url}/challenge", data={"decision": decision})

    def control(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """One of the test controls, or any other POST of the provider's API."""
        headers = {"Authorization": f"Bearer {self.api_key}", "Idempotency-Key": secrets.token_hex(8)}
        return self._client.post(path, json=body or {}, headers=headers).raise_for_status().json()

    def read(self, path: str) -> Any:
        """Anything of the provider's API."""
        return self._client.get(path, headers={"Authorization": f"Bearer {self.api_key}"}).raise_for_status().json()

    def payments_of(self, payment_id: str) -> list[dict[str, Any]]:
        """What the provider holds for one payment of ours: one, if nobody was charged twice."""
        items: list[dict[str, Any]] = self.read(f"/v1/payments?reference={payment_id}")["items"]
        return items

    def next_webhook(self, payment_id: str, event_type: str) -> Webhook:
        """Wait for the webhook of that type about that payment of ours; others are dropped. Fails the test if none comes."""
        from marketplace.apps.payments.models import Payment  # conftest files are imported before Django is ready

        names = {payment_id, *Payment.objects.filter(pk=payment_id).values_list("provider_reference", flat=True)}
        until = time.monotonic() + PATIENCE_S
        while True:
            webhook = self.catcher.caught.get(timeout=max(until - time.monotonic(), 0.01))
            data = webhook.content["data"]
            if webhook.content["type"] == event_type and names & {data.get("reference"), data.get("payment"), data["id"]}:
                return webhook


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    catcher = Catcher()
    port = free_port()
    url, key, secret = f"http://127.0.0.1:{port}", secrets.token_hex(16), secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "PATH": os.environ["PATH"],
            "GM_REGION_EU_SANDBOX_API_KEY": key,
            "GM_REGION_EU_SANDBOX_WEBHOOK_SECRET": secret,
            "GM_REGION_MENA_SANDBOX_API_KEY": f"{key}-mena",
            "GM_REGION_MENA_SANDBOX_WEBHOOK_SECRET": f"{secret}-mena",
            "SANDBOX_DB": f"{folder}/sandbox.db",
            "SANDBOX_SETTLE_SECONDS": "3600",
        }
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "payment_sandbox.app:app"]
        process = subprocess.Popen(
            command, cwd=HOME, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait_until_healthy(process, url)
            yield Sandbox(url=url, api_key=key, webhook_secret=secret, catcher=catcher)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            catcher.close()


@pytest.fixture
def sandbox(sandbox_process: Sandbox, settings: Any) -> Sandbox:
    """The provider that this test's payments go to; webhooks are caught, not delivered."""
    mena = {"api_key": f"{sandbox_process.api_key}-mena", "webhook_secret": f"{sandbox_process.webhook_secret}-mena"}
    eu = {"api_key": sandbox_process.api_key, "webhook_secret": sandbox_process.webhook_secret}
    url = {"url": sandbox_process.url}
    settings.PAYMENT_ACCOUNTS = {"sandbox": {"eu": {**url, **eu}, "mena": {**url, **mena}}}
    settings.PORT_BASE = sandbox_process.catcher.port
    return sandbox_process


@pytest.fixture
def silent_provider(settings: Any) -> None:
    """Nobody listens where the provider should be."""
    settings.PAYMENT_ACCOUNTS = accounts_at("http://127.0.0.1:9")


def accounts_at(url: str) -> dict[str, Any]:
    """Every region's account at another address."""
    from django.conf import settings

    accounts = settings.PAYMENT_ACCOUNTS["sandbox"]
    return {"sandbox": {region: {**account, "url": url} for region, account in accounts.items()}}


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"{url}/health", trust_env=False)
            return
    raise AssertionError("the sandbox did not start")


def sign(secret: str, body: bytes, *, at: int) -> str:
    """The signature that the provider would send with ``body`` at that second."""
    return f"t={at},v1=" + hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
