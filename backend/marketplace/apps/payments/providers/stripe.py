"""
Stripe's PaymentIntents (https://docs.stripe.com/api/payment_intents), by Stripe's own library over our HTTP client.

The shop's page confirms a payment with its client secret; with a payment method that Stripe's form has made (the ``token``) we confirm
it, and a bank that wants to see the customer is visited. Stripe keeps an idempotency key for a day at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    CaptureMode,
    PaymentProvider,
    PaymentRequest,
    ProviderCard,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    Search,
    VendorAccounts,
    WebhookEvent,
)
from marketplace.apps.payments.providers.calls import Name, Phrase
from marketplace.apps.payments.providers.stripe_amounts import TENS, from_stripe, to_stripe
from marketplace.apps.payments.providers.stripe_client import StripeClient, client_of
from marketplace.apps.payments.providers.stripe_connect import StripeConnect
from marketplace.apps.payments.providers.stripe_events import event_of
from marketplace.apps.payments.providers.stripe_evidence import StripeEvidence
from marketplace.apps.payments.providers.stripe_settlements import StripeSettlements
from marketplace.apps.payments.types import ConfirmInPage, DisputeState, PaymentAction, PaymentState, RefundState, SecuredBy, VisitAddress
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

SIGNATURE_LIFE_S = 300
PAGE, PAGES_AT_MOST = 100, 20
EXPAND = ["latest_charge.balance_transaction", "payment_method"]  # where Stripe says what it keeps, and which card was paid with
STATES = {
    "requires_payment_method": PaymentState.REQUIRES_ACTION,  # also after a card was declined: the customer may try another one
    "requires_confirmation": PaymentState.REQUIRES_ACTION,
    "requires_action": PaymentState.REQUIRES_ACTION,
    "processing": PaymentState.PROCESSING,
    "requires_capture": PaymentState.AUTHORIZED,
    "canceled": PaymentState.CANCELED,
    "succeeded": PaymentState.SUCCEEDED,
}
REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
DISPUTE_STATES = {
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "prevented": DisputeState.WON,
    "lost": DisputeState.LOST,
}


class _Fees(msgspec.Struct):
    fee: int
    currency: str


class _Charge(msgspec.Struct):
    id: Name
    balance_transaction: _Fees | str | None = None


class _Redirect(msgspec.Struct):
    url: Phrase


class _Next(msgspec.Struct):
    redirect_to_url: _Redirect | None = None


class _Failure(msgspec.Struct):
    code: Phrase | None = None
    decline_code: Phrase | None = None


class _Card(msgspec.Struct):
    brand: Name
    last4: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}\Z")]
    exp_month: Annotated[int, msgspec.Meta(ge=1, le=12)]
    exp_year: Annotated[int, msgspec.Meta(ge=2000, le=9999)]


class _PaymentMethod(msgspec.Struct):
    id: Name
    customer: Name | None = None
    card: _Card | None = None


class _Customer(msgspec.Struct):
    id: Name


class _Intent(msgspec.Struct):
    id: Name
    status: str
    amount: int
    currency: str
    amount_received: int = 0
    client_secret: Phrase | None = None
    metadata: dict[str, str] = {}
    latest_charge: _Charge | str | None = None
    payment_method: _PaymentMethod | str | None = None
    next_action: _Next | None = None
    last_payment_error: _Failure | None = None


class _Refund(msgspec.Struct):
    id: Name
    status: str
    amount: int
    currency: str
    payment_intent: Name
    metadata: dict[str, str] = {}
    failure_reason: Phrase | None = None


class _Refunds(msgspec.Struct):
    data: list[_Refund]
    has_more: bool


class _Deadline(msgspec.Struct):
    due_by: int | None = None  # seconds since 1970


class _Dispute(msgspec.Struct):
    id: Name
    status: str
    amount: int
    currency: str
    payment_intent: Name
    reason: Phrase = ""
    evidence_details: _Deadline = msgspec.field(default_factory=_Deadline)


class _Disputes(msgspec.Struct):
    data: list[_Dispute]
    has_more: bool


class _Anything(msgspec.Struct):
    """An answer of which nothing is read."""


class StripeProvider(StripeConnect, StripeSettlements, StripeEvidence, PaymentProvider):
    """
    Cards, wallets and what else the account has switched on, captured at once.

    The account is ``url``, ``secret_key``, ``publishable_key`` and ``webhook_secret``.
    """

    code = "stripe"
    title: ClassVar[str] = "Stripe"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        partial_captures=True,
        saves_cards=True,
        vendor_accounts=VendorAccounts.TRANSFER,
        reports_settlements=True,
        takes_evidence=True,
        requires_page=False,
        wants=frozenset({"is_challenged"}),
        steps=dict.fromkeys(TENS, 10),
    )

    def __init__(self, *, url: str, secret_key: str, publishable_key: str, webhook_secret: str) -> None:
        self._client: StripeClient = client_of(url, secret_key)
        self._publishable_key, self._webhook_secret = publishable_key, webhook_secret

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        names = ("url", "secret_key", "publishable_key", "webhook_secret")
        return cls(**{name: account[name] for name in names})

    @classmethod
    def challenges(cls, method: str) -> bool:
        return True  # cards as we ask; https://docs.stripe.com/payments/payment-methods/overview: others lead to the customer's bank

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        params: dict[str, Any] = {
            "amount": to_stripe(request.amount),
            "currency": request.amount.currency.lower(),
            "description": request.description,
            "metadata": {"payment_id": request.payment_id},
            "automatic_payment_methods": {"enabled": True},
            "capture_method": "automatic" if request.capture == CaptureMode.AUTOMATIC else "manual",
        }
        if request.customer:
            params["customer"] = request.customer
        if card := _card_options(request):  # of cards alone: other ways to pay stay in the form
            params["payment_method_options"] = {"card": card}
        if request.token:
            params |= {"payment_method": request.token, "confirm": True, "return_url": request.return_url or None}
        return self._payment(self._client.post("/v1/payment_intents", _Intent, {**params, "expand": EXPAND}, key=idempotency_key))

    def read(self, reference: str) -> ProviderPayment:
        return self._payment(self._client.get(f"/v1/payment_intents/{reference}", _Intent, {"expand": EXPAND}))

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        params = {"amount_to_capture": to_stripe(amount), "expand": EXPAND}
        return self._payment(self._client.post(f"/v1/payment_intents/{reference}/capture", _Intent, params, key=idempotency_key))

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        try:
            return self._payment(self._client.post(f"/v1/payment_intents/{reference}/cancel", _Intent, {}, key=idempotency_key))
        except Rejected:
            return self.read(reference)

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        params = {"payment_intent": reference, "amount": to_stripe(amount), "metadata": {"refund_id": idempotency_key}}
        return _refund(self._client.post("/v1/refunds", _Refund, params, key=idempotency_key))

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        return _refund(self._client.get(f"/v1/refunds/{reference}", _Refund, {}))

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return [_refund(item) for item in self._all("/v1/refunds", _Refunds, reference)]

    def list_disputes(self, reference: str) -> list[ProviderDispute]:
        items = self._all("/v1/disputes", _Disputes, reference)
        return [_dispute(item) for item in items if item.status in DISPUTE_STATES]

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        return _dispute(self._client.get(f"/v1/disputes/{reference}", _Dispute, {}))

    def register_customer(self, customer_id: str, *, idempotency_key: str) -> str:
        params = {"metadata": {"customer_id": customer_id}}
        return self._client.post("/v1/customers", _Customer, params, key=idempotency_key).id

    def has_card(self, reference: str) -> bool:
        try:
            return self._client.get(f"/v1/payment_methods/{reference}", _PaymentMethod, {}).customer is not None
        except Rejected:  # it knows of no such card any more
            return False

    def forget_card(self, reference: str) -> None:
        self._client.post(f"/v1/payment_methods/{reference}/detach", _Anything, {}, key=f"{reference}:detach")

    def forget_customer(self, reference: str) -> None:
        self._client.delete(f"/v1/customers/{reference}", _Anything)

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        header = headers.get("Stripe-Signature", "")
        for secret in self._webhook_secret.split(","):  # events of vendors' accounts come to an endpoint with a secret of its own
            if self._client.is_signed(body, header, secret.strip(), life_s=SIGNATURE_LIFE_S):
                return True
        raise SignatureInvalid(Text("The signature is missing or too old."))

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        try:
            return event_of(body)
        except msgspec.DecodeError as error:
            raise WebhookMalformed(note=str(error)) from error

    def check_key(self) -> None:
        self._client.get("/v1/payment_intents", _Anything, {"limit": 1})

    def _all(self, path: str, kind: type[Any], reference: str) -> list[Any]:
        """Of a payment, all there are. :raises ProviderUnavailable: if there is no end, so that they are not taken for all"""
        found: list[Any] = []
        for _ in range(PAGES_AT_MOST):
            after = {"starting_after": found[-1].id} if found else {}
            page = self._client.get(path, kind, {"payment_intent": reference, "limit": PAGE, **after})
            found += page.data
            if not page.has_more or not page.data:
                return found
        raise ProviderUnavailable(note=f"{self.title} gives a list without an end")

    def _payment(self, intent: _Intent) -> ProviderPayment:
        state = STATES.get(intent.status)
        if state is None:
            raise ProviderUnavailable(note=f"Stripe says that a payment is {intent.status!r}, which is no state of it that we know")
        amount = from_stripe(intent.amount, intent.currency)
        charge = intent.latest_charge if isinstance(intent.latest_charge, _Charge) else None
        failure = intent.last_payment_error
        return ProviderPayment(
            reference=intent.id,
            payment_id=intent.metadata.get("payment_id", ""),
            amount=amount,
            state=state,
            captured_minor=from_stripe(intent.amount_received, intent.currency).minor,
            capture_reference=charge.id if charge else "",
            fee_minor=_fee(charge, amount.currency) if charge else 0,
            action=self._action(intent) if state == PaymentState.REQUIRES_ACTION else None,
            failure_code=(failure.decline_code or failure.code or "") if failure and state == PaymentState.CANCELED else "",
            card=_saved_card(intent.payment_method),
        )

    def _action(self, intent: _Intent) -> PaymentAction | None:
        if intent.next_action and intent.next_action.redirect_to_url:
            return VisitAddress(url=intent.next_action.redirect_to_url.url)
        if not intent.client_secret:
            return None
        return ConfirmInPage(library="stripe", client_secret=intent.client_secret, publishable_key=self._publishable_key)


class StripeManualProvider(StripeProvider):
    """The same account with a manual capture: all or a part of what was authorized is taken when the order is settled."""

    code = "stripe_manual"
    account_of_code = "stripe"
    capabilities = msgspec.structs.replace(StripeProvider.capabilities, secured_by=SecuredBy.AUTHORIZATION, capture=CaptureMode.LATER)


def _saved_card(method: _PaymentMethod | str | None) -> ProviderCard | None:
    """None for a card that belongs to no customer of ours, and for what is no card."""
    if not isinstance(method, _PaymentMethod) or method.card is None or method.customer is None:
        return None
    card = method.card
    return ProviderCard(reference=method.id, brand=card.brand, last4=card.last4, expires_month=card.exp_month, expires_year=card.exp_year)


def _fee(charge: _Charge, currency: str) -> int:
    """What Stripe keeps, once it is known, and in the payment's currency: in another one it is a matter of its payout."""
    fees = charge.balance_transaction
    if not isinstance(fees, _Fees) or fees.currency.upper() != currency:
        return 0
    return from_stripe(fees.fee, fees.currency).minor


