"""Writes of orders: checking out, fulfilling, canceling."""

from marketplace.apps.orders.services.cancellations import cancel_order_lines, cancel_vendor_order_lines
from marketplace.apps.orders.services.checkout import PaymentChoice, order_token, place_order
from marketplace.apps.orders.services.fulfilment import accept, deliver, ship

__all__ = [
    "PaymentChoice",
    "accept",
    "cancel_order_lines",
    "cancel_vendor_order_lines",
    "deliver",
    "order_token",
    "place_order",
    "ship",
]
