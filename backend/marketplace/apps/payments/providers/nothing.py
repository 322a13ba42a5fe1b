"""Nothing to pay: an order whose total is zero has a payment all the same, which succeeds at once and moves no money."""

from __future__ import annotations

from marketplace.apps.payments.providers.base import Capabilities, PaymentRequest, ProviderPayment, ProviderRefund, Rejected, WebhookStyle
from marketplace.apps.payments.providers.own import OwnProvider
from marketplace.apps.payments.types import NOTHING_TO_PAY, PaymentState, SecuredBy
from marketplace.kit.money import Money


class NothingProvider(OwnProvider):
    """Takes an amount of zero, and has nothing to return."""

    code = NOTHING_TO_PAY
    capabilities = Capabilities(secured_by=SecuredBy.CAPTURE, webhooks=WebhookStyle.NONE, requires_page=False, max_minor=0)

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        return ProviderPayment(
            reference=request.payment_id, payment_id=request.payment_id, amount=request.amount, state=PaymentState.SUCCEEDED
        )

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        raise Rejected("nothing_to_return")
