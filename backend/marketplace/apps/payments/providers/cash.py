"""Cash on delivery: no network, no hosted page; whoever delivers collects, and ``record_cash_collected`` says so."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.apps.payments.errors import ProviderUnknown
from marketplace.apps.payments.providers.base import (
    PaymentProvider,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookEvent,
)
from marketplace.apps.payments.types import CASH_PROVIDER, PaymentState, RefundState
from marketplace.kit.money import Money


class CashProvider(PaymentProvider):
    """Promises at once. It keeps nothing itself, so there is nothing at it to read."""

    code = CASH_PROVIDER
    is_configured = True

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        return ProviderPayment(
            reference=request.payment_id,
            payment_id=request.payment_id,
            amount=request.amount,
            state=PaymentState.AUTHORIZED,
        )

    def find(self, payment_id: str) -> ProviderPayment | None:
        return None

    def read(self, reference: str) -> ProviderPayment:
        raise Rejected("nothing_to_read")

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        raise Rejected("collected_at_the_door")

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        raise Rejected("nothing_to_cancel")

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """Handed back by whoever collected it: done when it is decided."""
        return ProviderRefund(
            reference=idempotency_key,
            refund_id=idempotency_key,
            payment_reference=reference,
            amount=amount,
            state=RefundState.SUCCEEDED,
        )

    def read_refund(self, reference: str) -> ProviderRefund:
        raise Rejected("nothing_to_read")

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> None:
        raise ProviderUnknown

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        raise ProviderUnknown
