"""Writes of checkouts: turning a cart into an order, canceling one that is not paid, erasing its customer."""

from marketplace.apps.checkout.services.canceling import cancel_order_lines
from marketplace.apps.checkout.services.erasing import erase_checkouts, erase_customer, erase_unsold
from marketplace.apps.checkout.services.placing import place_order
from marketplace.apps.checkout.types import PaymentChoice

__all__ = ["PaymentChoice", "cancel_order_lines", "erase_checkouts", "erase_customer", "erase_unsold", "place_order"]
