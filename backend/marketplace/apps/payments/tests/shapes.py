"""
Providers in the shapes of real ones, with their money in memory: how each names things, what it asks of the customer, what it can do.

They show that the contract has room for each. The gateways themselves speak HTTP and come with their own tests.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    CaptureMode,
    Changed,
    PaymentProvider,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    Search,
    VendorAccounts,
    WebhookEvent,
    WebhookStyle,
    uuid_of,
)
from marketplace.apps.payments.types import (
    ApproveOnPhone,
    ConfirmInPage,
    PaymentAction,
    PaymentState,
    PayVoucher,
    RefundState,
    SecuredBy,
    VisitAddress,
    VoucherDetail,
)
from marketplace.kit.money import Money


@dataclass
class Remote:
    """What one account holds at the provider's. ``is_silent`` loses answers: what was asked for is done all the same."""

    payments: dict[str, ProviderPayment] = field(default_factory=dict)
    refunds: dict[str, ProviderRefund] = field(default_factory=dict)
    requests: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    seen: list[PaymentRequest] = field(default_factory=list)
    is_silent: bool = False
    captures: int = 0


REMOTES: dict[tuple[str, str], Remote] = {}


class Shape(PaymentProvider):
    """What the shapes have in common: state, idempotency keys, lost answers."""

    fee_bp: ClassVar[int] = 0

    def __init__(self, account: Mapping[str, Any]) -> None:
        self.secret = str(account["secret"])
        self.publishable_key = str(account["publishable_key"])
        self.remote = REMOTES.setdefault((self.code, self.secret), Remote())

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(account)

    @property
    def method(self) -> str:
        """The code of its method."""
        return self.code

    def remote_of(self, region: str) -> Remote:
        """What the region's account holds."""
        return REMOTES.setdefault((self.code, f"{self.code}-{region}"), Remote())

    def action(self, request: PaymentRequest, reference: str) -> PaymentAction:
        return VisitAddress(url=f"https://{self.code}.example/{reference}")

    def reference_of(self, request: PaymentRequest) -> str:
        return f"{self.code}_{len(self.remote.payments) + 1}"

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        content = msgspec.json.encode(request)
        before, reference = self.remote.requests.get(idempotency_key, (content, ""))
        if before != content:
            raise Rejected("key_reused")
        if not reference:
            reference = self.reference_of(request)
            self.remote.requests[idempotency_key] = (content, reference)
            self.remote.seen.append(request)
            self.remote.payments[reference] = ProviderPayment(
                reference=reference,
                payment_id=request.payment_id,
                amount=request.amount,
                state=PaymentState.REQUIRES_ACTION,
                action=self.action(request, reference),
            )
        return self._answered(self.read_quietly(reference))

    def find(self, payment_id: str) -> ProviderPayment | None:
        return self._answered(next((each for each in self.remote.payments.values() if each.payment_id == payment_id), None))

    def read(self, reference: str) -> ProviderPayment:
        return self._answered(self.read_quietly(reference))

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        self.take(reference, amount)
        return self._answered(self.read_quietly(reference))

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        payment = self.read_quietly(reference)
        if payment.state in (PaymentState.REQUIRES_ACTION, PaymentState.AUTHORIZED):
            self._change(reference, state=PaymentState.CANCELED)
        return self._answered(self.read_quietly(reference))

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        refund = ProviderRefund(
            reference=f"re_{idempotency_key}",
            refund_id=idempotency_key,
            payment_reference=reference,
            amount=amount,
            state=RefundState.SUCCEEDED,
        )
        return self._answered(self.remote.refunds.setdefault(idempotency_key, refund))

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        return next(each for each in self.list_refunds(payment_reference) if each.reference == reference)

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return self._answered([each for each in self.remote.refunds.values() if each.payment_reference == reference])

    # What happens at the provider's.

    def approve(self, reference: str) -> None:
        """The customer does what the action asks for."""
        if self.capabilities.capture == CaptureMode.AUTOMATIC:
            self.take(reference, self.read_quietly(reference).amount)
        else:
            self._change(reference, state=PaymentState.AUTHORIZED)

    def expire(self, reference: str) -> None:
        """The authorization ends, since nobody captured it in time."""
        self._change(reference, state=PaymentState.CANCELED)

    def refuse(self, reference: str) -> None:
        self._change(reference, state=PaymentState.FAILED, failure_code="customer_refused")

    def take(self, reference: str, amount: Money) -> None:
        payment = self.read_quietly(reference)
        if payment.captured_minor == amount.minor:
            return
        if payment.state in (PaymentState.CANCELED, PaymentState.FAILED):
            raise Rejected("not_capturable")
        self.remote.captures += 1
        fee_minor = amount.minor * self.fee_bp // 10_000
        self._change(reference, state=PaymentState.SUCCEEDED, captured_minor=amount.minor, fee_minor=fee_minor)

    def read_quietly(self, reference: str) -> ProviderPayment:
        try:
            return self.remote.payments[reference]
        except KeyError:
            raise Rejected("unknown") from None

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        """The webhook about a payment: its body and headers."""
        raise NotImplementedError

    def _change(self, reference: str, **changes: Any) -> None:
        payment = msgspec.structs.replace(self.remote.payments[reference], action=None, **changes)
        self.remote.payments[reference] = payment

    def _answered(self, answer: Any) -> Any:
        if self.remote.is_silent:
            raise ProviderUnavailable
        return answer


