"""What an operator sets for carts in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number

GUEST_CART_DAYS = whole_number(
    "guest_cart_days", default=30, least=1, most=365, unit="days", description="How long a guest's cart is kept after its last change"
)
CART_MAX_LINES = whole_number("cart_max_lines", default=100, least=1, most=500, unit="lines", description="How many lines a cart may have")
CART_MAX_QUANTITY = whole_number(
    "cart_max_quantity", default=999, least=1, most=100_000, unit="units", description="The largest quantity of one line of a cart"
)
