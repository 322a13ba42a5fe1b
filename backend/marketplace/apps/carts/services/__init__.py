"""Writes of carts. Each answers with the cart as it is now and what it costs."""

from marketplace.apps.carts.services.editing import (
    CartClosed,
    CartLimitReached,
    LineNotFound,
    add_lines,
    edit_cart,
    max_quantity,
    remove_line,
    sent_to,
    set_quantity,
    with_choices,
)
from marketplace.apps.carts.services.exchanging import ExchangeFor, drop_exchange_cart, open_exchange_cart
from marketplace.apps.carts.services.gift_cards import add_gift_card, remove_gift_card
from marketplace.apps.carts.services.lifecycle import Ordered, close_cart, delete_carts, merge_cart, open_cart
from marketplace.apps.carts.services.quoting import CartAnswer, price_cart, quote_cart
from marketplace.apps.carts.services.reordering import PartlyAdded, add_possible
from marketplace.apps.carts.services.saving import remove_saved, restore_line, save_line, save_variant

__all__ = [
    "CartAnswer",
    "CartClosed",
    "CartLimitReached",
    "ExchangeFor",
    "LineNotFound",
    "Ordered",
    "PartlyAdded",
    "add_gift_card",
    "add_lines",
    "add_possible",
    "close_cart",
    "delete_carts",
    "drop_exchange_cart",
    "edit_cart",
    "max_quantity",
    "merge_cart",
    "open_cart",
    "open_exchange_cart",
    "price_cart",
    "quote_cart",
    "remove_gift_card",
    "remove_line",
    "remove_saved",
    "restore_line",
    "save_line",
    "save_variant",
    "sent_to",
    "set_quantity",
    "with_choices",
]
