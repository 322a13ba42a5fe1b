"""A cart: what somebody means to buy, and the draft of the checkout."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import CartStatus, Line
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Container, Document

DEFAULT_GUEST_DAYS = 30
DAY_S = 86_400


class Cart(Document, kw_only=True):
    """
    A customer's cart (``owner`` is the customer) or a guest's (``owner`` is the cart, opened by a secret).

    ``number`` counts a customer's carts: only the last can be open. ``merged`` names the guests' carts that went into it.
    """

    owner: str
    customer_id: str = ""
    token_hash: str = ""
    number: int = 1
    status: CartStatus = "open"
    order_id: str = ""
    merged_into: str = ""  # the owner and the id of the cart that took this one in, with a colon between
    merged: list[str] = []
    lines: list[Line] = []
    email: str = ""
    shipping_address: Address | None = None
    billing_address: Address | None = None
    shipping_choices: dict[str, str] = {}  # a vendor's id to the id of its shipping method
    codes: list[str] = []
    country: str
    currency: str
    language: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    def find_line(self, line_id: str) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)


def _life_s(cart: Cart) -> int | None:
    """Seconds since its last change that a guest's cart lives. Customers' stay: their numbers must not begin anew."""
    return None if cart.customer_id else max(1, tenancy.current().setting("guest_cart_days", DEFAULT_GUEST_DAYS)) * DAY_S


def carts_pk(owner: str) -> str:
    return f"{tenancy.current().slug}:{owner}"


CARTS = Container(Cart, name="carts", pk=lambda cart: f"{cart.tenant_id}:{cart.owner}", ttl_s=_life_s)
