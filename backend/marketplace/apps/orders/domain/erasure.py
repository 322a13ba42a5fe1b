"""What is left of a customer's data in an order once the account is deleted. Pure."""

from __future__ import annotations

from marketplace.apps.orders.types import Order, VendorOrder


def is_erased(order: Order) -> bool:
    return not order.email


def erase_order(order: Order) -> None:
    """
    Leave what the books and the tax office need: lines, amounts, and the place that VAT goes by. The address of an invoice to a company
    (with a VAT number) stays whole.
    """
    order.email = order.note = ""
    order.shipping_address = order.shipping_address and order.shipping_address.place
    if order.billing_address is not None and not order.billing_address.vat_number:
        order.billing_address = order.billing_address.place


def erase_vendor_order(part: VendorOrder) -> None:
    part.email = part.note = ""
    part.shipping_address = part.shipping_address and part.shipping_address.place
