"""Cash on delivery: the one who delivers collects the money, and ``record_collection`` records it."""

from __future__ import annotations

from marketplace.apps.payments.providers.base import Capabilities, PaymentRequest, ProviderPayment, ProviderRefund, WebhookStyle
from marketplace.apps.payments.providers.own import OwnProvider
from marketplace.apps.payments.types import PaymentState, RefundState, SecuredBy
from marketplace.kit.money import Money


class CashProvider(OwnProvider):
    """Authorizes at once."""

    code = "cash"
    capabilities = Capabilities(
        secured_by=SecuredBy.COLLECTION, webhooks=WebhookStyle.NONE, partial_captures=True, requires_page=False, requires_phone=True
    )

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        return ProviderPayment(
            reference=request.payment_id,
            payment_id=request.payment_id,
            amount=request.amount,
            state=PaymentState.AUTHORIZED,
        )

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """Returned by the one who collected it: done when it is decided."""
        return ProviderRefund(
            reference=idempotency_key,
            refund_id=idempotency_key,
            payment_reference=reference,
            amount=amount,
            state=RefundState.SUCCEEDED,
        )
