"""What returns tell the apps above them."""

from __future__ import annotations

from typing import ClassVar

from marketplace.apps.returns.types import ReturnState
from marketplace.foundation.events.types import Event


class ReturnChanged(Event, frozen=True, kw_only=True):
    """A return has moved to ``state``; read it again for the rest."""

    wire_name: ClassVar[str] = "returns.return_changed.v1"
    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    state: ReturnState


class ExchangeDue(Event, frozen=True, kw_only=True):
    """
    What the customer wants instead of a refunded return waits for the customer, who orders it and pays what it costs more, if anything.
    It may be said twice.
    """

    wire_name: ClassVar[str] = "returns.exchange_due.v1"
    return_id: str
    order_id: str


class ExchangeEnded(Event, frozen=True, kw_only=True):
    """What the customer wanted instead of a refunded return cannot be had any more: the refund stays store credit."""

    wire_name: ClassVar[str] = "returns.exchange_ended.v1"
    return_id: str
    order_id: str


class ReturnPolicyChanged(Event, frozen=True, kw_only=True):
    """A vendor grants its customers other days to return products, or names another way to send them."""

    wire_name: ClassVar[str] = "returns.return_policy_changed.v1"
    vendor_id: str
