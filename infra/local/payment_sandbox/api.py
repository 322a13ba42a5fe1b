"""The JSON API, under ``/v1``. Handlers turn HTTP into values and back; a request is one transaction."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from payment_sandbox import payments, refunds, webhooks
from payment_sandbox.cards import Trouble, find_card
from payment_sandbox.courier import Courier
from payment_sandbox.errors import KeyMissing, KeyReused, Refused, Unauthorized
from payment_sandbox.objects import (
    CapturePayment,
    Contest,
    RefundAtProvider,
    SetRefundBehaviour,
    Settle,
    StartPayment,
    StartRefund,
)
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]


class Api:
    """All endpoints over one store."""

    def __init__(self, *, store: Store, settings: Settings, courier: Courier) -> None:
        self._store = store
        self._settings = settings
        self._courier = courier

    def routes(self) -> list[Route]:
        """Path, method and handler of each endpoint."""
        table: list[tuple[str, str, Handler]] = [
            ("POST", "/v1/payments", self.start_payment),
            ("GET", "/v1/payments", self.list_payments),
            ("GET", "/v1/payments/{id}", self.get_payment),
            ("POST", "/v1/payments/{id}/capture", self.capture),
            ("POST", "/v1/payments/{id}/cancel", self.cancel),
            ("POST", "/v1/refunds", self.start_refund),
            ("GET", "/v1/refunds", self.list_refunds),
            ("GET", "/v1/refunds/{id}", self.get_refund),
            ("GET", "/v1/disputes/{id}", self.get_dispute),
            ("POST", "/v1/test/payments/{id}/settle", self.settle_payment),
            ("POST", "/v1/test/payments/{id}/refund", self.refund_at_provider),
            ("POST", "/v1/test/payments/{id}/refund-behaviour", self.set_refund_behaviour),
            ("POST", "/v1/test/payments/{id}/dispute", self.dispute),
            ("POST", "/v1/test/payments/{id}/resend-webhooks", self.resend_webhooks),
            ("GET", "/v1/test/payments/{id}/events", self.list_events),
            ("POST", "/v1/test/refunds/{id}/settle", self.settle_refund),
            ("POST", "/v1/test/webhooks/flush", self.flush_webhooks),
        ]
        return [Route(path, self._guarded(handler), methods=[method]) for method, path, handler in table]

    async def start_payment(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, StartPayment)
        base_url = self._settings.public_url or str(request.base_url).rstrip("/")

        def act(now: float) -> dict[str, Any]:
            about = {"account": request.state.account, "settings": self._settings, "base_url": base_url}
            return payments.start(self._store, order, **about, now=now).shown()

        answer = self._once(request, body, act, needs_key=True)
        card = find_card(order.card or "")
        if card is not None and "Idempotency-Replayed" not in answer.headers:
            if card.trouble is Trouble.STALL:
                await asyncio.sleep(self._settings.stall_s)
            elif card.trouble is Trouble.GATEWAY_TIMEOUT:
                return problem(504, "gateway_timeout", "the provider did not answer in time; ask again with the same key")
        return answer

    async def list_payments(self, request: Request) -> Response:
        reference = request.query_params.get("reference")
        if reference is None:
            raise Refused("say which: ?reference=")
        return answer({"items": [payment.shown() for payment in self._store.list_payments(reference=reference)]})

    async def get_payment(self, request: Request) -> Response:
        return answer(self._store.get_payment(request.path_params["id"]).shown())

    async def capture(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, CapturePayment)

        def act(now: float) -> dict[str, Any]:
            payment = self._store.get_payment(request.path_params["id"])
            payments.capture(self._store, payment, amount=order.amount, settings=self._settings, now=now)
            return payment.shown()

        return self._once(request, body, act, status=200)

    async def cancel(self, request: Request) -> Response:
        body = await request.body()

        def act(now: float) -> dict[str, Any]:
            payment = self._store.get_payment(request.path_params["id"])
            payments.cancel(self._store, payment, settings=self._settings, now=now)
            return payment.shown()

        return self._once(request, body, act, status=200)

    async def start_refund(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, StartRefund)

        def act(now: float) -> dict[str, Any]:
            return refunds.refund(self._store, order, settings=self._settings, now=now).shown()

        return self._once(request, body, act, needs_key=True)

    async def list_refunds(self, request: Request) -> Response:
        payment_id = request.query_params.get("payment")
        if payment_id is None:
            raise Refused("say of which payment: ?payment=")
        return answer({"items": [refund.shown() for refund in self._store.list_refunds(payment_id=payment_id)]})

    async def get_refund(self, request: Request) -> Response:
        return answer(self._store.get_refund(request.path_params["id"]).shown())

    async def get_dispute(self, request: Request) -> Response:
        return answer(self._store.get_dispute(request.path_params["id"]).shown())

    async def settle_payment(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, Settle)

        def act(now: float) -> dict[str, Any]:
            payment = self._store.get_payment(request.path_params["id"])
            payments.settle(self._store, payment, outcome=order.outcome, settings=self._settings, now=now)
            return payment.shown()

        return self._once(request, body, act, status=200)

    async def settle_refund(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, Settle)

        def act(now: float) -> dict[str, Any]:
            refund = self._store.get_refund(request.path_params["id"])
            refunds.settle(self._store, refund, outcome=order.outcome, settings=self._settings, now=now)
            return refund.shown()

        return self._once(request, body, act, status=200)

    async def refund_at_provider(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, RefundAtProvider)

        def act(now: float) -> dict[str, Any]:
            payment = self._store.get_payment(request.path_params["id"])
            made = refunds.refund_at_provider(self._store, payment, amount=order.amount, settings=self._settings, now=now)
            return made.shown()

        return self._once(request, body, act)

    async def set_refund_behaviour(self, request: Request) -> Response:
        order = _parse(await request.body(), SetRefundBehaviour)
        with self._store.transaction():
            payment = self._store.get_payment(request.path_params["id"])
            payment.metadata = {**payment.metadata, "refunds": order.refunds}
            self._store.save_payment(payment)
        return answer(payment.shown())

    async def dispute(self, request: Request) -> Response:
        body = await request.body()
        order = _parse(body, Contest)

        def act(now: float) -> dict[str, Any]:
            payment = self._store.get_payment(request.path_params["id"])
            return refunds.contest(self._store, payment, order, settings=self._settings, now=now).shown()

        return self._once(request, body, act)

    async def resend_webhooks(self, request: Request) -> Response:
        payment = self._store.get_payment(request.path_params["id"])
        with self._store.transaction():
            planned = webhooks.resend(self._store, payment_id=payment.id, now=time.time())
        self._courier.wake()
        return answer({"planned": planned})

    async def list_events(self, request: Request) -> Response:
        payment = self._store.get_payment(request.path_params["id"])
        return answer({"items": webhooks.list_events(self._store, payment_id=payment.id)})

    async def flush_webhooks(self, request: Request) -> Response:
        return answer(await self._courier.flush())

    def _guarded(self, handler: Handler) -> Handler:
        expected = [(account.name, f"Bearer {key}".encode()) for account in self._settings.accounts for key in account.api_key.split(",")]

        async def guarded(request: Request) -> Response:
            given = request.headers.get("Authorization", "").encode()
            fitting = [name for name, header in expected if hmac.compare_digest(given, header)]
            try:
                if not fitting:
                    raise Unauthorized("the API key is missing or wrong")
                request.state.account = fitting[0]
                return await handler(request)
            except Refused as refused:
                return problem(refused.status, refused.code, str(refused))

        return guarded

    def _once(
        self,
        request: Request,
        body: bytes,
        act: Callable[[float], dict[str, Any]],
        *,
        status: int = 201,
        needs_key: bool = False,
    ) -> Response:
        """Act, unless the request's key was used before: then give the answer of that time. Refusals are not kept."""
        key = request.headers.get("Idempotency-Key", "")
        if needs_key and not key:
            raise KeyMissing("this request needs an Idempotency-Key")
        digest = hashlib.sha256(request.url.path.encode() + b"\n" + body).digest()
        with self._store.transaction():
            kept = self._store.find_answer(key) if key else None
            if kept is not None:
                if kept[0] != digest:
                    raise KeyReused("this Idempotency-Key came before, with another request")
                return _json(kept[2], status=kept[1], headers={"Idempotency-Replayed": "true"})
            encoded = msgspec.json.encode(act(time.time()))
            if key:
                self._store.keep_answer(key, digest=digest, status=status, body=encoded)
        self._courier.wake()
        return _json(encoded, status=status)


def answer(content: Any) -> Response:
    """A JSON answer."""
    return _json(msgspec.json.encode(content), status=200)


def problem(status: int, code: str, message: str) -> Response:
    """A JSON error: a stable code, and a sentence for people."""
    return _json(msgspec.json.encode({"error": {"code": code, "message": message}}), status=status)


def _json(body: bytes, *, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def _parse(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.DecodeError as error:
        raise Refused(str(error)) from error
