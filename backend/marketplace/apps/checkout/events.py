"""What the checkout publishes: each event belongs to a move of ``services/states.py``."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event
from marketplace.kit.money import Money


class CheckoutOpened(Event, frozen=True, kw_only=True):
    """A customer committed to buy: stock is reserved and a payment exists; no money has moved."""

    wire_name: ClassVar[str] = "checkout.checkout_opened.v1"
    checkout_id: str


class CheckoutSettled(Event, frozen=True, kw_only=True):
    """The payment is booked and the stock is sold; the vendor orders follow."""

    wire_name: ClassVar[str] = "checkout.checkout_settled.v1"
    checkout_id: str


class CheckoutEnded(Event, frozen=True, kw_only=True):
    """A checkout ended without a sale and nothing was paid: its stock is free again. ``state`` says how it ended."""

    wire_name: ClassVar[str] = "checkout.checkout_ended.v1"
    checkout_id: str
    order_id: str
    state: str


class CheckoutRefunded(Event, frozen=True, kw_only=True):
    """The customer paid ``amount`` for an order that cannot be fulfilled any more, and gets it back; ``reason`` is a stable code."""

    wire_name: ClassVar[str] = "checkout.checkout_refunded.v1"
    checkout_id: str
    order_id: str
    owner: str
    amount: Money
    reason: str
