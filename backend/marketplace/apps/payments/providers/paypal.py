"""
PayPal's Orders API (https://developer.paypal.com/docs/api/orders/v2/): the customer approves an order at PayPal's page, and we capture it.

PayPal keeps a request id for six hours. An order that is started anew after that is another one, which harms nobody: the customer never
saw the first one's page, and only we capture. A refund is looked for by our id before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, Self

import msgspec

from marketplace.apps.payments.errors import ProviderKeyRefused, SignatureInvalid, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    CaptureMode,
    PaymentProvider,
    PaymentRequest,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    Search,
    VendorAccounts,
    WebhookEvent,
)
from marketplace.apps.payments.providers.bearer import Bearer
from marketplace.apps.payments.providers.calls import Gateway, code_of
from marketplace.apps.payments.providers.paypal_answers import (
    Anything,
    Capture,
    Dispute,
    Event,
    Order,
    Refund,
    changed,
    dispute_of,
    last_part,
    payment_of,
    refund_of,
    to_paypal,
)
from marketplace.apps.payments.providers.paypal_evidence import PayPalEvidence
from marketplace.apps.payments.providers.paypal_payouts import PayPalPayouts
from marketplace.apps.payments.providers.paypal_settlements import PayPalSettlements
from marketplace.apps.payments.providers.paypal_webhooks import certificates_of, is_signed
from marketplace.apps.payments.types import PaymentState, SecuredBy, VendorOnboarding
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

# https://developer.paypal.com/api/rest/reference/currency-codes/
CODES = "AUD BRL CAD CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD CHF"
CURRENCIES = frozenset(CODES.split())
# Of these PayPal takes no decimals, though ISO 4217 has two.
WHOLE = ("HUF", "TWD")
# Of each language the usual one first (https://developer.paypal.com/reference/locale-codes/). Without one PayPal chooses by the customer.
LOCALES = ("en-GB", "nl-NL", "de-DE", "fr-FR", "ar-EG", "es-ES", "it-IT", "pt-PT", "pl-PL", "da-DK", "sv-SE", "no-NO", "hu-HU")


class PayPalProvider(PayPalPayouts, PayPalSettlements, PayPalEvidence, PaymentProvider):
    """Whatever the customer's PayPal account pays with. The account is ``url``, ``client_id``, ``client_secret`` and ``webhook_id``."""

    code = "paypal"
    title: ClassVar[str] = "PayPal"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        search=Search.BY_REPLAY,
        capture=CaptureMode.ON_APPROVAL,
        wants=frozenset({"language"}),
        steps=dict.fromkeys(WHOLE, 100),
        vendor_accounts=VendorAccounts.TRANSFER,
        vendor_onboarding=VendorOnboarding.EMAIL,
        finds_transfers=False,
        reports_settlements=True,
        takes_evidence=True,
    )

    def __init__(self, *, url: str, client_id: str, client_secret: str, webhook_id: str) -> None:
        self._bearer = _bearer(url, client_id, client_secret)
        self._url, self._webhook_id = url, webhook_id

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(**{name: account[name] for name in ("url", "client_id", "client_secret", "webhook_id")})

    @classmethod
    def currencies(cls, account: Mapping[str, Any]) -> frozenset[str]:
        return CURRENCIES

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        unit = {
            "custom_id": request.payment_id,
            "description": request.description[:127] or request.payment_id,
            "amount": to_paypal(request.amount),
        }
        context = {
            "user_action": "PAY_NOW",
            "shipping_preference": "NO_SHIPPING",  # the order has its address
            "return_url": request.return_url,
            "cancel_url": request.return_url,
        }
        language = request.details.language[:2]
        if locale := next((each for each in LOCALES if language and each.startswith(language)), None):
            context["locale"] = locale
        body = {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": {"paypal": {"experience_context": context}}}
        return payment_of(self._post("/v2/checkout/orders", Order, body, key=idempotency_key))

    def read(self, reference: str) -> ProviderPayment:
        return payment_of(self._order(reference))

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        """All of the order: PayPal takes no part of it."""
        try:
            self._post(f"/v2/checkout/orders/{reference}/capture", Anything, {}, key=idempotency_key)
        except Rejected as rejected:
            if rejected.code != "order_already_captured":
                raise
        return self.read(reference)

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        """PayPal has no such call, and needs none: only we capture, and we do not capture a payment that was canceled."""
        payment = self.read(reference)
        if payment.state not in (PaymentState.REQUIRES_ACTION, PaymentState.AUTHORIZED):
            return payment
        return msgspec.structs.replace(payment, state=PaymentState.CANCELED, action=None)

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        capture = self._order(reference).capture
        if capture is None:
            raise Rejected("not_captured")
        body = {"amount": to_paypal(amount), "custom_id": idempotency_key}
        refund = self._post(f"/v2/payments/captures/{capture.id}/refund", Refund, body, key=idempotency_key)
        return refund_of(refund, payment_reference=reference)

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        """A webhook names neither the order nor the payment, but the capture, which names its order."""
        refund = self._get(f"/v2/payments/refunds/{reference}", Refund)
        return refund_of(refund, payment_reference=payment_reference or self._order_of(last_part(refund.links, "up")))

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return [refund_of(refund, payment_reference=reference) for refund in self._order(reference).refunds]

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        dispute = self._get(f"/v1/customer/disputes/{reference}", Dispute)
        return dispute_of(dispute, payment_reference=payment_reference or self._order_of(dispute.capture_id))

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        if not is_signed(body, headers, webhook_id=self._webhook_id, certificates=certificates_of(self._url)):
            raise SignatureInvalid(Text("The signature is missing, or not PayPal's for this webhook."))
        return True

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        try:
            event = msgspec.json.decode(body, type=Event)
        except msgspec.DecodeError as error:
            raise WebhookMalformed(note=str(error)) from error
        return WebhookEvent(id=event.id, type=event.event_type.lower(), changed=changed(event))

    def check_key(self) -> None:
        """The webhook that the account names: without it no webhook of PayPal's could be believed."""
        try:
            self._get(f"/v1/notifications/webhooks/{self._webhook_id}", Anything)
        except Rejected as rejected:
            raise ProviderKeyRefused(note=f"PayPal does not know the webhook of this account: {rejected.code}") from rejected

    def _order(self, reference: str) -> Order:
        return self._get(f"/v2/checkout/orders/{reference}", Order)

    def _order_of(self, capture_id: str) -> str:
        """:raises Rejected: for a capture of something else than an order"""
        order_id = self._get(f"/v2/payments/captures/{capture_id}", Capture).order_id if capture_id else ""
        if not order_id:
            raise Rejected("no_order")
        return order_id

    def _get(self, path: str, kind: type[Any]) -> Any:
        return self._bearer.call("GET", path, kind)

    def _post(self, path: str, kind: type[Any], body: dict[str, Any], *, key: str) -> Any:
        headers = {"PayPal-Request-Id": key, "Prefer": "return=representation", "Content-Type": "application/json"}
        return self._bearer.call("POST", path, kind, content=msgspec.json.encode(body), headers=headers)

    def _send(self, path: str, content: bytes, *, kind: str, key: str) -> None:
        self._bearer.call("POST", path, Anything, content=content, headers={"PayPal-Request-Id": key, "Content-Type": kind})


@lru_cache(maxsize=32)
def _bearer(url: str, client_id: str, client_secret: str) -> Bearer:
    """One for each account, so that its token is kept."""
    return Bearer(
        Gateway(PayPalProvider.title, url=url, headers={"Accept": "application/json"}, refusal=_refusal),
        path="/v1/oauth2/token",
        user=client_id,
        secret=client_secret,
        body=b"grant_type=client_credentials",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def _refusal(body: bytes) -> str:
    """What PayPal calls the first issue, or the whole (https://developer.paypal.com/api/rest/responses/#link-failedrequests)."""
    try:
        content = msgspec.json.decode(body, type=dict[str, Any])
        details = msgspec.convert(content.get("details") or [], list[dict[str, Any]])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return "unreadable"
    issue = details[0].get("issue") if details else None
    return code_of(str(issue or content.get("name") or content.get("error") or "refused"))
