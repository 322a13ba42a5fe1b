"""An order, over all vendors, and the part of it that one vendor fulfils."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders.types.values import (
    FrozenCommission,
    OrderRefund,
    OrderRefundState,
    OrderState,
    PartRefund,
    PaymentStatus,
    Reversal,
    Shipment,
    TimelineEntry,
    VendorOrderState,
    order_state,
)
from marketplace.apps.pricing.types import Adjustment, Quote, Target, Tender, borne_by_operator
from marketplace.foundation.documents.container import Document
from marketplace.kit.ids import ProductId, VariantId
from marketplace.kit.money import Money, total

FIRST_REVISION = 1


class OrderPart(msgspec.Struct, kw_only=True):
    """What the order knows of one vendor's part: a copy of the vendor order as of ``revision``. ``refunded`` is what was decided."""

    vendor_order_id: str
    vendor_id: str
    vendor_name: str
    state: VendorOrderState = VendorOrderState.NEW
    revision: int = 0
    canceled: dict[str, int] = {}
    refunded: Money
    withheld: Money | None = None
    closed_reason: str = ""  # why it was never sold, as a stable code; there is no vendor order then
    shipments: tuple[Shipment, ...] = ()
    refunds: tuple[PartRefund, ...] = ()  # what was decided, oldest first


class Order(Document, kw_only=True):
    """What the customer bought. ``quote`` stays as it was; ``owner`` is the customer, or the order itself for a guest."""

    number: str
    owner: str
    customer_id: str = ""
    email: str
    language: str
    country: str
    shipping_address: Address | None  # None where nothing is sent
    billing_address: Address | None
    note: str = ""  # the customer's, to the vendors
    quote: Quote
    payment_id: str
    payment_method: str
    payment_status: PaymentStatus = PaymentStatus.AWAITING_PAYMENT
    closed_reason: str = ""  # why it was not completed, as a stable code
    paid: Money | None = None  # what was taken before anything is sent; nothing of what is collected on delivery
    paid_at: datetime | None = None
    parts: list[OrderPart] = []
    refunds: list[OrderRefund] = []  # as payments last reported them
    timeline: list[TimelineEntry] = []
    placed_at: datetime
    confirmed_at: datetime | None = None

    @property
    def recipient(self) -> str:
        """How to address the customer."""
        address = self.shipping_address or self.billing_address
        return address.name if address else self.email

    @property
    def state(self) -> OrderState:
        return order_state(self.payment_status, (part.state for part in self.parts))

    @property
    def refunded(self) -> Money:
        """What the customer has back, also on gift cards and as store credit; not what was decided, nor what is on its way."""
        credited = (item.credited for part in self.parts for item in part.refunds)
        paid = (item.amount for item in self.refunds if item.state == OrderRefundState.SUCCEEDED)
        return total((*credited, *paid), self.quote.currency)

    @property
    def refund_pending(self) -> Money:
        """What is on its way back to the customer, or owed."""
        return total((item.amount for item in self.refunds if item.state == OrderRefundState.PENDING), self.quote.currency)


class VendorOrderLine(msgspec.Struct, kw_only=True):
    """
    A line as sold, and how many of its units are canceled, sent and delivered. ``total`` is what the customer pays, ``subtotal`` with the
    ``adjustments``; of these, the operator bears ``operator_amount``.
    """

    line_id: str
    variant_id: VariantId
    product_id: ProductId
    sku: str
    title: str
    option_text: str
    quantity: int
    unit_price: Money
    subtotal: Money
    adjustments: list[Adjustment]
    total: Money
    tax_rate_bp: int
    tax: Money
    commission: FrozenCommission
    canceled: int = 0
    shipped: int = 0
    delivered: int = 0

    @property
    def operator_amount(self) -> Money:
        """What the operator receives of ``total``; negative where it adds to what the customer pays."""
        return borne_by_operator(self.adjustments, self.total.currency)

    @property
    def discount(self) -> Money:
        """What the operator gives the vendor for the line, so that its customer pays less; negative where the operator takes more."""
        return -self.operator_amount

    @property
    def unsent(self) -> int:
        return self.quantity - self.canceled - self.shipped


class VendorOrder(Document, kw_only=True):
    """The part of an order that one vendor fulfils: the home of its fulfilment state."""

    number: str
    order_id: str
    order_owner: str
    vendor_id: str
    payment_id: str
    provider: str
    settles_on_delivery: bool
    email: str
    language: str
    country: str
    shipping_address: Address | None
    note: str = ""  # the customer's, to the vendors
    lines: list[VendorOrderLine]
    shipping_name: str
    shipping: Money
    fees: Money  # the part's share of what is charged apart from products and delivery
    adjustments: list[Adjustment]  # of the part: its delivery, its fees; those of items are in the lines, too
    tenders: list[Tender] = []  # what gift cards and store credit paid of ``total``, in that order
    total: Money
    courier: str = ""  # code of the one who collects what is paid on delivery, and remits it; empty: the vendor does
    created_at: datetime
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    revision: int = FIRST_REVISION
    shipments: list[Shipment] = []
    reversals: list[Reversal] = []  # oldest first
    timeline: list[TimelineEntry] = []

    @property
    def recipient(self) -> str:
        """To whom it is sent, or to whom a link goes."""
        return self.shipping_address.name if self.shipping_address else self.email

    @property
    def state(self) -> VendorOrderState:
        """A pure function of the lines' quantities and of the acceptance."""
        due = sum(line.quantity - line.canceled for line in self.lines)
        if due == 0:
            return VendorOrderState.CANCELED
        if sum(line.delivered for line in self.lines) == due:
            return VendorOrderState.DELIVERED
        shipped = sum(line.shipped for line in self.lines)
        if shipped == due:
            return VendorOrderState.SHIPPED
        if shipped:
            return VendorOrderState.PARTLY_SHIPPED
        return VendorOrderState.ACCEPTED if self.accepted_at else VendorOrderState.NEW

    @property
    def shipping_discount(self) -> Money:
        """What the operator gives the vendor for the delivery."""
        return -borne_by_operator(self.adjustments, self.total.currency, Target.SHIPPING)

    @property
    def is_paid(self) -> bool:
        """Whether the customer has paid for what is not canceled: before anything is sent, or on delivery."""
        return not self.settles_on_delivery or self.delivered_at is not None

    @property
    def cash_holder(self) -> str:
        """Who has what is paid on delivery: a courier by its code, or the vendor."""
        return self.courier or self.vendor_id

    @property
    def takes_store_credit(self) -> bool:
        """Whether what the payment had paid can go to the customer's store credit: a guest has none, and cash is the vendor's to return."""
        return self.order_owner != self.order_id and not self.settles_on_delivery

    @property
    def refunded(self) -> Money:
        return total((item.refund for item in self.reversals), self.total.currency)

    @property
    def amount_to_collect(self) -> Money | None:
        """
        What the customer pays on delivery for all that is not canceled, with shipping and fees; zero once all is. ``None`` where it is paid
        before.
        """
        if not self.settles_on_delivery:
            return None
        due = [line.total.slice(line.canceled, line.quantity, of=line.quantity) for line in self.lines]
        return total(due, self.total.currency) + (
            Money.zero(self.total.currency) if self.state == VendorOrderState.CANCELED else self.shipping + self.fees
        )

    @property
    def withheld(self) -> Money:
        """What is not refunded of its reversals, since the customer's bank has it."""
        return total((item.withheld for item in self.reversals), self.total.currency)

    def line(self, line_id: str) -> VendorOrderLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)
