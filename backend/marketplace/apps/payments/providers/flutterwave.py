"""
Flutterwave's API, version 3 (https://developer.flutterwave.com/v3.0/docs): a page to visit, amounts in major units, webhooks that carry a
fixed text.

There is no transaction before the customer pays, and a ``tx_ref`` may not be used again. So each start has one of its own, made of our id:
when an answer was lost, nobody was shown that page, and the payment is started anew (decision 78).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Self
from urllib.parse import quote

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    PaymentProvider,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    Search,
    WebhookEvent,
    WebhookStyle,
    event_without_id,
)
from marketplace.apps.payments.providers.calls import Enveloped, Gateway, Name, Phrase, code_of
from marketplace.apps.payments.types import PaymentState, RefundState, SecuredBy, VisitAddress
from marketplace.kit.money import InvalidAmount, Money, digits_of

PREFIX = "flutterwave_"  # of our methods' codes; the rest is Flutterwave's payment option, but for these
# https://developer.flutterwave.com/v3.0/docs/payment-methods: mobile money has a name of its own for each currency
OPTIONS = {"bank_transfer": "banktransfer"}
MOBILE_MONEY = {
    "KES": "mpesa",
    "UGX": "mobilemoneyuganda",
    "RWF": "mobilemoneyrwanda",
    "XOF": "mobilemoneyfranco",
    "XAF": "mobilemoneyfranco",
    "GHS": "mobilemoneyghana",
}
PAGE_LIFE_MIN = 30  # as long as a checkout holds its stock
STATES = {
    "pending": PaymentState.PROCESSING,
    "pending auth": PaymentState.PROCESSING,
    "successful": PaymentState.SUCCEEDED,
    "failed": PaymentState.FAILED,
    "cancelled": PaymentState.CANCELED,
}
PAGES_AT_MOST = 20


class _Link(msgspec.Struct):
    link: Phrase


class _Transaction(msgspec.Struct):
    id: int
    tx_ref: Phrase
    status: str
    amount: Decimal
    currency: str
    charged_amount: Decimal | None = None
    app_fee: Decimal | None = None
    processor_response: Phrase | None = None


class _Refund(msgspec.Struct):
    """As asked for it is about ``tx_id``, as listed about ``transaction_id``."""

    id: int
    status: str
    amount_refunded: Decimal
    comment: Phrase | None = None
    comments: Phrase | None = None
    transaction_id: int | None = None


class _PageInfo(msgspec.Struct):
    total_pages: int = 1


class _Meta(msgspec.Struct):
    page_info: _PageInfo = msgspec.field(default_factory=_PageInfo)


class _Refunds(msgspec.Struct):
    data: list[_Refund]
    meta: _Meta = msgspec.field(default_factory=_Meta)


class _Named(msgspec.Struct):
    tx_ref: Name | None = None


class _Event(msgspec.Struct):
    event: Name
    data: _Named


class FlutterwaveProvider(PaymentProvider):
    """
    Cards, bank transfers, USSD and mobile money, as the currency offers. The account is ``url``, ``secret_key`` and ``webhook_hash``.

    It knows no idempotency keys. A refund is found by our id in its comment, so it is looked for before it is asked for.
    """

    code = "flutterwave"
    title: ClassVar[str] = "Flutterwave"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        webhooks=WebhookStyle.OBJECT,
        wants=frozenset({"name"}),
        idempotent_refunds=False,
    )

    def __init__(self, *, url: str, secret_key: str, webhook_hash: str) -> None:
        self._webhook_hash = webhook_hash
        self._gateway = Gateway(self.title, url=url, headers={"Authorization": f"Bearer {secret_key}"}, refusal=_refusal)

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(url=account["url"], secret_key=account["secret_key"], webhook_hash=account["webhook_hash"])

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        reference = f"{request.payment_id}.{secrets.token_hex(16)}"
        customer = {"email": request.details.email, **({"name": request.details.name} if request.details.name else {})}
        body = {
            "tx_ref": reference,
            "amount": str(request.amount.decimal()),
            "currency": request.amount.currency,
            "redirect_url": request.return_url,
            "payment_options": _option(request.method.removeprefix(PREFIX), request.amount.currency),
            "session_duration": PAGE_LIFE_MIN,
            "customer": customer,
            "customizations": {"title": request.description[:100] or request.payment_id},
        }
        link = self._gateway.call_json("POST", "/v3/payments", Enveloped[_Link], body=body).data
        return ProviderPayment(
            reference=reference,
            payment_id=request.payment_id,
            amount=request.amount,
            state=PaymentState.REQUIRES_ACTION,
            action=VisitAddress(url=link.link),
        )

    def read(self, reference: str) -> ProviderPayment:
        """:raises Rejected: while the customer has tried nothing: Flutterwave knows only what was tried"""
        return _payment(self._transaction(reference))

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        transaction = self._transaction(reference)
        body = {"amount": str(amount.decimal()), "comments": idempotency_key}
        path = f"/v3/transactions/{transaction.id}/refund"
        refund = self._gateway.call_json("POST", path, Enveloped[_Refund], body=body).data
        return msgspec.structs.replace(_refund(refund, transaction), refund_id=idempotency_key)

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        refund = self._gateway.call("GET", f"/v3/refunds/{reference}", Enveloped[_Refund]).data
        return _refund(refund, self._transaction(payment_reference))

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        """:raises ProviderUnavailable: if the list has no end, so that it is not taken for whole"""
        transaction = self._transaction(reference)
        found: list[_Refund] = []
        for number in range(1, PAGES_AT_MOST + 1):
            page = self._gateway.call("GET", f"/v3/refunds?id={transaction.id}&page={number}", _Refunds)
            found += page.data
            if number >= page.meta.page_info.total_pages:
                return [_refund(item, transaction) for item in found if item.transaction_id == transaction.id]
        raise ProviderUnavailable(note=f"{self.title} gives a list without an end")

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """https://developer.flutterwave.com/v3.0/docs/webhooks: it carries the text that was entered in the dashboard."""
        if not hmac.compare_digest(headers.get("Verif-Hash", "").encode(), self._webhook_hash.encode()):
            raise SignatureInvalid
        return True

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        """It has no id of its own: what it is about is asked for as a whole."""
        try:
            event = msgspec.json.decode(body, type=_Event)
        except msgspec.DecodeError as error:
            raise WebhookMalformed(note=str(error)) from error
        reference = event.data.tx_ref
        return event_without_id(event.event, reference, body)

    def check_key(self) -> None:
        self._gateway.call("GET", "/v3/balances", Enveloped[Any])

    def _transaction(self, reference: str) -> _Transaction:
        path = f"/v3/transactions/verify_by_reference?tx_ref={quote(reference)}"
        return self._gateway.call("GET", path, Enveloped[_Transaction]).data


