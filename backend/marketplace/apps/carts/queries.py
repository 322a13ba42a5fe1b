"""Reads of carts. Somebody else's cart is not there."""

from __future__ import annotations

from hmac import compare_digest

from rest_framework.request import Request

from marketplace.apps.carts.documents import CARTS, Cart, carts_pk
from marketplace.foundation.documents.port import Order
from marketplace.foundation.rest.tokens import CUSTOMER, Principal
from marketplace.foundation.rest.views import find_principal
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import hash_secret, is_id
from marketplace.kit.pages import PageRequest


def get_cart(request: Request, cart_id: str) -> Cart:
    """The caller's cart: by the Cart-Token of a guest, or as a customer's own. :raises NotFound: for any other"""
    return get_cart_for(find_principal(request), cart_id, request.META.get("HTTP_CART_TOKEN", ""))


def get_cart_for(principal: Principal | None, cart_id: str, token: str) -> Cart:
    """The cart that ``token`` opens, else the customer's own. One store call, two for a token that fits no cart. :raises NotFound:"""
    if not is_id(cart_id, "cart"):
        raise NotFound
    cart = _find_guest_cart(cart_id, token) if token else None
    if cart is None and principal is not None and principal.audience == CUSTOMER:
        cart = CARTS.find(carts_pk(principal.id), cart_id)
    if cart is None:
        raise NotFound
    return cart


def find_last_cart(customer_id: str) -> Cart | None:
    """The newest of a customer's carts, open or closed."""
    page = CARTS.query(carts_pk(customer_id), order=Order("/number", descending=True), page=PageRequest(1))
    return next(iter(page.items), None)


def _find_guest_cart(cart_id: str, token: str) -> Cart | None:
    cart = CARTS.find(carts_pk(cart_id), cart_id)
    return cart if cart is not None and compare_digest(cart.token_hash, hash_secret(token)) else None
