"""
What a payment provider must be able to do, in values only: a provider never reads or writes rows.

Every call goes over a network and is made outside any transaction. A call that moves money carries an idempotency key: the same
key must give the same answer and act once, also after a timeout. :raises ProviderUnavailable: passing; the same key is sent again
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from marketplace.apps.payments.types import DisputeState, PaymentState, RefundState
from marketplace.kit.money import Money


class Rejected(Exception):
    """Final: the provider will not do it. ``code`` is its reason, short and stable; never retried."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


class PaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A payment to start. ``payment_id`` is our reference, by which it can be found again."""

    payment_id: str
    amount: Money
    method: str
    return_url: str
    webhook_url: str
    description: str
    customer_email: str
    capture: Literal["automatic", "manual"] = "automatic"
    card_token: str = ""


class ProviderPayment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the provider sees it. ``captured_minor`` is in the currency of ``amount``."""

    reference: str
    payment_id: str
    amount: Money
    state: PaymentState
    captured_minor: int = 0
    action_url: str = ""
    failure_code: str = ""


class ProviderRefund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as the provider sees it. ``refund_id`` is ours, or another text if somebody refunded in its dashboard."""

    reference: str
    refund_id: str
    payment_reference: str
    amount: Money
    state: RefundState
    failure_code: str = ""


class ProviderDispute(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute as the provider sees it."""

    reference: str
    payment_reference: str
    amount: Money
    state: DisputeState
    reason: str = ""


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook tells. ``subject`` is the object as it was then, or None for a type that does not matter here."""

    id: str
    type: str
    at: datetime
    subject: ProviderPayment | ProviderRefund | ProviderDispute | None


class PaymentProvider(ABC):
    """One way to reach money."""

    code: ClassVar[str]

    @property
    @abstractmethod
    def is_configured(self) -> bool:
        """Whether this installation can use it: its methods are offered only then."""

    @abstractmethod
    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        """
        Ask for the money. The answer may be final, or name the address that the customer has to visit.

        :raises Rejected: if the request itself is refused; a declined card is an answer in state failed
        """

    @abstractmethod
    def find(self, payment_id: str) -> ProviderPayment | None:
        """The payment that was started under our id, if any: what to ask when the answer of ``start`` was lost."""

    @abstractmethod
    def read(self, reference: str) -> ProviderPayment:
        """The payment as it is now. :raises Rejected: if the provider does not know it"""

    @abstractmethod
    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        """Take ``amount``, at most what was authorized; the rest is released. :raises Rejected: if it is too late, or too much"""

    @abstractmethod
    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        """Give up what was not taken. When that is too late, the answer says what the payment has become instead."""

    @abstractmethod
    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """
        Return ``amount`` of a payment to the customer; the key is also our refund's id.

        ``amount`` is positive and at most what is left of the capture; the caller checked. Pending means that a webhook settles it later.

        :raises Rejected: final (account closed, too old)
        """

    @abstractmethod
    def read_refund(self, reference: str) -> ProviderRefund:
        """The refund as it is now. :raises Rejected: if the provider does not know it"""

    @abstractmethod
    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Check the signature over the raw body and its age. :raises SignatureInvalid: if it does not hold"""

    @abstractmethod
    def parse_webhook(self, body: bytes) -> WebhookEvent:
        """Read a body whose signature was verified. :raises WebhookMalformed: if it cannot be read"""
