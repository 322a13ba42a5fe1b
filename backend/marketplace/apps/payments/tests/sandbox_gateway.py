"""The sandbox's process behind a proxy that can lose its answers: what the contract's tests ask of it is named as in ``gateways.py``."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import msgspec
from django.conf import settings

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import Capabilities
from marketplace.apps.payments.tests.sandbox import DECLINED_CARD, PATIENCE_S, Sandbox, sign
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory


class Proxy:
    """Passes requests on. With ``loses_answers`` they are done all the same, and the connection closes without an answer."""

    def __init__(self, url: str) -> None:
        self.loses_answers = False
        proxy, client = self, httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE_S)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "content-length")}
                answer = client.request(self.command, self.path, content=body, headers=headers)
                if proxy.loses_answers:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(answer.status_code)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = _pass_on  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class SandboxRemote:
    """What the sandbox holds for the payments of this test."""

    def __init__(self, sandbox: Sandbox, proxy: Proxy, region: str) -> None:
        self._sandbox, self._proxy, self._region = sandbox, proxy, region

    @property
    def is_silent(self) -> bool:
        return self._proxy.loses_answers

    @is_silent.setter
    def is_silent(self, value: bool) -> None:
        self._proxy.loses_answers = value

    @property
    def payments(self) -> dict[str, dict[str, Any]]:
        key = settings.PAYMENT_ACCOUNTS["sandbox"][self._region]["api_key"]
        with tenancy.scope(directory.get(self._region)):  # the sandbox itself finds a payment by its reference for every account
            ours = list(Payment.objects.values_list("id", flat=True))
        found = [self._read(f"/v1/payments?reference={payment_id}", key) for payment_id in ours]
        return {item["id"]: item for items in found for item in items}

    @property
    def requests(self) -> dict[str, dict[str, Any]]:
        return self.payments

    @property
    def captures(self) -> int:
        return sum(payment["captured"]["minor"] > 0 for payment in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for reference in self.payments for refund in self._read(f"/v1/refunds?payment={reference}", self._sandbox.api_key)]

    def _read(self, path: str, key: str) -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {key}"}
        answer = httpx.get(f"{self._sandbox.url}{path}", headers=headers, trust_env=False, timeout=PATIENCE_S)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return items


class SandboxGateway:
    """Named as ``AtDouble``."""

    code: ClassVar[str] = "sandbox"
    method: ClassVar[str] = "sandbox_card"
    header: ClassVar[str] = "Sandbox-Signature"

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._proxy = Proxy(sandbox.url)
        accounts = settings.PAYMENT_ACCOUNTS["sandbox"]
        settings.PAYMENT_ACCOUNTS = {"sandbox": {region: {**account, "url": self._proxy.url} for region, account in accounts.items()}}

    def close(self) -> None:
        self._proxy.close()

    @property
    def capabilities(self) -> Capabilities:
        return providers.capabilities_of(self.code)

    @property
    def remote(self) -> SandboxRemote:
        return self.remote_of("eu")

    def remote_of(self, region: str) -> SandboxRemote:
        return SandboxRemote(self._sandbox, self._proxy, region)

    def approve(self, reference: str) -> None:
        self._sandbox.pay(f"{self._sandbox.url}/pay/{reference}")

    def refuse(self, reference: str) -> None:
        self._sandbox.pay(f"{self._sandbox.url}/pay/{reference}", DECLINED_CARD)

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        """The same event whenever the payment is the same."""
        status = self._sandbox.read(f"/v1/payments/{reference}")["status"]
        body = msgspec.json.encode({"id": f"evt_{reference}_{status}", "type": f"payment.{status}", "data": {"id": reference}})
        return body, {self.header: sign(self._sandbox.webhook_secret, body, at=int(time.time()))}