class Signed(Shape):
    """Webhooks in JSON under a signature, with an event of their own name."""

    header: ClassVar[str] = "Signature"

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        event = f"evt_{reference}_{self.read_quietly(reference).state}"
        body = json.dumps({"id": event, "object": reference}).encode()
        return body, {self.header: hmac.new(self.secret.encode(), body, "sha512").hexdigest()}

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        if not hmac.compare_digest(headers.get(self.header, ""), hmac.new(self.secret.encode(), body, "sha512").hexdigest()):
            raise SignatureInvalid
        return True

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        content = json.loads(body)
        return WebhookEvent(id=content["id"], type="payment", changed=Changed(kind="payment", reference=content["object"]))


class StripeShape(Signed):
    """PaymentIntents with Connect: confirmed in the page; the same key is sent again to find out; vendors are paid by later transfers."""

    code = "stripe"
    header = "Stripe-Signature"
    fee_bp = 150
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        partial_captures=True,
        vendor_accounts=VendorAccounts.TRANSFER,
        wants=frozenset({"name", "shipping_address"}),
        requires_page=False,
    )

    def action(self, request: PaymentRequest, reference: str) -> PaymentAction:
        return ConfirmInPage(library="stripe", client_secret=f"{reference}_secret", publishable_key=self.publishable_key)


class AuthorizingShape(StripeShape):
    """The same with a manual capture: an authorization comes first, and all or a part of it is taken when the order is settled."""

    code = "stripe_manual"
    capabilities = msgspec.structs.replace(StripeShape.capabilities, secured_by=SecuredBy.AUTHORIZATION, capture=CaptureMode.LATER)


class MollieShape(Shape):
    """A page to visit; an unsigned form with nothing but the payment's id, the same for every change."""

    code = "mollie"
    fee_bp = 29
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        vendor_accounts=VendorAccounts.SPLIT,
        webhooks=WebhookStyle.OBJECT,
        wants=frozenset({"lines", "billing_address", "shares"}),
    )

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        return f"id={reference}".encode(), {"Content-Type": "application/x-www-form-urlencoded"}

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        return False

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        (reference,) = parse_qs(body.decode("ascii", "replace")).get("id") or [""]
        if not 0 < len(reference) <= 100:
            raise WebhookMalformed
        return WebhookEvent(id=reference, type="payment", changed=Changed(kind="payment", reference=reference))


class PayPalShape(Signed):
    """A page to visit, after which the money has to be captured; the same key is sent again to find out."""

    code = "paypal"
    header = "PayPal-Transmission-Sig"
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        capture=CaptureMode.ON_APPROVAL,
        vendor_accounts=VendorAccounts.SPLIT,
        wants=frozenset({"name", "shipping_address", "lines"}),
    )


class VoucherShape(Signed):
    """Found by our reference, which is also its own; a bank transfer is paid by details to copy; webhooks have no id of their own."""

    code = "voucher"
    capabilities = Capabilities(secured_by=SecuredBy.CAPTURE, vendor_accounts=VendorAccounts.SPLIT)

    def reference_of(self, request: PaymentRequest) -> str:
        return request.payment_id

    def action(self, request: PaymentRequest, reference: str) -> PaymentAction:
        details = [VoucherDetail(name="bank_name", value="Test Bank"), VoucherDetail(name="account_number", value="0123456789")]
        return PayVoucher(reference=reference, details=details)

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"event": f"charge.{self.read_quietly(reference).state}", "data": {"reference": reference}}).encode()
        return body, {self.header: hmac.new(self.secret.encode(), body, "sha512").hexdigest()}

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        content = json.loads(body)
        reference = content["data"]["reference"]
        changed = Changed(kind="payment", reference=reference)
        return WebhookEvent(id=f"{content['event']}:{reference}", type=content["event"], changed=changed)


class WholeRefundShape(Signed):
    """Found by our reference; the signature is one fixed text; refunds of all of a payment only."""

    code = "whole_refund"
    capabilities = Capabilities(secured_by=SecuredBy.CAPTURE, partial_refunds=False, vendor_accounts=VendorAccounts.SPLIT)

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        return super().notice(reference)[0], {self.header: self.secret}

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        if not hmac.compare_digest(headers.get(self.header, ""), self.secret):
            raise SignatureInvalid
        return True


class MomoShape(Shape):
    """Approved on the phone; names are UUIDs that we make; an unsigned notice comes by PUT; nothing can be canceled."""

    code = "momo"
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        webhooks=WebhookStyle.OBJECT,
        webhook_method="PUT",
        wants=frozenset({"phone"}),
        requires_phone=True,
        requires_page=False,
    )

    def reference_of(self, request: PaymentRequest) -> str:
        return uuid_of(request.payment_id)

    def find(self, payment_id: str) -> ProviderPayment | None:
        try:
            return self.read(uuid_of(payment_id))
        except Rejected:
            return None

    def action(self, request: PaymentRequest, reference: str) -> PaymentAction:
        return ApproveOnPhone(phone=request.details.phone, poll_interval_s=5)

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        return self.read(reference)

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        return json.dumps({"referenceId": reference}).encode(), {}

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        return False

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        try:
            reference = str(json.loads(body)["referenceId"])[:100]
        except (ValueError, KeyError, TypeError):
            raise WebhookMalformed from None
        return WebhookEvent(id=reference, type="payment", changed=Changed(kind="payment", reference=reference))


SHAPES: list[type[Shape]] = [StripeShape, MollieShape, PayPalShape, VoucherShape, WholeRefundShape, MomoShape]
