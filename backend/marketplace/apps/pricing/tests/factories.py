"""Baskets for tests, without a store."""

from __future__ import annotations

from marketplace.apps.pricing.domain.quotes import Rates, build_quote
from marketplace.apps.pricing.types import (
    AdjustmentKind,
    Basket,
    BasketLine,
    BasketVendor,
    ProposedAdjustment,
    Quote,
    Target,
    TaxClass,
)
from marketplace.apps.shipping.types import ShippingMethodId, ShippingOption
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import BASIS_POINTS, Money

RATES = Rates(by_class={TaxClass.STANDARD: 2100, TaxClass.REDUCED: 900, TaxClass.ZERO: 0}, incidental=2100)


def line(
    line_id: str,
    minor: int,
    *,
    vendor: str = "ven_1",
    quantity: int = 1,
    tax_class: TaxClass = TaxClass.STANDARD,
    currency: str = "EUR",
) -> BasketLine:
    return BasketLine(
        line_id=line_id,
        variant_id=VariantId(f"var_{line_id}"),
        product_id=ProductId(f"prod_{line_id}"),
        vendor_id=VendorId(vendor),
        sku="",
        slug="",
        title="",
        option_text="",
        image="",
        category_path=[],
        tax_class=tax_class,
        quantity=quantity,
        unit_price=Money(minor, currency),
    )


def vendor(vendor_id: str, shipping_minor: int | None = None, *, free_over_minor: int | None = None, currency: str = "EUR") -> BasketVendor:
    option = ShippingOption(
        method_id=ShippingMethodId(f"shm_{vendor_id}"),
        name="Parcel",
        price=Money(shipping_minor or 0, currency),
        free_over=None if free_over_minor is None else Money(free_over_minor, currency),
        min_days=1,
        max_days=2,
    )
    has_option = shipping_minor is not None
    return BasketVendor(vendor_id=VendorId(vendor_id), name=vendor_id, needs_shipping=has_option, option=option if has_option else None)


def basket(*lines: BasketLine, vendors: list[BasketVendor] | None = None, currency: str = "EUR", **more: object) -> Basket:
    known = vendors if vendors is not None else [vendor(vendor_id) for vendor_id in dict.fromkeys(item.vendor_id for item in lines)]
    return Basket(country="NL", postcode="", currency=currency, lines=list(lines), vendors=known, **more)  # type: ignore[arg-type]


def discount(
    minor: int, *, line_id: str = "", vendor_id: str = "", operator_bp: int = 0, target: Target = Target.ITEMS, currency: str = "EUR"
) -> ProposedAdjustment:
    return ProposedAdjustment(
        kind=AdjustmentKind.PROMOTION,
        source="promo_1",
        amount=Money(-minor, currency),
        target=target,
        line_id=line_id,
        vendor_id=vendor_id,
        operator_bp=operator_bp,
    )


def fee(minor: int, *, operator_bp: int = BASIS_POINTS, currency: str = "EUR") -> ProposedAdjustment:
    return ProposedAdjustment(
        kind=AdjustmentKind.PAYMENT_FEE,
        source="cash_on_delivery",
        amount=Money(minor, currency),
        target=Target.FEE,
        operator_bp=operator_bp,
    )


def quote(*lines: BasketLine, rates: Rates = RATES, **more: object) -> Quote:
    return build_quote(basket(*lines, **more), rates)  # type: ignore[arg-type]
