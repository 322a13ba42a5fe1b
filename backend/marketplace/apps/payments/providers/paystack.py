"""
Paystack's API (https://paystack.com/docs/api): a page to visit, amounts in subunits, webhooks signed with the secret key.

Its page is named only in the answer to the request that makes it, and a reference may not be used again. So each start has a reference of
its own, made of our id: when an answer was lost, nobody was shown that page, and the payment is started anew (decision 78).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    Changed,
    PaymentProvider,
    PaymentRequest,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    Search,
    VendorAccounts,
    WebhookEvent,
    WebhookStyle,
    event_without_id,
)
from marketplace.apps.payments.providers.calls import Enveloped, Gateway, Name, Phrase, code_of
from marketplace.apps.payments.providers.paystack_amounts import from_subunits, to_subunits
from marketplace.apps.payments.providers.paystack_transfers import PaystackTransfers
from marketplace.apps.payments.types import DisputeState, PaymentState, RefundState, SecuredBy, VendorOnboarding, VisitAddress
from marketplace.kit.money import Money

T = TypeVar("T")

PREFIX = "paystack_"  # of our methods' codes; the rest is Paystack's name of the channel
STATES = {  # https://paystack.com/docs/payments/verify-payments
    "abandoned": PaymentState.REQUIRES_ACTION,  # also before the customer has opened the page
    "ongoing": PaymentState.REQUIRES_ACTION,
    "pending": PaymentState.PROCESSING,
    "processing": PaymentState.PROCESSING,
    "queued": PaymentState.PROCESSING,
    "failed": PaymentState.FAILED,
    "success": PaymentState.SUCCEEDED,
    "reversed": PaymentState.SUCCEEDED,  # the money was taken; how it went back is said by refunds and disputes
}
REFUND_STATES = {  # https://paystack.com/docs/payments/refunds
    "pending": RefundState.PENDING,
    "processing": RefundState.PENDING,
    "needs-attention": RefundState.PENDING,  # Paystack waits for the customer's bank account, to be entered in its dashboard
    "processed": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "reversed": RefundState.FAILED,
}
PAGE, PAGES_AT_MOST = 100, 20


class _Started(msgspec.Struct):
    authorization_url: Phrase
    reference: Name


class _Transaction(msgspec.Struct):
    id: int
    reference: Phrase
    status: str
    amount: int
    currency: str
    requested_amount: int | None = None
    fees: int | None = None
    gateway_response: Phrase | None = None


class _Refund(msgspec.Struct):
    id: int
    status: str
    amount: int
    currency: str
    merchant_note: Phrase | None = None
    dispute: Any = None


class _Dispute(msgspec.Struct):
    id: int
    status: str
    transaction: _Transaction
    refund_amount: int | None = None
    resolution: Phrase | None = None
    category: Phrase | None = None
    due_at: datetime | None = msgspec.field(name="dueAt", default=None)


class _Named(msgspec.Struct):
    """Of a webhook's object, what says which transaction it is about."""

    reference: Name | None = None
    transaction_reference: Name | None = None
    transaction: Any = None


class _Event(msgspec.Struct):
    event: Name
    data: _Named


