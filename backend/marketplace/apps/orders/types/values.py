"""The words of orders: states, and the values that orders are made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Literal, get_args

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.pricing.types import Quote, QuotePart, Tender
from marketplace.kit.money import Money, total


class VendorOrderState(StrEnum):
    """How far a vendor is with its part of an order."""

    NEW = "new"
    ACCEPTED = "accepted"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELED = "canceled"


class PaymentStatus(StrEnum):
    """
    How an order is paid, or why no sale came of it: ``declined`` by the bank, ``expired`` unpaid, ``replaced`` by another attempt,
    ``canceled`` before it was paid, ``refunded`` because it was paid and could not be fulfilled.
    """

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    DUE_ON_DELIVERY = "due_on_delivery"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"
    CANCELED = "canceled"
    REFUNDED = "refunded"


CLOSED = (PaymentStatus.DECLINED, PaymentStatus.EXPIRED, PaymentStatus.REPLACED, PaymentStatus.CANCELED, PaymentStatus.REFUNDED)


class OrderState(StrEnum):
    """The state of an order: its payment's until it is confirmed, and what its vendor orders make of it from then on."""

    AWAITING_PAYMENT = "awaiting_payment"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REFUNDED = "refunded"
    CONFIRMED = "confirmed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELED = "canceled"


class UnsoldReason(StrEnum):
    """Why one vendor's part was not sold when the others were."""

    VENDOR_NOT_SELLING = "vendor_not_selling"
    OUT_OF_STOCK = "out_of_stock"


class UnsoldPart(msgspec.Struct, kw_only=True, frozen=True):
    """A vendor's part of an order that was not sold with the others. ``refund`` is what the customer had paid for it by then."""

    vendor_id: str
    reason: UnsoldReason
    refund: Money


class LineQuantity(msgspec.Struct, frozen=True):
    """So many units of one line."""

    line_id: str
    quantity: int


# How a delivery ends that does not reach the customer. Returned: the carrier sends it back, whatever the cause.
DeliveryFailure = Literal["refused", "undeliverable", "lost", "returned"]
DELIVERY_FAILURES: tuple[DeliveryFailure, ...] = get_args(DeliveryFailure)


class Shipment(msgspec.Struct, kw_only=True, frozen=True):
    """
    A parcel: what is in it, who carries it, and when it went and came. Or why it did not come (``failure``), and, once the vendor has it
    again, what of it can be sold (``sellable``).
    """

    id: str
    lines: tuple[LineQuantity, ...]
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime
    delivered_at: datetime | None = None
    failure: DeliveryFailure | None = None
    failed_at: datetime | None = None
    received_at: datetime | None = None
    sellable: tuple[LineQuantity, ...] = ()


class ReversalCause(StrEnum):
    """Why a part of a sale is reversed."""

    CANCELLATION = "cancellation"  # units that were not sent
    FAILED_DELIVERY = "failed_delivery"  # units of a parcel that did not reach the customer
    RETURN = "return"  # units that the customer sent back
    REFUND = "refund"  # money for a customer who keeps what was delivered: its vendor or staff decided on it
    DISPUTE = "dispute"  # an amount that the customer's bank has taken for good


class RefundReason(StrEnum):
    """Why money is refunded that no cancellation explains. A region sets for which of them the operator keeps its commission."""

    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    NOT_RECEIVED = "not_received"  # missing, although its parcel arrived
    LATE = "late"
    WRONG_PRICE = "wrong_price"
    WITHDRAWAL = "withdrawal"  # the customer's right, without a cause
    GOODWILL = "goodwill"
    OTHER = "other"


REFUND_REASONS = tuple(reason.value for reason in RefundReason)


class RefundedLine(msgspec.Struct, kw_only=True, frozen=True):
    """What is refunded of one line: units with their price, or an ``amount`` of the price while it keeps its units."""

    line_id: str
    quantity: int = 0
    amount: Money | None = None


class RefundRequest(msgspec.Struct, kw_only=True, frozen=True):
    """
    What a vendor or staff want to refund of one vendor order: of its lines, its shipping, its fees; or a free ``amount``, which is
    spread over what is left of the lines, and beyond that taken from the shipping. At the customer's wish it goes to store credit.
    """

    lines: tuple[RefundedLine, ...] = ()
    shipping: Money | None = None
    fees: Money | None = None
    amount: Money | None = None
    as_store_credit: bool = False


class ReversedLine(msgspec.Struct, kw_only=True, frozen=True):
    """
    What is taken back of one line: units, or none where only an amount is given; the ``price`` that the customer paid for them; and the
    ``fee`` on it, with its VAT, that the operator returns to the vendor, unless the reversal says that it keeps it.

    ``discount`` is what the operator had borne of it, and gets back from the vendor; negative for a surcharge. The amounts are zero where
    nothing was paid.
    """

    line_id: str
    quantity: int
    price: Money
    fee: Money
    fee_vat: Money
    discount: Money


