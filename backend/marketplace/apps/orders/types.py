"""The words of orders: states, and the parts of an order that others read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from marketplace.kit.money import Money

VendorOrderState = Literal["new", "accepted", "partly_shipped", "shipped", "delivered", "canceled"]
OrderState = Literal["awaiting_payment", "payment_failed", "confirmed", "partly_shipped", "shipped", "delivered", "canceled"]

PaymentStanding = Literal["awaiting_payment", "paid", "cash_on_delivery", "payment_failed"]
CheckoutStatus = Literal["awaiting_payment", "confirmed", "payment_failed", "expired", "refunded"]  # refunded: paid too late


class LineQuantity(msgspec.Struct, frozen=True):
    """So many pieces of one line."""

    line_id: str
    quantity: int


class Shipment(msgspec.Struct, kw_only=True, frozen=True):
    """A parcel: what is in it, who carries it, and when it went and came."""

    id: str
    lines: tuple[LineQuantity, ...]
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime
    delivered_at: datetime | None = None


class Cancellation(msgspec.Struct, kw_only=True, frozen=True):
    """Pieces that will not be sent after all, and what the customer gets back for them (nothing where nothing was paid)."""

    id: str
    lines: tuple[LineQuantity, ...]
    items_refund: Money
    shipping_refund: Money
    reason: str
    by: str  # customer, vendor or staff
    canceled_at: datetime

    @property
    def refund(self) -> Money:
        return self.items_refund + self.shipping_refund


class TimelineEntry(msgspec.Struct, kw_only=True, frozen=True):
    """Something that happened, for a person to read; ``kind`` is stable and translated by whoever shows it."""

    at: datetime
    kind: str
    detail: str = ""


class FrozenCommission(msgspec.Struct, kw_only=True, frozen=True):
    """The operator's fee on one line as it was at the sale; later plans do not touch it."""

    line_id: str
    fee: Money
    vat: Money
    plan_id: str
    rule: str


def order_state(payment_state: str, part_states: Iterable[str]) -> OrderState:
    """The state of an order: a pure function of its payment and its parts."""
    states = set(part_states)
    if payment_state in {"awaiting_payment", "payment_failed"}:
        return payment_state  # type: ignore[return-value]
    alive = states - {"canceled"}
    if not alive:
        return "canceled"
    if alive == {"delivered"}:
        return "delivered"
    if alive <= {"shipped", "delivered"}:
        return "shipped"
    if alive & {"partly_shipped", "shipped", "delivered"}:
        return "partly_shipped"
    return "confirmed"
