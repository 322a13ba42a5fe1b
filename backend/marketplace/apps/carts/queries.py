"""Reads of carts. Another customer's cart is not found."""

from __future__ import annotations

from datetime import UTC, datetime
from hmac import compare_digest

from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.types import Cart
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation.documents.port import Order
from marketplace.foundation.rest.tokens import CUSTOMER, Principal
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import derived_id, hash_secret, is_id
from marketplace.kit.pages import PageRequest

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def get_cart(principal: Principal | None, cart_id: str, *, token: str) -> Cart:
    """The cart that ``token`` opens, else the customer's own. One store call, two for a token that fits no cart. :raises NotFound:"""
    if not is_id(cart_id, "cart"):
        raise NotFound
    cart = _find_guest_cart(cart_id, token) if token else None
    if cart is None and principal is not None and principal.audience == CUSTOMER:
        cart = CARTS.find(carts_pk(principal.id), cart_id)
    if cart is None:
        raise NotFound
    return cart


def exchange_cart_id(return_id: str) -> str:
    """The id of the cart that replaces returned products, whether or not it is there yet: it follows from the return."""
    return derived_id("cart", "exchange", return_id, at=_SINCE)


def missing_for_payment(cart: Cart, method_code: str) -> list[str]:
    """
    What the cart lacks for that way to pay, apart from what every order needs: some need a telephone number. Without a
    method, the method is missing.
    """
    if not method_code:
        return ["payment_method"]
    has_phone = cart.shipping_address is not None and bool(cart.shipping_address.phone)
    return ["shipping_address.phone"] if payment_queries.requires_phone(method_code) and not has_phone else []


def find_last_cart(customer_id: str) -> Cart | None:
    """The newest of a customer's carts, open or closed."""
    page = CARTS.query(carts_pk(customer_id), order=Order("/number", descending=True), page=PageRequest(1))
    return next(iter(page.items), None)


def _find_guest_cart(cart_id: str, token: str) -> Cart | None:
    cart = CARTS.find(carts_pk(cart_id), cart_id)
    return cart if cart is not None and compare_digest(cart.token_hash, hash_secret(token)) else None
