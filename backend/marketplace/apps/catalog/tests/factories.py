"""Products and categories for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.types import (
    CategoryView,
    Product,
    ProductChanges,
    ProductOption,
    ProductTexts,
    Specification,
    TaxClass,
    Texts,
    VariantInput,
)
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.money import Money
from marketplace.testing import NOW

STAFF = Actor("staff", "stf_of_tests", "catalogue", "127.0.0.1")

_numbers = count(1)


def make_category(
    slug: str = "", *, name: str = "", names: Texts | None = None, parent: CategoryView | None = None, now: datetime = NOW
) -> CategoryView:
    number = next(_numbers)
    return services.create_category(
        slug=slug or f"category-{number}",
        names=names or {"en": name or slug.replace("-", " ").capitalize() or f"Category {number}"},
        parent_id=parent.id if parent else None,
        position=number,
        actor=STAFF,
        now=now,
    )


def make_product(
    *,
    vendor: str,
    stock: int = 10,
    is_published: bool = True,
    now: datetime = NOW,
    **changes: Any,
) -> Product:
    """
    A published product of the vendor (an id) with one variant, or one per size, each with ``stock`` units.

    ``changes`` are those of ``product_changes``, such as ``title``, ``price`` or ``category``.
    """
    vendor_id = VendorId(vendor)
    product = services.create_product(vendor_id=vendor_id, changes=product_changes(**changes), now=now)
    set_stock(product, stock, now=now)
    if is_published:
        services.publish_product(vendor_id=vendor_id, product_id=ProductId(product.id), now=now)
    return queries.get_product(vendor, product.id)


def product_changes(
    *,
    title: str = "",
    texts: dict[str, ProductTexts] | None = None,
    price: Money | Sequence[Money] | None = None,
    compare_at: Money | None = None,
    sizes: Sequence[str] = (),
    category: CategoryView | None = None,
    brand: str = "",
    tags: Sequence[str] = (),
    tax_class: TaxClass = TaxClass.STANDARD,
    countries: Sequence[str] = (),
    barcode: str = "",
    weight_g: int = 500,
    specifications: Sequence[Specification] = (),
) -> ProductChanges:
    """What a new product says; ``price`` is 20.00 of the tenant's currency when left out, or one price per currency."""
    prices = [price] if isinstance(price, Money) else list(price or [Money(2000, tenancy.current().default_currency)])
    own = {"prices": prices, "compare_at": [compare_at] if compare_at else [], "barcode": barcode, "weight_g": weight_g}
    return ProductChanges(
        texts=dict(texts or {"en": ProductTexts(title=title or f"Product {next(_numbers)}", description_html="<p>Made for tests.</p>")}),
        brand=brand,
        category_id=category.id if category else None,
        tags=list(tags),
        tax_class=tax_class,
        options=[ProductOption(name={"en": "Size"}, values=[{"en": size} for size in sizes])] if sizes else [],
        variants=[VariantInput(option_values=[place] if sizes else [], **own) for place in range(len(sizes) or 1)],
        countries=list(countries),
        specifications=list(specifications),
    )


def set_stock(product: Product, quantity: int, *, now: datetime = NOW) -> None:
    """Every variant of the product has this quantity in its vendor's default warehouse."""
    inventory_services.register_variants(
        vendor_id=product.vendor_id,
        product_id=product.id,
        variants=[(variant.id, variant.sku) for variant in product.variants],
        now=now,
    )
    levels = [Level(variant_id=variant.id, on_hand=quantity, tracks_stock=True) for variant in product.variants]
    inventory_services.set_levels(levels, actor=STAFF, now=now, cause_id="tests")


def sell_out(product: Product, *, variant: int, now: datetime = NOW) -> None:
    """That variant of the product, by its place, is there no more; the others are as they were."""
    level = Level(variant_id=product.variants[variant].id, on_hand=0, tracks_stock=True)
    inventory_services.set_levels([level], actor=STAFF, now=now, cause_id=f"tests-sold-out-{variant}")


def picture(*, width: int = 40, height: int = 30, kind: str = "PNG", colour: str = "teal") -> bytes:
    """A picture file of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()
