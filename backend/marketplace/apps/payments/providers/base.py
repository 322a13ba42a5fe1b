"""
The payment contract: what a provider declares and what it must be able to do, in values only. A provider never reads or writes rows.

A provider is made for one region from that region's account. Every call goes over a network and is made outside any transaction. A call
that moves money carries an idempotency key: the same key must give the same answer and act once, also after a timeout. A provider that
knows no keys says so (``idempotent_refunds``), and its refunds are claimed before they are sent.
:raises ProviderUnavailable: passing; the same key is sent again
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from marketplace.apps.payments.errors import ProviderUnknown
from marketplace.apps.payments.types import (
    DisputeEvidence,
    DisputeState,
    PaymentAction,
    PaymentDetails,
    PaymentState,
    RefundState,
    SecuredBy,
    VendorOnboarding,
)
from marketplace.kit.money import Money


class Rejected(Exception):
    """Final: the provider will not do it. ``code`` is its reason, short and stable; never retried. ``body`` is its whole answer."""

    def __init__(self, code: str, message: str = "", *, body: bytes = b"") -> None:
        super().__init__(message or code)
        self.code, self.body = code, body


class Search(StrEnum):
    """How a payment is found whose ``start`` was not answered: by our own reference, or only by the same request with the same key."""

    BY_REFERENCE = "by_reference"
    BY_REPLAY = "by_replay"


class CaptureMode(StrEnum):
    """
    Who takes the money: the provider by itself; we, as soon as the customer has approved; or we, once the order is settled, all of it or
    the part that can be sold.
    """

    AUTOMATIC = "automatic"
    ON_APPROVAL = "on_approval"
    LATER = "later"


class VendorAccounts(StrEnum):
    """Whether vendors have accounts at the provider, and when they get their share: with the payment, or by a later transfer."""

    NONE = "none"
    SPLIT = "split"
    TRANSFER = "transfer"


class WebhookStyle(StrEnum):
    """
    What a webhook says: an event of its own id; or only which object changed, so that the same text comes for every change.

    ``NONE``: the provider sends none.
    """

    EVENT = "event"
    OBJECT = "object"
    NONE = "none"


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider can do. Code above the port decides by these alone, never by the provider's name."""

    secured_by: SecuredBy
    search: Search = Search.BY_REFERENCE
    capture: CaptureMode = CaptureMode.AUTOMATIC
    partial_captures: bool = False
    partial_refunds: bool = True
    idempotent_refunds: bool = True  # whether a refund that is asked for twice with one key moves the money once
    vendor_accounts: VendorAccounts = VendorAccounts.NONE
    vendor_onboarding: VendorOnboarding = VendorOnboarding.PAGE  # how a vendor names its account, where vendors have any
    finds_transfers: bool = True  # whether a transfer to a vendor is found by our id alone, so that "none" means that none was made
    webhooks: WebhookStyle = WebhookStyle.EVENT
    webhook_method: Literal["POST", "PUT"] = "POST"
    takes_evidence: bool = False  # whether evidence in a dispute can be given by its API
    reports_settlements: bool = False  # whether what it settled can be asked for
    wants: frozenset[str] = frozenset()  # fields of ``PaymentDetails`` that it needs in addition to the e-mail address
    saves_cards: bool = False  # whether it can keep a customer's card for later payments
    requires_phone: bool = False
    requires_page: bool = True  # without a token, the customer has to come back from a page: a return address is needed
    max_minor: int | None = None  # the highest amount of one payment, in minor units; None: no limit of the provider's own
    steps: dict[str, int] = {}  # by currency: amounts are multiples of so many minor units, where that is not one


class PaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """
    A payment to start. ``payment_id`` is ours; a provider that takes names of another form makes one of it, always the same.

    ``token`` is what the provider's own form made of a card, a saved card's name there, or empty. ``customer`` is the provider's name of
    the customer whose card that is, or whose card will be saved (``saves_card``).
    """

    payment_id: str
    amount: Money
    method: str
    return_url: str
    webhook_url: str
    description: str
    details: PaymentDetails
    capture: CaptureMode = CaptureMode.AUTOMATIC
    token: str = ""
    customer: str = ""
    saves_card: bool = False


class ProviderCard(msgspec.Struct, frozen=True, kw_only=True):
    """A customer's card that the provider keeps under ``reference``, and what of it may be shown."""

    reference: str
    brand: str
    last4: str
    expires_month: int
    expires_year: int


class ProviderPayment(msgspec.Struct, frozen=True, kw_only=True):
    """
    A payment as the provider sees it. ``captured_minor`` and ``fee_minor`` (what it keeps) are sums in the currency of ``amount``.

    ``capture_reference`` is its name of the latest capture, if captures have names. ``card`` is the one that was paid with, if the provider
    keeps it.
    """

    reference: str
    payment_id: str
    amount: Money
    state: PaymentState
    captured_minor: int = 0
    capture_reference: str = ""
    fee_minor: int = 0
    action: PaymentAction | None = None
    failure_code: str = ""
    card: ProviderCard | None = None


class ProviderRefund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as the provider sees it. ``refund_id`` is ours, or another text if it was made in the provider's dashboard."""

    reference: str
    refund_id: str
    payment_reference: str
    amount: Money
    state: RefundState
    failure_code: str = ""


