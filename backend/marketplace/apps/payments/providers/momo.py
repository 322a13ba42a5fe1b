"""
MTN Mobile Money (https://momodeveloper.mtn.com/api-documentation): a request to pay, which the customer approves on the phone.

Names there are UUIDs, which we make of our ids. MTN refuses a name that it has, so a request that is sent again does nothing, however late.
Refunds are of another product, "disbursement", with credentials of its own; there is no list of them, and none of disputes.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, ClassVar, Self

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable, WebhookMalformed
from marketplace.apps.payments.providers.base import (
    Capabilities,
    Changed,
    PaymentProvider,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookEvent,
    WebhookStyle,
    uuid_of,
)
from marketplace.apps.payments.providers.bearer import Bearer
from marketplace.apps.payments.providers.calls import Gateway, Name, Phrase, code_of
from marketplace.apps.payments.providers.momo_phones import msisdn_of
from marketplace.apps.payments.types import ApproveOnPhone, PaymentState, RefundState, SecuredBy
from marketplace.kit.money import InvalidAmount, Money

# By target environment (https://momodeveloper.mtn.com/api-documentation): each is one country's, and MTN's sandbox knows euros alone.
CURRENCIES = {
    "sandbox": "EUR",
    "mtnuganda": "UGX",
    "mtnghana": "GHS",
    "mtncameroon": "XAF",
    "mtncongo": "XAF",
    "mtnrwanda": "RWF",
    "mtnivorycoast": "XOF",
    "mtnbenin": "XOF",
}
STATES = {
    "CREATED": PaymentState.REQUIRES_ACTION,
    "PENDING": PaymentState.REQUIRES_ACTION,
    "SUCCESSFUL": PaymentState.SUCCEEDED,
    "FAILED": PaymentState.FAILED,
    "REJECTED": PaymentState.FAILED,
    "TIMEOUT": PaymentState.FAILED,
}
REFUND_STATES = {
    "CREATED": RefundState.PENDING,
    "PENDING": RefundState.PENDING,
    "SUCCESSFUL": RefundState.SUCCEEDED,
    "FAILED": RefundState.FAILED,
    "REJECTED": RefundState.FAILED,
    "TIMEOUT": RefundState.FAILED,
}
TAKEN, UNKNOWN = "resource_already_exist", "resource_not_found"
# MTN answers 500 to some requests that it refuses for good (https://momodeveloper.mtn.com/api-documentation/common-error).
REFUSALS = (
    "invalid_currency",
    "invalid_callback_url_host",
    "not_allowed",
    "not_allowed_target_environment",
    "not_enough_funds",
    "payee_not_allowed_to_receive",
    "payee_not_found",
    "payer_limit_reached",
    "payer_not_found",
)
POLL_INTERVAL_S = 5
MESSAGE_MAX = 160


class _Reason(msgspec.Struct):
    code: Phrase = ""


class _Transaction(msgspec.Struct, rename="camel"):
    """A request to pay or a refund, as its GET answers it. A reason is a text or an object, by the country's system."""

    amount: str | int
    currency: str
    external_id: str
    status: str
    financial_transaction_id: Name | int | None = None
    reason: str | _Reason | None = None

    @property
    def failure_code(self) -> str:
        reason = self.reason.code if isinstance(self.reason, _Reason) else self.reason
        return code_of(reason or self.status)


class _Party(msgspec.Struct, rename="camel"):
    party_id: Phrase


class _RequestToPay(_Transaction, rename="camel", kw_only=True):
    payer: _Party


class _Callback(msgspec.Struct, rename="camel"):
    external_id: Name


class _Anything(msgspec.Struct):
    """An answer of which nothing is read."""


