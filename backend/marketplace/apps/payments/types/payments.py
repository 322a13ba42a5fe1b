"""Payments, and what becomes of them: refunds, disputes, captures, webhooks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.apps.payments.types.actions import PaymentAction
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

NOTHING_TO_PAY = "nothing_to_pay"  # the method, and the provider, of an order whose total is zero


class PaymentState(StrEnum):
    """
    How far a payment is. ``succeeded``, ``failed`` and ``canceled`` are ends, of which only ``succeeded`` can still replace another.

    Cash on delivery stays ``authorized`` until all of it has been collected.
    """

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    CANCELED = "canceled"
    SUCCEEDED = "succeeded"


class SecuredBy(StrEnum):
    """
    What makes an order certain: its money was captured; it is authorized, and captured by us when the order is settled; or it will be
    collected on delivery.
    """

    CAPTURE = "capture"
    AUTHORIZATION = "authorization"
    COLLECTION = "collection"


class RefundState(StrEnum):
    """
    ``pending`` from the request until the provider says how it ended. What ``succeeded`` may still fail: the bank sent it back.

    ``failed`` waits for staff, who end it: ``retried`` by another refund, or ``settled`` outside the provider. ``covered`` was never sent,
    since nothing was left of the payment: the customer had the money already, or a dispute holds it.
    """

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    COVERED = "covered"
    RETRIED = "retried"
    SETTLED = "settled"


class DisputeState(StrEnum):
    """A charge back by the customer's bank. ``won`` by the shop, or ``lost``."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class PaymentAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address as providers take it; ``country`` in two letters."""

    name: str
    line1: str
    city: str
    country: str
    line2: str = ""
    postal_code: str = ""
    region: str = ""


class PaymentLineKind(StrEnum):
    """What a line of a payment is. A tender has paid a part of the rest, so its ``total`` is negative."""

    PRODUCT = "product"
    SHIPPING = "shipping"
    FEE = "fee"
    TENDER = "tender"


class PaymentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what is paid; all lines add up to the amount of the payment. ``total`` is for all units and contains ``tax``."""

    kind: PaymentLineKind
    name: str
    sku: str
    quantity: int
    total: Money
    tax: Money


class VendorShare(msgspec.Struct, frozen=True, kw_only=True):
    """
    What of a payment one vendor gets, for providers that split it. ``account`` is the vendor's at that provider, empty until it has one.

    Shares add up to at most the amount of the payment; the operator keeps the rest.
    """

    vendor_id: str
    amount: Money
    account: str = ""


class PaymentDetails(msgspec.Struct, frozen=True, kw_only=True):
    """
    Who pays and for what. A provider is given what it asks for, and no more is stored.

    ``phone`` is as the customer typed it, or empty: a provider that needs it in another form makes that of it and of the address's country.
    ``is_challenged``: the customer's bank is to look at the customer (3-D Secure), where the provider can ask for that.
    """

    email: str
    name: str = ""
    phone: str = ""
    language: str = ""
    shipping_address: PaymentAddress | None = None
    billing_address: PaymentAddress | None = None
    lines: list[PaymentLine] = []
    shares: list[VendorShare] = []
    is_challenged: bool = False


class ProviderState(StrEnum):
    """Whether a gateway answers. While it does not, or does not know our key, its methods are not offered."""

    WORKING = "working"
    UNREACHABLE = "unreachable"
    KEY_REFUSED = "key_refused"


class ProviderHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How a gateway is, as this region has seen it of late; ``since`` is null while it works."""

    code: str
    state: ProviderState
    since: datetime | None = None


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A payment as it is now. All amounts are in the currency of ``amount``; refunds that may still fail count as refunded.

    ``fee`` is what the method costs the customer and is contained in ``amount``; ``provider_fee`` is what the provider keeps for itself.
    ``attempt`` counts the payments of one checkout from 1. ``to_capture`` is what was decided to be taken of an authorization.
    """

    id: PaymentId
    checkout_id: CheckoutId
    order_id: OrderId
    attempt: int
    provider: str
    method: str
    amount: Money
    fee: Money
    secured_by: SecuredBy
    state: PaymentState
    action: PaymentAction | None
    to_capture: Money | None
    captured: Money
    captured_at: datetime | None
    refunded: Money
    provider_fee: Money
    failure_code: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_settled(self) -> bool:
        """Whether nothing further is expected of the customer or the provider."""
        return self.state in (PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.CANCELED)

    @property
    def is_secured(self) -> bool:
        """Whether vendors may fulfil the order: the money is there, or as good as there."""
        is_to_collect = self.state == PaymentState.AUTHORIZED and self.secured_by == SecuredBy.COLLECTION
        return is_to_collect or self.state == PaymentState.SUCCEEDED

    @property
    def is_authorized(self) -> bool:
        """Whether the money is reserved for us: ``request_capture`` and ``execute_capture`` take it, or ``cancel_payment`` voids it."""
        return self.state == PaymentState.AUTHORIZED and self.secured_by == SecuredBy.AUTHORIZATION

    @property
    def is_lost(self) -> bool:
        """Whether it ended without money; a late success can still come."""
        return self.state in (PaymentState.FAILED, PaymentState.CANCELED)

    @property
    def settles_on_delivery(self) -> bool:
        """Whether nothing is paid before the delivery: ``record_collection`` records what was collected then."""
        return self.secured_by == SecuredBy.COLLECTION

    @property
    def refundable(self) -> Money:
        """What was captured and not refunded; an open dispute may still hold a part of it."""
        return self.captured - self.refunded


class RefundView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A refund as it is now. ``origin`` says whether we asked for it or it was made in the provider's own dashboard.

    ``due`` was decided, and ``amount`` of it is asked of the provider: the rest was not left of the payment. ``follows`` is the id of the
    refund whose rest this one pays, if any.
    """

    id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    due: Money
    state: RefundState
    follows: str
    reason: str
    origin: Literal["marketplace", "provider"]
    failure_code: str
    created_at: datetime
    settled_at: datetime | None


class WebhookState(StrEnum):
    """``pending`` until its interpretation succeeded; ``unknown`` if it was about no payment of ours."""

    PENDING = "pending"
    INTERPRETED = "interpreted"
    UNKNOWN = "unknown"


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A webhook as it was received: ``event_id`` is the provider's. Where a provider names no events it is one for each object, and
    ``deliveries`` says how often it came. ``payment_id`` is empty until it is interpreted, and where it is about no payment of ours.
    """

    id: int
    provider: str
    event_id: str
    type: str
    state: WebhookState
    payment_id: str
    deliveries: int
    received_at: datetime
    processed_at: datetime | None


class CaptureView(msgspec.Struct, frozen=True, kw_only=True):
    """Money that was taken at one moment. ``reference`` is the provider's name of it, or what was collected for, such as a vendor order."""

    reference: str
    amount: Money
    captured_at: datetime


class DisputeView(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute as it is now. ``respond_by`` is the bank's deadline for evidence, null where the provider names none."""

    id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    state: DisputeState
    reason: str
    respond_by: datetime | None
    opened_at: datetime
    closed_at: datetime | None


class MovementKind(StrEnum):
    """What moves money at a provider."""

    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"


class ProviderMovement(msgspec.Struct, frozen=True, kw_only=True):
    """
    A capture, a refund or a dispute as we have it: ``amount``, always positive, that the provider moved at ``occurred_at``.

    ``names`` are all that the provider's reports may call it by. ``is_reversed``: the refund has failed, or the dispute was won;
    ``is_return``: this is about the money that comes back by that, at ``occurred_at``. ``fee`` is what of a charge is booked as the
    provider's fee; unknown where a payment has several charges.
    """

    kind: MovementKind
    id: str
    payment_id: PaymentId
    names: tuple[str, ...]
    amount: Money
    occurred_at: datetime
    is_reversed: bool = False
    is_return: bool = False
    fee: Money | None = None
