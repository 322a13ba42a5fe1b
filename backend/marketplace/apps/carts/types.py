"""The words of carts: what a cart holds, what is new about it, and what it lacks. What it costs is a quote of ``pricing``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.pricing.types import Quote
from marketplace.foundation.documents.container import Document
from marketplace.kit import limits
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import Money

MAX_CODES = 10  # on one cart
MAX_GIFT_CARDS = limits.declare("carts.gift_cards", 5, "gift cards", "Gift cards on one cart; 422 `cart_limit_reached` above it.")
MAX_SAVED = limits.declare("carts.saved", 100, "items", "Items that a cart keeps saved; 422 `cart_limit_reached` above it.")
MAX_NOTE = limits.declare("carts.note", 500, "characters", "Characters of the note to the vendors; 422 `invalid_input` above it.")

CartStatus = Literal["open", "ordered", "merged"]

# Why a line cannot be bought as it stands, or what is new about it.
ChangeKind = Literal[
    "price_changed",
    "less_stock",
    "product_gone",
    "vendor_not_selling",
    "vendor_on_vacation",
    "not_sold_in_currency",
    "not_sent_to_country",
    "no_tax_rate",
    "shipping_gone",
    "payment_method_gone",
    "quantity_limited",
    "line_dropped",
    "not_in_order",
]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """
    A quantity of a variant. ``seen_price`` is what a unit cost when the customer last changed the cart. ``kept_from`` is the order
    that was paid without it, until the customer changes the cart.
    """

    id: str
    variant_id: VariantId
    product_id: ProductId
    vendor_id: VendorId
    quantity: int
    seen_price: Money | None = None
    kept_from: str = ""


class Cart(Document, kw_only=True):
    """
    What a customer means to buy, and the draft of the checkout.

    It is a customer's (``owner`` is the customer) or a guest's (``owner`` is the cart, opened by a secret).

    ``number`` counts a customer's carts: only the last can be open. ``merged`` names the guests' carts that went into it.
    """

    owner: str
    customer_id: str = ""
    token_hash: str = ""
    number: int = 1
    status: CartStatus = "open"
    order_id: str = ""
    next_cart_id: str = ""  # of a guest: where the lines are that its order did not have
    merged_into: str = ""  # the owner and the id of the cart that took this one in, with a colon between
    merged: list[str] = []
    lines: list[Line] = []
    saved: list[Line] = []  # for later: neither priced nor ordered; the customer's next cart takes them over
    email: str = ""
    note: str = ""  # to the vendors
    shipping_address: Address | None = None
    billing_address: Address | None = None
    shipping_choices: dict[str, str] = {}  # a vendor's id to the id of its shipping method
    payment_method: str = ""
    codes: list[str] = []  # as given: the quote says what each gives
    gift_cards: list[str] = []  # their ids: a code opens a card, so it is not kept
    uses_store_credit: bool = False  # the customer's own
    exchange_of: str = ""  # the return whose products these replace: their stock is held by its name, and their delivery is the vendor's
    country: str
    currency: str
    language: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def postcode(self) -> str:
        """The postcode of the shipping address; empty as long as only the country is known."""
        address = self.shipping_address
        return address.postcode if address is not None and address.country == self.country else ""

    @property
    def item_count(self) -> int:
        return sum(line.quantity for line in self.lines)

    def find_line(self, line_id: str) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)

    def find_saved(self, line_id: str) -> Line | None:
        return next((line for line in self.saved if line.id == line_id), None)


class CartChange(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is new since the customer last changed the cart; only what the ``kind`` speaks of is filled. ``not_in_order``: the line was added
    while ``order_id`` was being paid, so it is here and not in that order.
    """

    kind: ChangeKind
    line_id: str = ""
    vendor_id: str = ""
    variant_id: str = ""
    old_price: Money | None = None
    new_price: Money | None = None
    requested: int | None = None
    available: int | None = None
    order_id: str = ""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of which fewer units than wanted went into a cart, and why: ``added`` may be none."""

    variant_id: VariantId
    requested: int
    added: int
    reason: ChangeKind


class QuotedCart(NamedTuple):
    """
    A quote, what is new, and what completing the cart still needs.

    ``missing`` has ``lines`` (the cart is empty), ``line:<id>`` (cannot be sold), ``email``, ``shipping_address`` (if anything is sent) and
    ``shipping_choice:<vendor id>``. Too little stock is a change and not missing: the checkout's reservation decides.
    """

    quote: Quote
    changes: list[CartChange]
    missing: list[str]


class CartDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What may be set on a cart apart from its lines; what is unset stays, ``None`` and empty remove."""

    email: str | msgspec.UnsetType | None = msgspec.UNSET
    note: str | msgspec.UnsetType | None = msgspec.UNSET
    shipping_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    billing_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    shipping_choices: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    payment_method: str | msgspec.UnsetType | None = msgspec.UNSET
    codes: list[str] | msgspec.UnsetType = msgspec.UNSET
    uses_store_credit: bool | msgspec.UnsetType = msgspec.UNSET
    country: str | msgspec.UnsetType = msgspec.UNSET
    currency: str | msgspec.UnsetType = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