class MomoProvider(PaymentProvider):
    """
    Wallets of one country. The account is ``url``, ``target_environment``, and of each of the products ``collection`` and
    ``disbursement`` a ``..._user``, a ``..._key`` and a ``..._subscription_key``.
    """

    code = "momo"
    title: ClassVar[str] = "MTN Mobile Money"
    is_watched = True
    capabilities = Capabilities(
        secured_by=SecuredBy.CAPTURE,
        webhooks=WebhookStyle.OBJECT,
        webhook_method="PUT",
        wants=frozenset({"phone", "shipping_address"}),
        requires_phone=True,
        requires_page=False,
    )

    def __init__(self, account: Mapping[str, Any]) -> None:
        self._target: str = account["target_environment"]
        self._collection, self._disbursement = (
            _bearer(
                account["url"],
                product,
                account[f"{product}_user"],
                account[f"{product}_key"],
                account[f"{product}_subscription_key"],
                self._target,
            )
            for product in ("collection", "disbursement")
        )

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls(account)

    @classmethod
    def currencies(cls, account: Mapping[str, Any]) -> frozenset[str]:
        return frozenset([CURRENCIES.get(account.get("target_environment", ""), "")])

    @classmethod
    def challenges(cls, method: str) -> bool:
        return True  # each payment is approved on the phone by its PIN

    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        address = request.details.shipping_address
        payer = msisdn_of(request.details.phone, country=address.country if address else "")
        reference = uuid_of(request.payment_id)
        message = _message(request.description)
        body = {
            **_amount(request.amount),
            "externalId": request.payment_id,
            "payer": {"partyIdType": "MSISDN", "partyId": payer},
            "payerMessage": message,
            "payeeNote": message,
        }
        if not self._send(self._collection, "/collection/v1_0/requesttopay", reference, body, callback=request.webhook_url):
            return self.read(reference)
        return ProviderPayment(
            reference=reference,
            payment_id=request.payment_id,
            amount=request.amount,
            state=PaymentState.REQUIRES_ACTION,
            action=_action(payer),
        )

    def find(self, payment_id: str) -> ProviderPayment | None:
        try:
            return self.read(uuid_of(payment_id))
        except Rejected as rejected:
            if rejected.code != UNKNOWN:
                raise
            return None

    def read(self, reference: str) -> ProviderPayment:
        found = self._collection.call("GET", f"/collection/v1_0/requesttopay/{reference}", _RequestToPay)
        state, amount = STATES.get(found.status), _money(found)
        if state is None:
            raise ProviderUnavailable(note=f"MTN says that a payment is {found.status!r}, which is no state of it that we know")
        return ProviderPayment(
            reference=reference,
            payment_id=found.external_id,
            amount=amount,
            state=state,
            captured_minor=amount.minor if state == PaymentState.SUCCEEDED else 0,
            capture_reference=str(found.financial_transaction_id or ""),
            action=_action(found.payer.party_id) if state == PaymentState.REQUIRES_ACTION else None,
            failure_code=found.failure_code if state == PaymentState.FAILED else "",
        )

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """MTN takes the request and says later what has become of it."""
        message = _message(f"Refund {idempotency_key}")
        body = {
            **_amount(amount),
            "externalId": idempotency_key,
            "payerMessage": message,
            "payeeNote": message,
            "referenceIdToRefund": reference,
        }
        self._send(self._disbursement, "/disbursement/v1_0/refund", uuid_of(idempotency_key), body)
        return ProviderRefund(
            reference=uuid_of(idempotency_key),
            refund_id=idempotency_key,
            payment_reference=reference,
            amount=amount,
            state=RefundState.PENDING,
        )

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        found = self._disbursement.call("GET", f"/disbursement/v1_0/refund/{reference}", _Transaction)
        state = REFUND_STATES.get(found.status)
        if state is None:
            raise ProviderUnavailable(note=f"MTN says that a refund is {found.status!r}, which is no state of it that we know")
        return ProviderRefund(
            reference=reference,
            refund_id=found.external_id,
            payment_reference=payment_reference,
            amount=_money(found),
            state=state,
            failure_code=found.failure_code if state == RefundState.FAILED else "",
        )

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        """MTN lists none. Ours are asked about by name; one that was made in MTN's portal is not seen."""
        return []

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        return False

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        try:
            payment_id = msgspec.json.decode(body, type=_Callback).external_id
        except msgspec.DecodeError as error:
            raise WebhookMalformed(note=str(error)) from error
        reference = uuid_of(payment_id)
        return WebhookEvent(id=reference, type="payment", changed=Changed(kind="payment", reference=reference))

    def check_key(self) -> None:
        for product, bearer in (("collection", self._collection), ("disbursement", self._disbursement)):
            with suppress(Rejected):  # it answers, and knows the key
                bearer.call("GET", f"/{product}/v1_0/account/balance", _Anything)

    def _send(self, bearer: Bearer, path: str, name: str, body: dict[str, Any], *, callback: str = "") -> bool:
        """Ask for something under that name. Whether it is new: false if it was asked for before."""
        headers = {"X-Reference-Id": name, "Content-Type": "application/json"}
        if callback:
            headers["X-Callback-Url"] = callback
        try:
            bearer.fetch("POST", path, content=msgspec.json.encode(body), headers=headers)
        except Rejected as rejected:
            if rejected.code != TAKEN:
                raise
            return False
        return True


@lru_cache(maxsize=32)
def _bearer(url: str, product: str, user: str, key: str, subscription_key: str, target: str) -> Bearer:
    """One for each product of an account, so that its token is kept."""
    subscribed = {"Ocp-Apim-Subscription-Key": subscription_key}
    gateway = Gateway(
        MomoProvider.title, url=url, headers={**subscribed, "X-Target-Environment": target}, refusal=_refusal, is_final=_is_final
    )
    return Bearer(gateway, path=f"/{product}/token/", user=user, secret=key, headers={})


def _is_final(status: int, reason: str) -> bool:
    return reason == TAKEN if status == 409 else status == 500 and reason in REFUSALS


def _refusal(body: bytes) -> str:
    """MTN's code of a refusal; its gateway in front has none, and says it in words."""
    try:
        content = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except msgspec.DecodeError:
        return "unreadable"
    return code_of(str(content.get("code") or content.get("message") or "refused"))


def _amount(amount: Money) -> dict[str, str]:
    """In the decimals of its currency: 1000 UGX, 10.50 GHS."""
    value, _, currency = str(amount).partition(" ")
    return {"amount": value, "currency": currency}


def _money(found: _Transaction) -> Money:
    try:
        return Money.parse(str(found.amount), found.currency)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"MTN names an amount that cannot be read: {error}") from error


def _message(text: str) -> str:
    """Letters, digits and blanks: what else a phone's menu or a country's system takes is not said."""
    letters = "".join(character if character.isascii() and character.isalnum() else " " for character in text)
    return " ".join(letters.split())[:MESSAGE_MAX]


def _action(payer: str) -> ApproveOnPhone:
    return ApproveOnPhone(phone=f"+{payer}", poll_interval_s=POLL_INTERVAL_S)
