"""Writes of orders: placing, fulfilling, canceling."""

from marketplace.apps.orders.services.cancellations import cancel_order_lines, cancel_vendor_order_lines
from marketplace.apps.orders.services.collection import settle_collections
from marketplace.apps.orders.services.deliveries import fail_delivery, receive_return
from marketplace.apps.orders.services.disputed_money import borne_by_vendor, refund_withheld
from marketplace.apps.orders.services.erasing import erase_customer, erase_orders
from marketplace.apps.orders.services.fulfilment import accept, deliver, ship, shipment_id_of
from marketplace.apps.orders.services.placing import book_sale, close_order, confirm_order, order_token, register_order, write_order
from marketplace.apps.orders.services.refunds import refund_order, refund_sale
from marketplace.apps.orders.services.returned_sales import reverse_returned

__all__ = [
    "accept",
    "book_sale",
    "borne_by_vendor",
    "cancel_order_lines",
    "cancel_vendor_order_lines",
    "close_order",
    "confirm_order",
    "deliver",
    "erase_customer",
    "erase_orders",
    "fail_delivery",
    "order_token",
    "receive_return",
    "refund_order",
    "refund_sale",
    "refund_withheld",
    "register_order",
    "reverse_returned",
    "settle_collections",
    "ship",
    "shipment_id_of",
    "write_order",
]
