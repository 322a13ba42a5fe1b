"""A sandbox in this process, and a shop that listens for its webhooks on a real port."""

import json
import queue
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from payment_sandbox.application import create_app
from payment_sandbox.settings import Account, Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers httpx2, and works as well with httpx
    from starlette.testclient import TestClient

API_KEY = "sandbox-test-key"
WEBHOOK_SECRET = "sandbox-test-secret"
PATIENCE_S = 10.0


class Shop:
    """Takes webhooks and keeps them, with their raw body and headers."""

    def __init__(self) -> None:
        self.received: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()
        self.refusals_left = 0
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                shop.asked.set()
                shop.may_answer.wait(PATIENCE_S)
                is_refused = shop.refusals_left > 0
                shop.refusals_left -= is_refused
                shop.received.put((dict(self.headers), body))
                self.send_response(500 if is_refused else 204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhooks/sandbox"

    def next_event(self) -> dict[str, Any]:
        """The next webhook's content. Fails the test if none comes."""
        event: dict[str, Any] = json.loads(self.received.get(timeout=PATIENCE_S)[1])
        return event

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        accounts=(Account(name="eu", api_key=API_KEY, webhook_secret=WEBHOOK_SECRET),),
        database=tmp_path / "sandbox.db",
        public_url="http://pay.example",
        settle_s=3600.0,
        stall_s=0.2,
    )


class Sandbox:
    """The sandbox as the shop's server uses it."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {API_KEY}"}
        if key != "":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        return self.client.post(path, json=body or {}, headers=headers)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"Authorization": f"Bearer {API_KEY}"})

    def start(self, **changes: Any) -> dict[str, Any]:
        """Start a payment of 19.99 euro. Fails the test if it is refused."""
        answer = self.post("/v1/payments", order(**changes))
        assert answer.status_code == 201, answer.text
        payment: dict[str, Any] = answer.json()
        return payment

    def state(self, payment: dict[str, Any]) -> dict[str, Any]:
        """The payment as it is now."""
        now: dict[str, Any] = self.get(f"/v1/payments/{payment['id']}").json()
        return now


def order(**changes: Any) -> dict[str, Any]:
    """A body for ``POST /v1/payments``; a change to None leaves the field out."""
    body = {
        "amount": {"minor": 1999, "currency": "EUR"},
        "reference": "pay_01",
        "description": "Order EU-2026-000123",
        "return_url": "http://shop.example/checkout/done?lang=nl",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


@pytest.fixture
def sandbox_with(settings: Settings) -> Iterator[Callable[..., Sandbox]]:
    """Makes sandboxes with some settings changed."""
    clients: list[TestClient] = []

    def make(**changes: Any) -> Sandbox:
        client = TestClient(create_app(replace(settings, **changes)), follow_redirects=False, base_url="http://pay.example")
        clients.append(client)
        client.__enter__()
        return Sandbox(client)

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def sandbox(sandbox_with: Callable[..., Sandbox]) -> Sandbox:
    return sandbox_with()
