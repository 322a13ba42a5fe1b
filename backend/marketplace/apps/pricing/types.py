"""
What a cart costs, and what it is paid with: a ``Quote`` of lines, vendor parts and an order level.

An **adjustment** changes a price: a promotion, a fee. It is given at one level (line, vendor, order) for one target (items, shipping, a
separate fee) and is borne by the vendor, the operator or both. What is given at a higher level is allocated down by largest remainder, so
every line and every part knows what of it is its own.

Refunds, VAT and commissions read these, and need nothing else:

- ``QuoteLine.total``: what the customer pays for the line, all adjustments included; it contains ``tax`` of ``tax_rate_bp``.
- ``QuoteLine.vendor_amount``: what the line sells for as the vendor sees it: ``total`` without what the operator bears. The base of its
  commission.
- ``QuotePart.shipping``, ``shipping_tax``, ``shipping_vendor_amount``: the same for the delivery of one vendor's products.
- ``QuotePart.fees``, ``fees_tax``: the part's share of what the operator charges apart from products and delivery.

A **tender** pays a part of the total: it changes no price and no VAT. ``amount_due`` is left for the payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from marketplace.apps.catalog.types import TaxClass
from marketplace.apps.shipping.types import ShippingOption
from marketplace.apps.tax.types import TaxLine
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import BASIS_POINTS, Money


class AdjustmentKind(StrEnum):
    """Why a price changes."""

    PROMOTION = "promotion"
    PAYMENT_FEE = "payment_fee"


class Level(StrEnum):
    """Where an adjustment is given."""

    LINE = "line"
    VENDOR = "vendor"
    ORDER = "order"


class Target(StrEnum):
    """What an adjustment changes: the price of the products, of their delivery, or neither (a separate fee)."""

    ITEMS = "items"
    SHIPPING = "shipping"
    FEE = "fee"


class Bearer(StrEnum):
    """Who pays for a discount and receives a surcharge."""

    VENDOR = "vendor"
    OPERATOR = "operator"
    SHARED = "shared"


class TenderKind(StrEnum):
    """What pays a part of an order before the payment."""

    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    POINTS = "points"


class CodeProblem(StrEnum):
    """Why a code gives nothing."""

    UNKNOWN = "unknown_code"


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """
    What changed a price, or one line's or part's share of it.

    ``amount`` is signed (a discount is negative) and contains ``tax``; ``operator_amount`` of it is borne by the operator, the rest by the
    vendor. ``source`` names what gave it: a promotion's id, the code of a payment method.
    """

    kind: AdjustmentKind
    source: str
    level: Level
    target: Target
    amount: Money
    tax: Money
    bearer: Bearer
    operator_amount: Money


class ProposedAdjustment(msgspec.Struct, frozen=True, kw_only=True):
    """
    An adjustment before it is fitted to a basket: a discount takes off at most what there is.

    ``line_id`` gives it to one line, ``vendor_id`` to one vendor's part, neither to the order. A fee is never negative, never of a
    line, and the operator's. ``operator_bp`` hundredths of a percent are borne by the operator, the rest by the vendors.

    :raises ValueError: for what cannot be
    """

    kind: AdjustmentKind
    source: str
    amount: Money
    target: Target = Target.ITEMS
    line_id: str = ""
    vendor_id: str = ""
    operator_bp: int = 0

    def __post_init__(self) -> None:
        if self.line_id and (self.vendor_id or self.target is not Target.ITEMS):
            raise ValueError("an adjustment of a line changes the price of its products")
        if self.target is Target.FEE and self.amount.minor < 0:
            raise ValueError("a fee is never negative")
        if self.target is Target.FEE and self.operator_bp != BASIS_POINTS:
            raise ValueError("a fee is the operator's")
        if not 0 <= self.operator_bp <= BASIS_POINTS:
            raise ValueError("the operator bears from 0 to 10000 basis points")

    @property
    def level(self) -> Level:
        if self.line_id:
            return Level.LINE
        return Level.VENDOR if self.vendor_id else Level.ORDER

    @property
    def bearer(self) -> Bearer:
        if self.operator_bp == 0:
            return Bearer.VENDOR
        return Bearer.OPERATOR if self.operator_bp == BASIS_POINTS else Bearer.SHARED


class Tender(msgspec.Struct, frozen=True, kw_only=True):
    """Pays ``amount`` of an order, or of one vendor's part; ``reference`` names the card or the account."""

    kind: TenderKind
    reference: str
    amount: Money


class ProposedTender(msgspec.Struct, frozen=True, kw_only=True):
    """What could pay: at most ``available``, which is positive. Earlier ones pay first."""

    kind: TenderKind
    reference: str
    available: Money


class CodeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a code: applied, or the ``problem`` with it."""

    code: str
    is_applied: bool
    problem: CodeProblem | None


class BasketLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that can be sold, with what the quote says of it. ``unit_price`` contains VAT."""

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
    tax_class: TaxClass
    quantity: int
    unit_price: Money


class BasketVendor(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor in the basket, and the way to deliver that was chosen (``None`` where nothing is sent, or nothing is chosen yet)."""

    vendor_id: VendorId
    name: str
    needs_shipping: bool
    option: ShippingOption | None


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is priced: everything that a quote depends on except the tax table.

    ``vendors`` has each vendor of ``lines`` once. All amounts are of ``currency``. ``is_complete``: no line was left out.
    """

    country: str
    postcode: str
    currency: str
    lines: list[BasketLine]
    vendors: list[BasketVendor]
    adjustments: list[ProposedAdjustment] = []
    tenders: list[ProposedTender] = []
    codes: list[str] = []
    payment_method: str = ""
    is_complete: bool = True


class QuoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    A line as priced. Prices contain VAT; ``total`` is ``subtotal`` with its ``adjustments``, and contains ``tax``.

    The adjustments are its own and its shares of what was given to its vendor's part and to the order.
    """

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

    @property
    def vendor_amount(self) -> Money:
        """What the line sells for as the vendor sees it: what the operator gives or takes is not in it."""
        return self.total - borne_by_operator(self.adjustments, self.total.currency) if self.adjustments else self.total


class QuotePart(msgspec.Struct, frozen=True, kw_only=True):
    """
    One vendor's part. Without a choice of shipping its method is empty and its cost zero.

    ``adjustments`` are those given to the part (of items: already in its lines' totals), and its shares of the order's for shipping and
    fees. ``shipping_price`` is the method's, ``shipping`` what is paid; ``fees`` are charged apart from products and delivery, and taxed as
    delivery is. ``tenders`` are the part's shares of the order's; ``amount_due`` is what they leave of ``total``.
    """

    vendor_id: VendorId
    vendor_name: str
    line_ids: list[str]
    items_total: Money
    needs_shipping: bool
    shipping_method_id: str
    shipping_name: str
    shipping_price: Money
    shipping: Money
    shipping_tax_rate_bp: int
    shipping_tax: Money
    fees: Money
    fees_tax_rate_bp: int
    fees_tax: Money
    adjustments: list[Adjustment]
    total: Money
    tax: Money
    tenders: list[Tender]
    amount_due: Money

    @property
    def shipping_vendor_amount(self) -> Money:
        """What delivery sells for as the vendor sees it."""
        return self.shipping - borne_by_operator(self.adjustments, self.total.currency, Target.SHIPPING)


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a cart costs in its country and currency. Lines that cannot be sold are left out.

    ``total`` is the sum of the parts' totals, and ``amount_due`` what ``tenders`` leave of it for the payment; at zero nothing is to be
    paid. ``adjustments`` are those given to the order as a whole: they are in the lines and parts already. ``codes`` answers every code
    of the cart. ``payment_method`` is the one whose fee is in the quote. ``is_complete``: nothing was left out, and every part that needs
    shipping has it.
    """

    currency: str
    lines: list[QuoteLine]
    parts: list[QuotePart]
    adjustments: list[Adjustment]
    items_total: Money
    shipping_total: Money
    fees_total: Money
    total: Money
    tax_total: Money
    taxes: list[TaxLine]
    tenders: list[Tender]
    amount_due: Money
    codes: list[CodeAnswer]
    payment_method: str
    is_complete: bool

    @property
    def payment_fee(self) -> Money:
        """What the payment method costs the customer; in ``fees_total`` and in ``amount_due``."""
        return Money(sum(item.amount.minor for item in self.adjustments if item.kind is AdjustmentKind.PAYMENT_FEE), self.currency)

    @property
    def due_before_fee(self) -> Money:
        """What is to be paid whatever the method: a method's own limits and its fee go by it."""
        return self.amount_due - self.payment_fee

    def items_vendor_amount(self, vendor_id: str) -> Money:
        """What the products of a vendor sell for as the vendor sees it; free delivery from an amount on goes by it."""
        return Money(sum(line.vendor_amount.minor for line in self.lines if line.vendor_id == vendor_id), self.currency)


def borne_by_operator(adjustments: Iterable[Adjustment], currency: str, target: Target = Target.ITEMS) -> Money:
    """
    What the operator bears of the adjustments of a line (or of those of a part that change ``target``): negative where it gives.

    A part's adjustments of items are shared out over its lines: ask the lines.
    """
    return Money(sum(item.operator_amount.minor for item in adjustments if item.target is target), currency)
