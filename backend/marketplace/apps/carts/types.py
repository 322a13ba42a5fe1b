"""The words of carts: what a cart holds, and what it costs."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.tax.types import TaxLine
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import Money

CartStatus = Literal["open", "ordered", "merged"]

# Why a line cannot be bought as it stands, or what is new about it.
ChangeKind = Literal[
    "price_changed",
    "less_stock",
    "product_gone",
    "vendor_not_selling",
    "not_sold_in_currency",
    "not_sent_to_country",
    "shipping_gone",
    "quantity_limited",
    "line_dropped",
]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a variant. ``seen_price`` is what a piece cost when the customer last changed the cart."""

    id: str
    variant_id: VariantId
    product_id: ProductId
    vendor_id: VendorId
    quantity: int
    seen_price: Money | None = None


class Adjustment(msgspec.Struct, frozen=True):
    """
    What makes a line dearer or cheaper than its price: a promotion, points, a fee.

    ``amount`` is signed; ``source`` names what gave it; ``borne_by`` is vendor or operator.
    """

    kind: str
    source: str
    amount: Money
    borne_by: str


class QuoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as priced. Prices contain VAT; ``total`` is ``subtotal`` with its adjustments, and contains ``tax``."""

    line_id: str
    variant_id: VariantId
    product_id: ProductId
    vendor_id: VendorId
    sku: str
    slug: str
    title: str
    option_text: str
    image: str  # the address of a picture, or empty
    category_path: list[str]
    tax_class: str
    quantity: int
    unit_price: Money
    subtotal: Money
    adjustments: list[Adjustment]
    total: Money
    tax_rate_bp: int
    tax: Money


class QuotePart(msgspec.Struct, frozen=True, kw_only=True):
    """One vendor's part. Without a choice of shipping its method is empty and its cost zero."""

    vendor_id: VendorId
    vendor_name: str
    line_ids: list[str]
    items_total: Money
    needs_shipping: bool
    shipping_method_id: str
    shipping_name: str
    shipping: Money
    shipping_tax_rate_bp: int
    shipping_tax: Money
    total: Money
    tax: Money


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a cart costs in its country and currency. Lines that cannot be sold are left out.

    ``is_complete``: nothing was left out, and every part that needs shipping has it.
    """

    currency: str
    lines: list[QuoteLine]
    parts: list[QuotePart]
    items_total: Money
    shipping_total: Money
    total: Money
    tax_total: Money
    taxes: list[TaxLine]
    is_complete: bool


class CartChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is new since the customer last changed the cart; only what the ``kind`` speaks of is filled."""

    kind: ChangeKind
    line_id: str = ""
    vendor_id: str = ""
    variant_id: str = ""
    old_price: Money | None = None
    new_price: Money | None = None
    requested: int | None = None
    available: int | None = None


class QuotedCart(NamedTuple):
    """
    A quote, what is new, and what completing the cart still needs.

    ``missing`` has ``lines`` (the cart is empty), ``line:<id>`` (cannot be sold), ``email``, ``shipping_address`` and
    ``shipping_choice:<vendor id>``. Too little stock is a change and not missing: the checkout's reservation decides.
    """

    quote: Quote
    changes: list[CartChange]
    missing: list[str]


class CartDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What may be set on a cart beside its lines; what is unset stays, ``None`` and empty remove."""

    email: str | msgspec.UnsetType | None = msgspec.UNSET
    shipping_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    billing_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    shipping_choices: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    country: str | msgspec.UnsetType = msgspec.UNSET
    currency: str | msgspec.UnsetType = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