class PaystackProvider(PaystackTransfers, PaymentProvider):
    """
    Cards, bank transfers, USSD and mobile money, as the country offers. The account is ``url`` and ``secret_key``.

    It knows no idempotency keys. A refund is found by our id in its note, so it is looked for before it is asked for.
    """

    code = "paystack"
    title: ClassVar[str] = "Paystack"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        webhooks=WebhookStyle.OBJECT,
        idempotent_refunds=False,
        vendor_accounts=VendorAccounts.TRANSFER,
        vendor_onboarding=VendorOnboarding.BANK,
    )

    def __init__(self, *, url: str, secret_key: str) -> None:
        self._secret_key = secret_key
        self._gateway = Gateway(self.title, url=url, headers={"Authorization": f"Bearer {secret_key}"}, refusal=_refusal)
        self._ids: dict[str, int] = {}  # Paystack's own, by reference; they never change

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(url=account["url"], secret_key=account["secret_key"])

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        body = {
            "reference": _reference_of(request.payment_id),
            "email": request.details.email,
            "amount": str(to_subunits(request.amount)),
            "currency": request.amount.currency,
            "callback_url": request.return_url,
            "channels": [request.method.removeprefix(PREFIX)],
        }
        started = self._gateway.call_json("POST", "/transaction/initialize", Enveloped[_Started], body=body).data
        return ProviderPayment(
            reference=started.reference,
            payment_id=request.payment_id,
            amount=request.amount,
            state=PaymentState.REQUIRES_ACTION,
            action=VisitAddress(url=started.authorization_url),
        )

    def read(self, reference: str) -> ProviderPayment:
        return _payment(self._transaction(reference))

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        """Paystack closes no page. Where nothing was tried on it the payment is canceled here; what is paid on it later is returned."""
        transaction = self._transaction(reference)
        payment = _payment(transaction)
        is_untouched = transaction.status == "abandoned"
        return msgspec.structs.replace(payment, state=PaymentState.CANCELED, failure_code="abandoned") if is_untouched else payment

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        body = {"transaction": reference, "amount": to_subunits(amount), "currency": amount.currency, "merchant_note": idempotency_key}
        return _refund(self._gateway.call_json("POST", "/refund", Enveloped[_Refund], body=body).data, reference)

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        return _refund(self._gateway.call("GET", f"/refund/{reference}", Enveloped[_Refund]).data, payment_reference)

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        """Without those that Paystack makes of a dispute that was accepted: their money is the dispute's."""
        items: list[_Refund] = self._all("/refund", Enveloped[list[_Refund]], self._number(reference))
        return [_refund(item, reference) for item in items if item.dispute is None]

    def list_disputes(self, reference: str) -> list[ProviderDispute]:
        number = self._number(reference)
        try:
            return [_dispute(item, reference) for item in self._all("/dispute", Enveloped[list[_Dispute]], number)]
        except Rejected:  # 404: the transaction, which exists, has none
            return []

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        return _dispute(self._gateway.call("GET", f"/dispute/{reference}", Enveloped[_Dispute]).data, payment_reference)

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """https://paystack.com/docs/payments/webhooks: HMAC-SHA512 of the body. It has no time; a repeated one only asks again."""
        expected = hmac.new(self._secret_key.encode(), body, hashlib.sha512).hexdigest()
        if not hmac.compare_digest(headers.get("X-Paystack-Signature", "").encode(), expected.encode()):
            raise SignatureInvalid
        return True

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        """It has no id of its own: what it is about is asked for as a whole."""
        try:
            event = msgspec.json.decode(body, type=_Event)
            reference = _reference_in(event)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise WebhookMalformed(note=str(error)) from error
        if event.event.startswith("transfer.") and event.data.reference:  # https://paystack.com/docs/transfers/managing-transfers
            changed = Changed(kind="vendor_transfer", reference=event.data.reference)
            return WebhookEvent(id=f"transfer:{event.data.reference}"[:100], type=event.event, changed=changed)
        return event_without_id(event.event, reference, body)

    def check_key(self) -> None:
        self._gateway.call("GET", "/balance", Enveloped[list[Any]])

    def _transaction(self, reference: str) -> _Transaction:
        found = self._gateway.call("GET", f"/transaction/verify/{reference}", Enveloped[_Transaction]).data
        self._ids[reference] = found.id
        return found

    def _number(self, reference: str) -> int:
        """Paystack's own, by which it lists what belongs to a transaction."""
        return self._ids.get(reference) or self._transaction(reference).id

    def _all(self, path: str, kind: type[Enveloped[list[T]]], number: int) -> list[T]:
        """Of a transaction, all there are. :raises ProviderUnavailable: if there is no end, so that they are not taken for all"""
        found: list[T] = []
        for page in range(1, PAGES_AT_MOST + 1):
            items = self._gateway.call("GET", f"{path}?transaction={number}&perPage={PAGE}&page={page}", kind).data
            found += items
            if len(items) < PAGE:
                return found
        raise ProviderUnavailable(note=f"{self.title} gives a list without an end")


