"""Where orders and vendor orders are stored."""

from __future__ import annotations

from marketplace.apps.orders.types import Order, VendorOrder
from marketplace.foundation.documents.container import Container
from marketplace.kit import ids


def order_pk(tenant_id: str, owner: str) -> str:
    return f"{tenant_id}:{owner}"


def vendor_order_pk(tenant_id: str, vendor_id: str, vendor_order_id: str) -> str:
    """By month, which the id contains, since one vendor's orders must not grow in one partition for ever."""
    return f"{tenant_id}:{vendor_id}:{ids.time_of(vendor_order_id):%Y%m}"


ORDERS = Container(Order, name="orders", pk=lambda order: order_pk(order.tenant_id, order.owner))
VENDOR_ORDERS = Container(VendorOrder, name="vendor_orders", pk=lambda part: vendor_order_pk(part.tenant_id, part.vendor_id, part.id))
