"""Writes of returns: requesting, deciding, receiving, inspecting; and what follows from these."""

from marketplace.apps.returns.services.carrier_labels import buy_label, follow_carrier_label, list_label_options, void_bought_label
from marketplace.apps.returns.services.deciding import (
    approve_return,
    expire_returns,
    inspect_return,
    receive_return,
    refuse_return,
    settle_return,
)
from marketplace.apps.returns.services.erasing import erase_customer, erase_orders
from marketplace.apps.returns.services.exchanging import expire_exchanges, hold_again, note_exchange_order
from marketplace.apps.returns.services.labels import link_to_label, set_label
from marketplace.apps.returns.services.photos import add_photo, link_to_photo
from marketplace.apps.returns.services.policies import set_policy
from marketplace.apps.returns.services.requesting import cancel_return, request_returns, withdraw

__all__ = [
    "add_photo",
    "approve_return",
    "buy_label",
    "cancel_return",
    "erase_customer",
    "erase_orders",
    "expire_exchanges",
    "expire_returns",
    "follow_carrier_label",
    "hold_again",
    "inspect_return",
    "link_to_label",
    "link_to_photo",
    "list_label_options",
    "note_exchange_order",
    "receive_return",
    "refuse_return",
    "request_returns",
    "set_label",
    "set_policy",
    "settle_return",
    "void_bought_label",
    "withdraw",
]
