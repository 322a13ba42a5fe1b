"""Writes of carriers: accounts, labels."""

from marketplace.apps.carriers.services.accounts import connect, disconnect, forget_keys
from marketplace.apps.carriers.services.at_carrier import finish_labels
from marketplace.apps.carriers.services.erasing import erase_orders
from marketplace.apps.carriers.services.labels import (
    buy_label,
    buy_return_label,
    content_of_return_label,
    link_to_label,
    list_options,
    ship_label,
    void_label,
    void_return_label,
)

__all__ = [
    "buy_label",
    "buy_return_label",
    "connect",
    "content_of_return_label",
    "disconnect",
    "erase_orders",
    "finish_labels",
    "forget_keys",
    "link_to_label",
    "list_options",
    "ship_label",
    "void_label",
    "void_return_label",
]