class ProviderDispute(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute as the provider sees it. ``respond_by`` is until when evidence is taken, where the provider says so."""

    reference: str
    payment_reference: str
    amount: Money
    state: DisputeState
    reason: str = ""
    respond_by: datetime | None = None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """
    The object that a webhook names. What it says of the object is not used: the provider is asked. Of a vendor's account, ``failed_payout``
    is what did not reach the vendor's bank, if that is what happened. A transfer to a vendor is named by our end-to-end id;
    ``transfer_reference`` is the provider's name of it, where the provider does not find it by ours.
    """

    kind: Literal["payment", "refund", "dispute", "vendor_account", "vendor_transfer", "card"]
    reference: str
    payment_reference: str = ""
    failed_payout: str = ""
    transfer_reference: str = ""


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook names. ``id`` is the event's, or the object's where the provider names no events; ``changed`` is None for the rest."""

    id: str
    type: str
    changed: Changed | None


class PaymentProvider(ABC):
    """A service that takes customers' money, for one region."""

    code: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    needs_account: ClassVar[bool] = True
    is_watched: ClassVar[bool] = False  # whether ``check_key`` asks something, so that its methods can come back to the list
    account_of_code: ClassVar[str] = ""  # of two providers at one account, and one address for its webhooks: the first one's code

    @classmethod
    @abstractmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        """The provider for the region that has this account there; the entries are the provider's own."""

    @classmethod
    def currencies(cls, account: Mapping[str, Any]) -> frozenset[str]:
        """Those that the account takes; empty: any that the table of methods names."""
        return frozenset()

    @classmethod
    def challenges(cls, method: str) -> bool:
        """
        Whether the customer's bank looks at the customer who pays by that method (3-D Secure and its like): always, or because we ask for
        it (``PaymentDetails.is_challenged``). Where it does not, fraud's assessment has people look instead.
        """
        return False

    @abstractmethod
    def start(self, request: PaymentRequest, *, idempotency_key: str) -> ProviderPayment:
        """
        Ask for the money. The answer may be final, or name what the customer has to do.

        :raises Rejected: if the request itself is refused; a declined card is an answer in state failed
        """

    def find(self, payment_id: str) -> ProviderPayment | None:
        """The payment that was started under our id, if any. Only for ``Search.BY_REFERENCE``."""
        raise NotImplementedError

    @abstractmethod
    def read(self, reference: str) -> ProviderPayment:
        """The payment as it is now. :raises Rejected: if the provider does not know it"""

    def capture(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderPayment:
        """Take ``amount``, at most what was authorized; the rest is released. :raises Rejected: if it is too late, or too much"""
        raise Rejected("captures_itself")

    def cancel(self, reference: str, *, idempotency_key: str) -> ProviderPayment:
        """Void what was not taken. When that is too late, or the provider has no such call, the answer says what the payment is."""
        return self.read(reference)

    @abstractmethod
    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """
        Return ``amount`` of a payment to the customer; the key is also our refund's id.

        ``amount`` is positive and at most what is left of the capture; the caller checked. Pending means that a webhook settles it later.

        :raises Rejected: final (account closed, too old)
        """

    @abstractmethod
    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        """The refund as it is now. :raises Rejected: if the provider does not know it"""

    @abstractmethod
    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        """All refunds of a payment as they are now, also those made in its dashboard. :raises Rejected: if it does not know the payment"""

    def list_disputes(self, reference: str) -> list[ProviderDispute]:
        """All disputes of a payment as they are now. :raises Rejected: if it does not know the payment"""
        return []

    def read_dispute(self, reference: str, *, payment_reference: str) -> ProviderDispute:
        """The dispute as it is now. :raises Rejected: if the provider does not know it"""
        raise Rejected("no_disputes")

    def give_evidence(self, reference: str, evidence: DisputeEvidence, *, idempotency_key: str) -> None:
        """Say our side of a dispute, for good. Only for ``takes_evidence``. :raises Rejected: if it is too late, or not what is wanted"""
        raise Rejected("takes_no_evidence")

    def register_customer(self, customer_id: str, *, idempotency_key: str) -> str:
        """Make our customer known by our id alone, so that cards can be saved, and return the provider's name. Only for ``saves_cards``."""
        raise Rejected("saves_no_cards")

    def has_card(self, reference: str) -> bool:
        """Whether a saved card can still be used, as it is now. Only for ``saves_cards``."""
        raise Rejected("saves_no_cards")

    def forget_card(self, reference: str) -> None:
        """Forget a saved card. :raises Rejected: if the provider knows of no such card"""
        raise Rejected("saves_no_cards")

    def forget_customer(self, reference: str) -> None:
        """Forget a customer with all saved cards. :raises Rejected: if the provider knows of no such customer"""
        raise Rejected("saves_no_cards")

    def verify_webhook(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """
        Check the signature over the raw body and its age. False: the provider signs nothing, so anybody may have written this.

        :raises SignatureInvalid: if it does not hold
        """
        raise ProviderUnknown

    def parse_webhook(self, body: bytes) -> WebhookEvent:
        """What a body names. :raises WebhookMalformed: if it cannot be read"""
        raise ProviderUnknown

    def check_key(self) -> None:
        """
        Ask for something that changes nothing, to see whether the provider answers and knows our key.

        :raises ProviderKeyRefused: if it does not know it
        """
        raise Rejected("no_key")


def event_without_id(name: str, reference: str | None, body: bytes) -> WebhookEvent:
    """
    A webhook that has no id of its own: the payment ``reference`` that it is about is asked for as a whole; None if it is about something
    else.
    """
    if reference is None:
        return WebhookEvent(id=f"{name}:{hashlib.sha256(body).hexdigest()}"[:100], type=name, changed=None)
    return WebhookEvent(id=reference, type=name, changed=Changed(kind="payment", reference=reference))


def uuid_of(our_id: str) -> str:
    """A UUID (version 4 in form) for providers whose references are UUIDs; the same for the same id."""
    return str(UUID(bytes=hashlib.sha256(our_id.encode()).digest()[:16], version=4))
