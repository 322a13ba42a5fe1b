"""Run inside Django: vendors, a category tree and 2,000 products by import; prints what the load needs to know, as JSON."""

from __future__ import annotations

import csv
import io
import json
import sys

import django

django.setup()

from marketplace.apps.accounts import services as account_services
from marketplace.apps.carts import services as cart_services
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.discovery.queries import goods
from marketplace.apps.imports import services as import_services
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import relay
from marketplace.foundation.tenancy import directory
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import VendorId
from marketplace.kit.money import Money

VENDORS = 4
STOCK = 100_000
COLUMNS = ("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Variant SKU")
COLUMNS += ("Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Price", "Image Src", "Product Category")
BODY = "<p>Wireless headphones with forty hours of sound and a soft band.</p><ul><li>Bluetooth 5.3</li><li>Folds flat</li></ul>"
BRANDS = ("Aulos", "Boreas", "Cithara", "Duduk", "Eolia", "Fife", "Gamba", "Horn")
CATEGORIES = ("Over-ear", "On-ear", "In-ear", "For sport", "For children")


def main() -> None:
    products = int(sys.argv[1])
    with tenancy.scope(directory.get("eu")):
        for name in CATEGORIES:
            catalog_services.create_category(names={"en": name}, actor=SYSTEM, now=clock.now())
        password_hash = account_services.new_password_hash("a-password-for-nobody", email="owner@bench.example")
        vendors = [_vendor(number, password_hash) for number in range(VENDORS)]
        for place, (vendor_id, _) in enumerate(vendors):
            _import(vendor_id, range(place, products, VENDORS))
        relay.drain(now=clock.now())
        print(json.dumps(_facts(dict(vendors), products)))


def _vendor(number: int, password_hash: str) -> tuple[str, str]:
    """An approved vendor; its id and that of its way to deliver."""
    vendor = vendor_services.apply_as_vendor(
        name=f"Sound {number}",
        legal_name=f"Sound {number} BV",
        country="NL",
        email=f"owner{number}@bench.example",
        owner_name="Olga Owner",
        language="en",
        password_hash=password_hash,
        actor=SYSTEM,
        now=clock.now(),
    )
    vendor_services.approve_vendor(vendor_id=vendor.id, actor=SYSTEM, now=clock.now())
    method = shipping_services.create_method(
        vendor_id=vendor.id,
        names={"en": "Standard"},
        prices=[Money(495, "EUR")],
        free_over=[Money(10_000, "EUR")],
        countries=["NL", "BE"],
        min_days=1,
        max_days=3,
        now=clock.now(),
    )
    return vendor.id, method.id


def _import(vendor_id: str, numbers: range) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(_row(number) for number in numbers)
    started = import_services.start_import(
        vendor_id=VendorId(vendor_id),
        filename="bench.csv",
        content=out.getvalue().encode(),
        currency="EUR",
        language="en",
        is_dry_run=False,
        actor=SYSTEM,
        now=clock.now(),
    )
    done = import_services.run_import(import_id=started.id, now=clock.now())
    if not done.is_complete:
        raise SystemExit(f"The import did not come through: {done}")


def _row(number: int) -> dict[str, str]:
    values = (
        f"wireless-headphones-{number}",
        f"Wireless headphones {number}",
        BODY,
        BRANDS[number % len(BRANDS)],
        "Headphones",
        "sound, bluetooth",
        "true",
        "Title",
        "Default Title",
        f"WH-{number:05}",
        "300",
        "shopify",
        str(STOCK),
        f"{19 + number % 180}.95",
        f"https://pictures.bench.example/{number}.webp",
        CATEGORIES[number % len(CATEGORIES)],
    )
    return dict(zip(COLUMNS, values, strict=True))


def _facts(methods: dict[str, str], products: int) -> dict[str, object]:
    variants = sorted(goods_variants(), key=lambda item: item[0])
    if len(variants) != products:
        raise SystemExit(f"{len(variants)} of {products} products are for sale.")
    lines = [StockLine(variant_id, 1) for variant_id, _ in variants[:3]]
    cart = cart_services.open_cart(customer_id="", language="en", country="NL", lines=lines, now=clock.now())
    return {"variants": variants, "methods": methods, "cart": cart.cart.id, "cart_token": cart.token}


def goods_variants() -> list[tuple[str, str]]:
    """Variant and vendor of everything in stock."""
    return [(row.variant_id, row.vendor_id) for row in inventory_queries.all_stocked()]


if __name__ == "__main__":
    main()
