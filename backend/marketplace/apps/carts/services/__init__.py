"""Writes of carts. Each answers with the cart as it is now and what it costs."""

from marketplace.apps.carts.services.editing import (
    CartClosed,
    CartLimitReached,
    LineNotFound,
    add_lines,
    edit_cart,
    remove_line,
    sent_to,
    set_quantity,
    with_choices,
)
from marketplace.apps.carts.services.life import close_cart, merge_cart, open_cart
from marketplace.apps.carts.services.quoting import CartAnswer, price_cart, quote_cart

__all__ = [
    "CartAnswer",
    "CartClosed",
    "CartLimitReached",
    "LineNotFound",
    "add_lines",
    "close_cart",
    "edit_cart",
    "merge_cart",
    "open_cart",
    "price_cart",
    "quote_cart",
    "remove_line",
    "sent_to",
    "set_quantity",
    "with_choices",
]