def _card_options(request: PaymentRequest) -> dict[str, str]:
    """What holds if a card pays: that it is kept, and that its bank looks at the customer."""
    options = {"setup_future_usage": "on_session"} if request.saves_card else {}
    if request.details.is_challenged:
        options["request_three_d_secure"] = "challenge"
    return options


def _refund(refund: _Refund) -> ProviderRefund:
    state = REFUND_STATES.get(refund.status)
    if state is None:
        raise ProviderUnavailable(note=f"Stripe says that a refund is {refund.status!r}, which is no state of it that we know")
    return ProviderRefund(
        reference=refund.id,
        refund_id=refund.metadata.get("refund_id") or refund.id,
        payment_reference=refund.payment_intent,
        amount=from_stripe(refund.amount, refund.currency),
        state=state,
        failure_code=(refund.failure_reason or refund.status) if state == RefundState.FAILED else "",
    )


def _dispute(dispute: _Dispute) -> ProviderDispute:
    """:raises Rejected: for an inquiry: no money has moved"""
    state = DISPUTE_STATES.get(dispute.status)
    if state is None:
        raise Rejected("no_dispute")
    due_by = dispute.evidence_details.due_by if dispute.status == "needs_response" else None  # once it was given it stays there
    return ProviderDispute(
        reference=dispute.id,
        payment_reference=dispute.payment_intent,
        amount=from_stripe(dispute.amount, dispute.currency),
        state=state,
        reason=dispute.reason[:200],
        respond_by=datetime.fromtimestamp(due_by, UTC) if due_by else None,
    )
