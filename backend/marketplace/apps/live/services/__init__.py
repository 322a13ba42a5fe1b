"""Tickets for callers, and messages for those who listen."""

from marketplace.apps.live.services.metrics import publish_metrics
from marketplace.apps.live.services.tickets import give_ticket
from marketplace.apps.live.services.updates import (
    publish_confirmed_orders,
    publish_imports,
    publish_messages,
    publish_orders,
    publish_payment_notices,
    publish_payouts,
    publish_products,
    publish_products_of_vendors,
    publish_returns,
    publish_stock,
    publish_vendor_orders,
    publish_vendors,
)

__all__ = [
    "give_ticket",
    "publish_confirmed_orders",
    "publish_imports",
    "publish_messages",
    "publish_metrics",
    "publish_orders",
    "publish_payment_notices",
    "publish_payouts",
    "publish_products",
    "publish_products_of_vendors",
    "publish_returns",
    "publish_stock",
    "publish_vendor_orders",
    "publish_vendors",
]