class Reversal(msgspec.Struct, kw_only=True, frozen=True):
    """
    A part of a vendor order's sale that is taken back, for whatever cause: units and amounts of lines, an amount of the
    shipping, and one of the fees.

    ``withheld`` is not refunded, since the customer's bank has taken it by a dispute, or holds it. ``cause_id`` names what it comes from:
    the shipment of a failed delivery. ``by`` is customer, vendor or staff.

    ``credited`` goes back to the gift cards and store credit that had paid. What the payment had paid goes back to it, or, where the
    customer wishes so (``as_store_credit``), to the customer's store credit.

    ``reason`` is in a person's words, ``reason_code`` a refund's. By the region's rules for that code the operator ``keeps_commission``,
    and the vendor pays ``provider_fee``: the refund's share of what the provider keeps of the payment.
    """

    id: str
    cause: ReversalCause
    cause_id: str = ""
    lines: tuple[ReversedLine, ...]
    shipping: Money
    shipping_discount: Money  # what the operator had borne of the shipping
    fees: Money
    withheld: Money
    reason: str
    by: str
    reversed_at: datetime
    reason_code: RefundReason | None = None
    keeps_commission: bool = False
    provider_fee: Money | None = None
    credited: tuple[Tender, ...] = ()
    as_store_credit: bool = False

    @property
    def due(self) -> Money:
        """What the customer paid for it."""
        return total((line.price for line in self.lines), self.shipping.currency) + self.shipping + self.fees

    @property
    def refund(self) -> Money:
        """What the operator refunds to the customer, by whatever way."""
        return self.due - self.withheld

    @property
    def of_payment(self) -> Money:
        """What of it the payment had paid, and not a gift card or store credit."""
        return self.due - total((item.amount for item in self.credited), self.shipping.currency)

    @property
    def to_payment(self) -> Money:
        """What the payment's provider is asked to return."""
        return Money.zero(self.shipping.currency) if self.as_store_credit else self.of_payment - self.withheld

    @property
    def to_credit(self) -> Money:
        """What gift cards and store credit get."""
        return self.refund - self.to_payment


class PartRefundLine(msgspec.Struct, kw_only=True, frozen=True):
    """Of one line: the units that are refunded, or none where only an amount is, and what the customer had paid for it."""

    line_id: str
    quantity: int
    amount: Money


class PartRefund(msgspec.Struct, kw_only=True, frozen=True):
    """
    A reversal as its customer reads it: what is refunded of a vendor's part, and why. ``amount`` is without what is withheld; ``credited``
    of it went to gift cards and store credit, at once. ``cause_id`` names the return, or the parcel that failed.
    """

    id: str
    cause: ReversalCause
    cause_id: str
    reason_code: RefundReason | None
    reason: str
    lines: tuple[PartRefundLine, ...]
    shipping: Money
    fees: Money
    amount: Money
    credited: Money
    decided_at: datetime


class OrderRefundState(StrEnum):
    """``PENDING`` until it is done, also while a provider refuses and staff look for another way."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"


class OrderRefund(msgspec.Struct, kw_only=True, frozen=True):
    """Money that goes back to the customer."""

    id: str
    amount: Money
    state: OrderRefundState
    requested_at: datetime
    completed_at: datetime | None = None


class TimelineEntry(msgspec.Struct, kw_only=True, frozen=True):
    """Something that happened, for a person to read; ``kind`` is stable and translated by the client that shows it."""

    at: datetime
    kind: str
    detail: str = ""


class FrozenCommission(msgspec.Struct, kw_only=True, frozen=True):
    """
    The operator's fee on one line as it was at the sale; later plans do not touch it. ``vat_check_id`` is the answer of VIES by which the
    vendor owes the VAT itself, and the operator charges none.
    """

    line_id: str
    fee: Money
    vat: Money
    vat_bp: int  # the rate of ``vat``
    plan_id: str
    rule: str
    vat_check_id: str = ""


class Purchase(msgspec.Struct, kw_only=True, frozen=True):
    """
    What a customer agreed to buy: all that the order's documents and the postings of its sale are made of. ``unsold`` is what of it could
    not be sold any more.
    """

    order_id: str
    number: str
    owner: str
    customer_id: str
    email: str
    language: str
    country: str
    shipping_address: Address | None
    billing_address: Address | None
    quote: Quote
    commissions: tuple[FrozenCommission, ...]
    payment_id: str
    payment_method: str
    provider: str
    settles_on_delivery: bool
    unsold: tuple[UnsoldPart, ...]
    placed_at: datetime
    note: str = ""

    @property
    def sold_parts(self) -> list[QuotePart]:
        """The parts that the vendors fulfil."""
        unsold = {item.vendor_id for item in self.unsold}
        return [part for part in self.quote.parts if part.vendor_id not in unsold]

    @property
    def paid(self) -> Money:
        """What was taken for it before anything is sent, where it is not paid on delivery: for the sold parts, and what goes back."""
        amounts = [*(part.amount_due for part in self.sold_parts), *(item.refund for item in self.unsold)]
        return total(amounts, self.quote.currency)


def order_state(payment_status: PaymentStatus, vendor_order_states: Iterable[VendorOrderState]) -> OrderState:
    """The state of an order: a pure function of its payment and its vendor orders."""
    if payment_status in (PaymentStatus.AWAITING_PAYMENT, *CLOSED):
        return OrderState(payment_status)
    arrived, sent = {VendorOrderState.DELIVERED}, {VendorOrderState.SHIPPED, VendorOrderState.DELIVERED}
    alive = set(vendor_order_states) - {VendorOrderState.CANCELED}
    if not alive:
        return OrderState.CANCELED
    if alive == arrived:
        return OrderState.DELIVERED
    if alive <= sent:
        return OrderState.SHIPPED
    if alive & {VendorOrderState.PARTLY_SHIPPED, *sent}:
        return OrderState.PARTLY_SHIPPED
    return OrderState.CONFIRMED
