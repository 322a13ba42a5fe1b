"""Where carts are stored, and for how long."""

from __future__ import annotations

from marketplace.apps.carts.region_settings import GUEST_CART_DAYS
from marketplace.apps.carts.types import Cart
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Container

DAY_S = 86_400


def _life_s(cart: Cart) -> int | None:
    """Seconds since its last change that a guest's cart lives. Customers' stay: their numbers must not begin anew."""
    return None if cart.customer_id else GUEST_CART_DAYS.current() * DAY_S


def carts_pk(owner: str) -> str:
    return f"{tenancy.current().slug}:{owner}"


CARTS = Container(Cart, name="carts", pk=lambda cart: f"{cart.tenant_id}:{cart.owner}", ttl_s=_life_s)
