"""The sandbox provider of ``infra/local/payment_sandbox``, spoken to as any provider: HTTP, a key, signed webhooks."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

import httpx
import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    CaptureMode,
    Changed,
    PaymentProvider,
    PaymentRequest,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookEvent,
)
from marketplace.apps.payments.types import (
    ApproveOnPhone,
    DisputeState,
    PaymentState,
    PayVoucher,
    RefundState,
    SecuredBy,
    VisitAddress,
)
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

SIGNATURE_LIFE_S = 300
TIMEOUT = httpx.Timeout(10.0, connect=2.0)

log = logging.getLogger(__name__)
T = TypeVar("T")

# What a name or a text of the provider's may be: whatever else it says is no event of it.
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
Phrase = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00]*\Z")]
Kind = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[a-z]+\.[a-z_]+\Z")]


class _Payment(msgspec.Struct):
    id: Name
    reference: Phrase
    status: PaymentState
    amount: Money
    captured: Money
    redirect_url: str | None
    failure_code: Phrase | None
    next_action: ApproveOnPhone | PayVoucher | None = None


class _Payments(msgspec.Struct):
    items: list[_Payment]


class _Refund(msgspec.Struct):
    id: Name
    reference: Phrase
    payment: Name
    status: RefundState
    amount: Money
    failure_code: Phrase | None


class _Refunds(msgspec.Struct):
    items: list[_Refund]


class _Dispute(msgspec.Struct):
    id: Name
    payment: Name
    status: DisputeState
    amount: Money
    reason: Phrase


class _Object(msgspec.Struct):
    id: Name
    payment: Name | None = None


class _Envelope(msgspec.Struct):
    id: Name
    type: Kind
    data: _Object


class SandboxProvider(PaymentProvider):
    """Cards, iDEAL, transfers and payments by phone that move no real money. The account is ``url``, ``api_key`` and ``webhook_secret``."""

    code = "sandbox"
    capabilities = Capabilities(secured_by=SecuredBy.CAPTURE, max_minor=10**12, wants=frozenset({"is_challenged"}))

    def __init__(self, *, url: str, api_key: str, webhook_secret: str) -> None:
        self._client = _client(url, api_key)
        self._webhook_secret = webhook_secret

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(url=account["url"], api_key=account["api_key"], webhook_secret=account["webhook_secret"])

    @classmethod
    def challenges(cls, method: str) -> bool:
        return True

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        body: dict[str, Any] = {
            "amount": request.amount,
            "reference": request.payment_id,
            "description": request.description,
            "return_url": request.return_url or None,
            "webhook_url": request.webhook_url,
            "method": request.method.removeprefix("sandbox_"),
            "capture": "automatic" if request.capture == CaptureMode.AUTOMATIC else "manual",
            "card": request.token or None,
            "challenge": request.details.is_challenged,
        }
        return _payment(self._call("POST", "/v1/payments", _Payment, body=body, key=idempotency_key))

    def find(self, payment_id: str) -> ProviderPayment | None:
        found = self._call("GET", f"/v1/payments?reference={payment_id}", _Payments).items
        return _payment(found[0]) if found else None

    def read(self, reference: str) -> ProviderPayment:
        return _payment(self._call("GET", f"/v1/payments/{reference}", _Payment))

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        path = f"/v1/payments/{reference}/capture"
        return _payment(self._call("POST", path, _Payment, body={"amount": amount}, key=idempotency_key))

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        try:
            path = f"/v1/payments/{reference}/cancel"
            return _payment(self._call("POST", path, _Payment, body={}, key=idempotency_key))
        except Rejected:
            return self.read(reference)

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        body = {"payment": reference, "amount": amount, "reference": idempotency_key}
        return _refund(self._call("POST", "/v1/refunds", _Refund, body=body, key=idempotency_key))

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        return _refund(self._call("GET", f"/v1/refunds/{reference}", _Refund))

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return [_refund(item) for item in self._call("GET", f"/v1/refunds?payment={reference}", _Refunds).items]

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        return _dispute(self._call("GET", f"/v1/disputes/{reference}", _Dispute))

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        fields = dict(part.partition("=")[::2] for part in headers.get("Sandbox-Signature", "").split(","))
        at, signature = fields.get("t", ""), fields.get("v1", "")
        # The wall clock, not ours that development moves: the provider's time does not move with it.
        if not (at.isascii() and at.isdigit() and len(at) < 12 and abs(time.time() - int(at)) <= SIGNATURE_LIFE_S):
            raise SignatureInvalid(Text("The signature is missing or too old."))
        secret = self._webhook_secret.encode()
        expected = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
            raise SignatureInvalid
        return True

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        try:
            envelope = msgspec.json.decode(body, type=_Envelope)
        except msgspec.DecodeError as error:
            raise WebhookMalformed(note=str(error)) from error
        return WebhookEvent(id=envelope.id, type=envelope.type, changed=_changed(envelope))

    def _call(self, method: str, path: str, kind: type[T], *, body: dict[str, Any] | None = None, key: str = "") -> T:
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"} if key else {}
        content = msgspec.json.encode(body) if body is not None else None
        try:
            response = self._client.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise ProviderUnavailable(note=f"{type(error).__name__} at the sandbox") from error
        if response.is_success:
            return _read(response.content, kind)
        code = _error_code(response.content)
        if response.status_code in (401, 403, 429) or response.status_code >= 500:
            log.warning("the payment sandbox answered %s %s to %s %s", response.status_code, code, method, path)
            raise ProviderUnavailable(note=f"the sandbox answered {response.status_code}")
        raise Rejected(code)


@lru_cache(maxsize=16)
def _client(url: str, api_key: str) -> httpx.Client:
    """One pool of connections for each account; a client may be used by many threads."""
    transport = httpx.HTTPTransport(retries=1, limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {api_key}"}, timeout=TIMEOUT, transport=transport, trust_env=False)


def _read(content: bytes, kind: type[T]) -> T:
    """:raises ProviderUnavailable: if it cannot be read: what was done is unknown, as without an answer"""
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as error:
        raise ProviderUnavailable(note=f"the sandbox answered nonsense: {error}") from error


def _error_code(content: bytes) -> str:
    try:
        return str(msgspec.json.decode(content)["error"]["code"])[:100]
    except (msgspec.DecodeError, KeyError, TypeError):
        return "unknown"


def _changed(envelope: _Envelope) -> Changed | None:
    match envelope.type.partition(".")[0], envelope.data.payment:
        case "payment", _:
            return Changed(kind="payment", reference=envelope.data.id)
        case "refund", str(payment):
            return Changed(kind="refund", reference=envelope.data.id, payment_reference=payment)
        case "dispute", str(payment):
            return Changed(kind="dispute", reference=envelope.data.id, payment_reference=payment)
    return None


def _payment(payment: _Payment) -> ProviderPayment:
    return ProviderPayment(
        reference=payment.id,
        payment_id=payment.reference,
        amount=payment.amount,
        state=payment.status,
        captured_minor=payment.captured.minor,
        action=VisitAddress(url=payment.redirect_url) if payment.redirect_url else payment.next_action,
        failure_code=payment.failure_code or "",
    )


def _refund(refund: _Refund) -> ProviderRefund:
    return ProviderRefund(
        reference=refund.id,
        refund_id=refund.reference,
        payment_reference=refund.payment,
        amount=refund.amount,
        state=refund.status,
        failure_code=refund.failure_code or "",
    )


def _dispute(dispute: _Dispute) -> ProviderDispute:
    return ProviderDispute(
        reference=dispute.id,
        payment_reference=dispute.payment,
        amount=dispute.amount,
        state=dispute.status,
        reason=dispute.reason,
    )
