"""An order, over all vendors, and the part of it that one vendor fulfils."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import Quote
from marketplace.apps.orders.types import (
    Cancellation,
    FrozenCommission,
    OrderState,
    PaymentStanding,
    Shipment,
    TimelineEntry,
    VendorOrderState,
    order_state,
)
from marketplace.foundation.documents.container import Container, Document
from marketplace.kit import ids
from marketplace.kit.ids import ProductId, VariantId
from marketplace.kit.money import Money, total

FIRST_REVISION = 1


class OrderPart(msgspec.Struct, kw_only=True):
    """What the order knows of one vendor's part: a copy of the vendor order as of ``revision``."""

    vendor_order_id: str
    vendor_id: str
    vendor_name: str
    state: VendorOrderState = "new"
    revision: int = 0
    canceled: dict[str, int] = {}
    refunded: Money
    shipments: tuple[Shipment, ...] = ()


class Order(Document, kw_only=True):
    """What the customer bought. ``quote`` stays as it was; ``owner`` is the customer, or the order itself for a guest."""

    number: str
    checkout_id: str
    owner: str
    customer_id: str = ""
    email: str
    language: str
    country: str
    shipping_address: Address
    billing_address: Address
    quote: Quote
    payment_id: str
    payment_method: str
    payment_state: PaymentStanding = "awaiting_payment"
    parts: list[OrderPart] = []
    timeline: list[TimelineEntry] = []
    placed_at: datetime
    confirmed_at: datetime | None = None

    @property
    def state(self) -> OrderState:
        return order_state(self.payment_state, (part.state for part in self.parts))

    @property
    def refunded(self) -> Money:
        return total((part.refunded for part in self.parts), self.quote.currency)


class VendorOrderLine(msgspec.Struct, kw_only=True):
    """A line as sold, and how many of its pieces are canceled, sent and delivered."""

    line_id: str
    variant_id: VariantId
    product_id: ProductId
    sku: str
    title: str
    option_text: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate_bp: int
    tax: Money
    commission: FrozenCommission
    canceled: int = 0
    shipped: int = 0
    delivered: int = 0

    @property
    def unsent(self) -> int:
        return self.quantity - self.canceled - self.shipped


class VendorOrder(Document, kw_only=True):
    """The part of an order that one vendor fulfils: the home of its fulfilment state."""

    number: str
    order_id: str
    order_owner: str
    checkout_id: str
    vendor_id: str
    payment_id: str
    provider: str
    is_cash: bool
    email: str
    language: str
    country: str
    shipping_address: Address
    lines: list[VendorOrderLine]
    shipping_name: str
    shipping: Money
    total: Money
    created_at: datetime
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    revision: int = FIRST_REVISION
    shipments: list[Shipment] = []
    cancellations: list[Cancellation] = []
    timeline: list[TimelineEntry] = []

    @property
    def state(self) -> VendorOrderState:
        """A pure function of the lines' quantities and of the acceptance."""
        due = sum(line.quantity - line.canceled for line in self.lines)
        if due == 0:
            return "canceled"
        if sum(line.delivered for line in self.lines) == due:
            return "delivered"
        shipped = sum(line.shipped for line in self.lines)
        if shipped == due:
            return "shipped"
        if shipped:
            return "partly_shipped"
        return "accepted" if self.accepted_at else "new"

    @property
    def refunded(self) -> Money:
        return total((item.refund for item in self.cancellations), self.total.currency)

    def line(self, line_id: str) -> VendorOrderLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)


def order_pk(tenant_id: str, owner: str) -> str:
    return f"{tenant_id}:{owner}"


def vendor_order_pk(tenant_id: str, vendor_id: str, vendor_order_id: str) -> str:
    """By month, which the id tells, since one vendor's orders must not grow in one partition for ever."""
    return f"{tenant_id}:{vendor_id}:{ids.time_of(vendor_order_id):%Y%m}"


ORDERS = Container(Order, name="orders", pk=lambda order: order_pk(order.tenant_id, order.owner))
VENDOR_ORDERS = Container(VendorOrder, name="vendor_orders", pk=lambda part: vendor_order_pk(part.tenant_id, part.vendor_id, part.id))