def _reference_of(payment_id: str) -> str:
    """A new one of the payment. Paystack takes letters, digits and ``-.=`` alone."""
    return f"{payment_id.replace('_', '-')}.{secrets.token_hex(16)}"


def _payment_id_of(reference: str) -> str:
    """Ours, or another text if it is a reference of another system at the account."""
    return reference.partition(".")[0].replace("-", "_")


def _payment(transaction: _Transaction) -> ProviderPayment:
    """``amount`` is what the customer paid: with the fee, where the account lets customers bear it. What we asked for is ours."""
    state = STATES.get(transaction.status)
    if state is None:
        raise ProviderUnavailable(note=f"Paystack says that a payment is {transaction.status!r}, which is no state of it that we know")
    asked = transaction.requested_amount or transaction.amount
    is_paid = state == PaymentState.SUCCEEDED
    paid_by_customer = max(transaction.amount - asked, 0)
    return ProviderPayment(
        reference=transaction.reference,
        payment_id=_payment_id_of(transaction.reference),
        amount=from_subunits(asked, transaction.currency),
        state=state,
        captured_minor=from_subunits(min(transaction.amount, asked), transaction.currency).minor if is_paid else 0,
        fee_minor=from_subunits(max((transaction.fees or 0) - paid_by_customer, 0), transaction.currency).minor if is_paid else 0,
        failure_code=code_of(transaction.gateway_response or "failed") if state == PaymentState.FAILED else "",
    )


def _refund(refund: _Refund, payment_reference: str) -> ProviderRefund:
    state = REFUND_STATES.get(refund.status)
    if state is None:
        raise ProviderUnavailable(note=f"Paystack says that a refund is {refund.status!r}, which is no state of it that we know")
    note = refund.merchant_note or ""
    return ProviderRefund(
        reference=str(refund.id),
        refund_id=note if note.startswith("rfd_") else f"paystack-{refund.id}",
        payment_reference=payment_reference,
        amount=from_subunits(refund.amount, refund.currency),
        state=state,
        failure_code=refund.status if state == RefundState.FAILED else "",
    )


def _dispute(dispute: _Dispute, payment_reference: str) -> ProviderDispute:
    """https://paystack.com/docs/payments/manage-disputes: one that we accepted is lost, one that we declined is won."""
    is_over, resolution = dispute.status == "resolved", dispute.resolution or ""
    ends = {"declined": DisputeState.WON, "merchant-accepted": DisputeState.LOST}
    return ProviderDispute(
        reference=str(dispute.id),
        payment_reference=payment_reference,
        amount=from_subunits(dispute.refund_amount or dispute.transaction.amount, dispute.transaction.currency),
        state=ends.get(resolution, DisputeState.LOST) if is_over else DisputeState.OPEN,
        reason=(dispute.category or "")[:200],
        respond_by=dispute.due_at,
    )


def _reference_in(event: _Event) -> str | None:
    """The transaction that a webhook is about. None: it is about something else."""
    match event.event.split("."):
        case ["charge", "dispute", _]:
            return msgspec.convert(event.data.transaction, _Named).reference
        case ["charge", _]:
            return event.data.reference
        case ["refund", _]:
            return event.data.transaction_reference
    return None


def _refusal(body: bytes) -> str:
    """Paystack's code of the fault, or its words where it has none."""
    try:
        content = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return "unreadable"
    return code_of(str(content.get("code") or content.get("message") or "refused"))