def _option(method: str, currency: str) -> str:
    """:raises Rejected: if there is no mobile money in that currency"""
    if method != "mobile_money":
        return OPTIONS.get(method, method)
    if currency not in MOBILE_MONEY:
        raise Rejected("no_mobile_money")
    return MOBILE_MONEY[currency]


def _money(amount: Decimal, currency: str) -> Money:
    try:
        return Money.parse(f"{amount:f}", currency)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"Flutterwave names an amount that cannot be read: {error}") from error


def _payment(transaction: _Transaction) -> ProviderPayment:
    state = STATES.get(transaction.status.lower())
    if state is None:
        raise ProviderUnavailable(note=f"Flutterwave says that a payment is {transaction.status!r}, which is no state of it that we know")
    amount, is_paid = _money(transaction.amount, transaction.currency), state == PaymentState.SUCCEEDED
    return ProviderPayment(
        reference=transaction.tx_ref,
        payment_id=transaction.tx_ref.partition(".")[0],
        amount=amount,
        state=state,
        captured_minor=amount.minor if is_paid else 0,
        fee_minor=_fee_minor(transaction) if is_paid else 0,
        failure_code=code_of(transaction.processor_response or "failed") if state == PaymentState.FAILED else "",
    )


def _fee_minor(transaction: _Transaction) -> int:
    """What Flutterwave keeps of ours, rounded half up: it names parts of a minor unit. Nothing where the customer has paid the fee."""
    if transaction.app_fee is None or (transaction.charged_amount or transaction.amount) > transaction.amount:
        return 0
    return int(transaction.app_fee.scaleb(digits_of(transaction.currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _refund(refund: _Refund, transaction: _Transaction) -> ProviderRefund:
    note = refund.comment or refund.comments or ""
    state = _refund_state(refund.status.lower())
    return ProviderRefund(
        reference=str(refund.id),
        refund_id=note if note.startswith("rfd_") else f"flutterwave-{refund.id}",
        payment_reference=transaction.tx_ref,
        amount=_money(refund.amount_refunded, transaction.currency),
        state=state,
        failure_code=refund.status if state == RefundState.FAILED else "",
    )


def _refund_state(status: str) -> RefundState:
    """https://developer.flutterwave.com/v3.0.0/reference/get-all-refunds: a suffix says by whom, such as ``completed-mpgs``."""
    match status.partition("-")[0]:
        case "completed" | "successful":
            return RefundState.SUCCEEDED
        case "pending" | "processing" | "new":
            return RefundState.PENDING
        case "failed":
            return RefundState.FAILED
    raise ProviderUnavailable(note=f"Flutterwave says that a refund is {status!r}, which is no state of it that we know")


def _refusal(body: bytes) -> str:
    """Flutterwave has no codes: its words make one."""
    try:
        content = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return "unreadable"
    return code_of(str(content.get("message") or "refused"))
