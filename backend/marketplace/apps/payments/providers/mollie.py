"""
Mollie's payments API (https://docs.mollie.com/reference/payments-api): a page to visit, a webhook with nothing but an id.

Mollie keeps an idempotency key for an hour. A payment that is started anew after that is another one, which harms nobody: the customer
never saw the first one's page, and it expires. A refund is looked for by its metadata before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, WebhookMalformed
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
    WebhookEvent,
    WebhookStyle,
)
from marketplace.apps.payments.providers.calls import Gateway, Name, Phrase, code_of
from marketplace.apps.payments.providers.mollie_settlements import MollieSettlements
from marketplace.apps.payments.types import DisputeState, PaymentState, RefundState, SecuredBy, VisitAddress
from marketplace.kit.money import InvalidAmount, Money

# The customer approves these at the own bank. For cards Mollie and the bank decide: https://docs.mollie.com/reference/create-payment has no
# parameter that asks for 3-D Secure.
AT_THE_BANK = ("mollie_ideal", "mollie_bancontact")
PREFIX = "mollie_"  # of our methods' codes; the rest is Mollie's, but for these
METHODS = {"card": "creditcard"}
# https://docs.mollie.com/reference/create-payment: of each language the usual one first. Without one the browser's language decides.
LOCALES = ("en_GB", "nl_NL", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_PT", "pl_PL", "da_DK", "sv_SE", "fi_FI", "nb_NO", "hu_HU")
STATES = {
    "open": PaymentState.REQUIRES_ACTION,
    "pending": PaymentState.PROCESSING,
    "authorized": PaymentState.PROCESSING,  # of methods that Mollie captures by itself
    "paid": PaymentState.SUCCEEDED,
    "canceled": PaymentState.CANCELED,
    "expired": PaymentState.FAILED,
    "failed": PaymentState.FAILED,
}
REFUND_STATES = {
    "queued": RefundState.PENDING,
    "pending": RefundState.PENDING,
    "processing": RefundState.PENDING,
    "refunded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
PAGE = 250  # the longest list that Mollie gives at once
PAGES_AT_MOST = 20


class _Amount(msgspec.Struct):
    value: str
    currency: str


class _Link(msgspec.Struct):
    href: Phrase


class _Links(msgspec.Struct):
    checkout: _Link | None = None
    next: _Link | None = None


class _Reason(msgspec.Struct):
    code: Phrase = ""


class _Details(msgspec.Struct, rename="camel"):
    failure_reason: Phrase | None = None


class _Metadata(msgspec.Struct):
    """What we gave to an object; a refund made in the dashboard has none."""

    payment_id: str = ""
    refund_id: str = ""


class _Payment(msgspec.Struct, rename="camel"):
    id: Name
    status: str
    amount: _Amount
    metadata: Any = None
    links: _Links = msgspec.field(name="_links", default_factory=_Links)
    details: _Details | None = None
    status_reason: _Reason | None = None


class _Refund(msgspec.Struct, rename="camel"):
    id: Name
    status: str
    amount: _Amount
    payment_id: Name
    metadata: Any = None


class _Chargeback(msgspec.Struct, rename="camel"):
    id: Name
    amount: _Amount
    payment_id: Name
    reason: _Reason | None = None
    reversed_at: str | None = None


class _Embedded(msgspec.Struct):
    refunds: list[_Refund] = []
    chargebacks: list[_Chargeback] = []


class _Page(msgspec.Struct):
    embedded: _Embedded = msgspec.field(name="_embedded", default_factory=_Embedded)
    links: _Links = msgspec.field(name="_links", default_factory=_Links)


class _Anything(msgspec.Struct):
    """An answer of which nothing is read."""


class MollieProvider(MollieSettlements, PaymentProvider):
    """
    iDEAL, Bancontact, cards, PayPal and what else the profile offers. The account is ``url`` and ``api_key``, and for its settlements an
    ``organization_token``.
    """

    code = "mollie"
    title: ClassVar[str] = "Mollie"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        webhooks=WebhookStyle.OBJECT,
        reports_settlements=True,
        wants=frozenset({"language"}),
    )

    def __init__(self, *, url: str, api_key: str, organization_token: str = "") -> None:
        self._gateway = _gateway(url, api_key)
        self._organization = _gateway(url, organization_token) if organization_token else None
        self._testmode = "&testmode=true" if api_key.startswith("test_") else ""

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(url=account["url"], api_key=account["api_key"], organization_token=account.get("organization_token", ""))

    @classmethod
    def challenges(cls, method: str) -> bool:
        return method in AT_THE_BANK

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        method = request.method.removeprefix(PREFIX)
        body = {
            "amount": _amount(request.amount),
            "description": request.description[:255] or request.payment_id,
            "redirectUrl": request.return_url,
            "webhookUrl": request.webhook_url,
            "method": METHODS.get(method, method),
            "metadata": {"payment_id": request.payment_id},
        }
        language = request.details.language[:2]
        if locale := next((each for each in LOCALES if language and each.startswith(language)), None):
            body["locale"] = locale
        return _payment(self._call("POST", "/v2/payments", _Payment, body=body, key=idempotency_key))

    def read(self, reference: str) -> ProviderPayment:
        return _payment(self._call("GET", f"/v2/payments/{reference}", _Payment))

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        """Most methods can be canceled only until the customer chooses a bank; what cannot is left to end by itself."""
        try:
            return _payment(self._call("DELETE", f"/v2/payments/{reference}", _Payment, key=idempotency_key))
        except Rejected:
            return self.read(reference)

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        body = {"amount": _amount(amount), "description": idempotency_key, "metadata": {"refund_id": idempotency_key}}
        return _refund(self._call("POST", f"/v2/payments/{reference}/refunds", _Refund, body=body, key=idempotency_key))

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        return _refund(self._call("GET", f"/v2/payments/{payment_reference}/refunds/{reference}", _Refund))

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return [_refund(item) for page in self._pages(f"/v2/payments/{reference}/refunds") for item in page.embedded.refunds]

    def list_disputes(self, reference: str) -> list[ProviderDispute]:
        return [_dispute(item) for page in self._pages(f"/v2/payments/{reference}/chargebacks") for item in page.embedded.chargebacks]

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        return _dispute(self._call("GET", f"/v2/payments/{payment_reference}/chargebacks/{reference}", _Chargeback))

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        return False

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        ids = parse_qs(body.decode("ascii", "replace"), max_num_fields=10).get("id", []) if len(body) < 1_000 else []
        try:
            (reference,) = msgspec.convert(ids, tuple[Name])
        except msgspec.ValidationError as error:
            raise WebhookMalformed(note=str(error)) from error
        return WebhookEvent(id=reference, type="payment", changed=Changed(kind="payment", reference=reference))

    def check_key(self) -> None:
        self._call("GET", "/v2/methods", _Anything)

    def _call(self, method: str, path: str, kind: type[Any], *, body: dict[str, Any] | None = None, key: str = "") -> Any:
        return self._gateway.call_json(method, path, kind, body=body, headers={"Idempotency-Key": key} if key else {})

    def _pages(self, path: str) -> list[_Page]:
        """All pages of a list. :raises ProviderUnavailable: if it has no end, so that it is not taken for whole"""
        pages: list[_Page] = [self._call("GET", f"{path}?limit={PAGE}", _Page)]
        while (following := pages[-1].links.next) is not None:
            if len(pages) == PAGES_AT_MOST:
                raise ProviderUnavailable(note=f"{self.title} gives a list without an end")
            query = following.href.partition("?")[2]  # the address is ours to choose: our key goes nowhere else
            pages.append(self._call("GET", f"{path}?{query}", _Page))
        return pages


def _amount(amount: Money) -> dict[str, str]:
    """In the decimals of its currency, without which Mollie refuses it: 10.00 EUR, 1000 JPY."""
    value, _, currency = str(amount).partition(" ")
    return {"value": value, "currency": currency}


def _money(amount: _Amount) -> Money:
    try:
        return Money.parse(amount.value, amount.currency)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"Mollie names an amount that cannot be read: {error}") from error


def _metadata(given: Any) -> _Metadata:
    """Anything may be written there in the dashboard."""
    try:
        return msgspec.convert(given, _Metadata)
    except msgspec.ValidationError:
        return _Metadata()


def _payment(payment: _Payment) -> ProviderPayment:
    state, amount = STATES.get(payment.status), _money(payment.amount)
    if state is None:
        raise ProviderUnavailable(note=f"Mollie says that a payment is {payment.status!r}, which is no state of it that we know")
    checkout = payment.links.checkout
    return ProviderPayment(
        reference=payment.id,
        payment_id=_metadata(payment.metadata).payment_id,
        amount=amount,
        state=state,
        captured_minor=amount.minor if state == PaymentState.SUCCEEDED else 0,
        action=VisitAddress(url=checkout.href) if checkout and state == PaymentState.REQUIRES_ACTION else None,
        failure_code=_failure_code(payment) if state in (PaymentState.FAILED, PaymentState.CANCELED) else "",
    )


def _failure_code(payment: _Payment) -> str:
    reason = (payment.details and payment.details.failure_reason) or (payment.status_reason and payment.status_reason.code)
    return code_of(reason or payment.status)


def _refund(refund: _Refund) -> ProviderRefund:
    state = REFUND_STATES.get(refund.status)
    if state is None:
        raise ProviderUnavailable(note=f"Mollie says that a refund is {refund.status!r}, which is no state of it that we know")
    return ProviderRefund(
        reference=refund.id,
        refund_id=_metadata(refund.metadata).refund_id or refund.id,
        payment_reference=refund.payment_id,
        amount=_money(refund.amount),
        state=state,
        failure_code=refund.status if state == RefundState.FAILED else "",
    )


def _dispute(chargeback: _Chargeback) -> ProviderDispute:
    """Mollie takes the money at once and says only whether it has come back: until then the dispute is open."""
    return ProviderDispute(
        reference=chargeback.id,
        payment_reference=chargeback.payment_id,
        amount=_money(chargeback.amount),
        state=DisputeState.WON if chargeback.reversed_at else DisputeState.OPEN,
        reason=(chargeback.reason.code if chargeback.reason else "")[:200],
    )


def _gateway(url: str, key: str) -> Gateway:
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/hal+json"}
    return Gateway(MollieProvider.title, url=url, headers=headers, refusal=_refusal)


def _refusal(body: bytes) -> str:
    """The field that Mollie does not accept, or what it calls the fault."""
    try:
        content = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return "unreadable"
    return code_of(str(content.get("field") or content.get("title") or "refused"))
