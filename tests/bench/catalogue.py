"""
Fills region ``eu`` with products (2,000 of 10 vendors unless options say otherwise), with stock and a way to deliver; prints what the load
needs, as JSON.

Run by ``run.py`` and ``lists.py`` in the environment of its stack, before the programs start.
"""
# ruff: noqa: E402  # models can be imported once Django is set up

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import connections

from marketplace.apps.accounts import services as account_services
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import CategoryView, Product, ProductOption, ProductStatus
from marketplace.apps.catalog.types.imported import ImportedImage, ImportedProduct, ImportedTexts, ImportedVariant
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import VendorApplication
from marketplace.foundation import clock, tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.search.embeddings import fill_missing
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.tenancy import directory
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import VariantId, VendorId
from marketplace.kit.money import Money

VENDORS, PRODUCTS_EACH, BATCH = 10, 200, 50
STOCK = 1_000_000  # no run sells out
SIZES = ("S", "M", "L")
LOOKS = ("Striped", "Plain", "Woven", "Quilted", "Brushed", "Printed", "Pleated", "Ribbed", "Faded", "Bold")
STUFFS = ("linen", "wool", "cotton", "hemp", "felt", "denim", "velvet", "canvas", "silk", "jersey")
THINGS = {
    "Shirts": ("shirt", "blouse", "tunic", "polo"),
    "Trousers": ("trousers", "shorts", "leggings", "jeans"),
    "Outdoors": ("jacket", "coat", "parka", "poncho"),
    "Home": ("cushion", "blanket", "curtain", "tablecloth"),
    "Bags": ("satchel", "tote", "rucksack", "pouch"),
}
BRANDS = tuple(
    f"{first}{second}" for first in ("North", "River", "Stone", "Harbour", "Meadow") for second in ("line", "craft", "& Sons", " Works")
)
SENTENCE = "Made in small runs from {stuff} that keeps its colour, cut for daily use and washed before it leaves the workshop. "


def fill(vendors: int, products_each: int) -> dict[str, Any]:
    """Vendors, products and the index, with every event delivered; what the load asks for."""
    now = clock.now()
    categories = [
        catalog_services.create_category(
            slug=name.lower(), names={"en": name, "nl": name}, parent_id=None, position=place, actor=SYSTEM, now=now
        )
        for place, name in enumerate(THINGS)
    ]
    password_hash = account_services.new_password_hash("benchmark-of-no-use", email="bench@vendor.example", names=[])
    products = [product for number in range(vendors) for product in _fill_vendor(number, products_each, categories, password_hash, now=now)]
    for index in all_indices():
        engine().rebuild(index.definition, index.source)
    fill_missing(PRODUCTS)
    _pass_over_events()
    return {
        "slugs": [product.slug for product in products],
        "variants": [variant.id for product in products[2:] for variant in product.variants],
        "stocked": [  # which nobody buys, so that a benchmark may change their stock
            {"product_id": product.id, "variant_id": product.variants[0].id, "vendor_id": product.vendor_id} for product in products[:2]
        ],
        "categories": [category.slug for category in categories],
        "methods": _methods({product.vendor_id for product in products}),
    }


def _pass_over_events() -> None:
    """The index holds everything already: nobody need hear of each product."""
    for feed in store().feeds(()):
        token = None
        while (found := store().announced(feed, token=token, limit=1000)).events:
            token = found.token
            store().forget_announced(feed, found)
    OutboxEvent.objects.update(delivered_at=clock.now())


def _methods(vendor_ids: set[str]) -> dict[str, str]:
    """Each vendor's way to deliver."""
    offered = shipping_queries.methods_for(vendor_ids, "NL", "EUR")
    return {vendor_id: options[0].method_id for vendor_id, options in offered.items()}


def _fill_vendor(
    number: int, products_each: int, categories: Sequence[CategoryView], password_hash: str, *, now: datetime
) -> list[Product]:
    application = VendorApplication(
        name=f"Workshop {number}",
        legal_name=f"Workshop {number} B.V.",
        country="NL",
        email=f"bench{number}@vendor.example",
        owner_name="Bench Owner",
        language="en",
    )
    vendor = vendor_services.apply_as_vendor(application=application, password_hash=password_hash, actor=SYSTEM, now=now)
    shipping_services.create_method(
        vendor_id=vendor.id,
        names={"en": "Parcel", "nl": "Pakket"},
        prices=[Money(495, "EUR")],
        free_over=[],
        countries=list(tenancy.current().countries),
        min_days=1,
        max_days=3,
        now=now,
    )
    vendor_services.approve_vendor(vendor_id=vendor.id, reason="Benchmark", actor=SYSTEM, now=now)
    first = number * products_each
    batches = range(first, first + products_each, BATCH)
    return [product for start in batches for product in _store(VendorId(vendor.id), range(start, start + BATCH), categories, now=now)]


def _store(vendor_id: VendorId, numbers: Sequence[int], categories: Sequence[CategoryView], *, now: datetime) -> list[Product]:
    imported = [_product(number, categories, now=now) for number in numbers]
    plans = catalog_services.plan_import(
        vendor_id=vendor_id,
        import_id="bench",
        products=imported,
        stock_hashes={item.handle: "bench" for item in imported},
        may_publish=True,
        now=now,
    )
    if faults := [plan.faults for plan in plans if plan.faults]:
        raise ValueError(f"the benchmark's products are not right: {faults[0]}")
    products = [plan.product for plan in plans]
    known = {product.id: [(variant.id, variant.sku) for variant in product.variants] for product in products}
    inventory_services.register_products(vendor_id=vendor_id, products=known, now=now)
    levels = [
        Level(variant_id=VariantId(variant.id), on_hand=STOCK, tracks_stock=True) for product in products for variant in product.variants
    ]
    inventory_services.set_levels(levels, actor=SYSTEM, now=now, cause_id="bench", vendor_id=vendor_id)
    catalog_services.save_imported(vendor_id=vendor_id, products=products, now=now)
    return products


def _product(number: int, categories: Sequence[CategoryView], *, now: datetime) -> ImportedProduct:
    chosen = random.Random(number)
    category = chosen.choice(list(categories))
    look, stuff, thing = chosen.choice(LOOKS), chosen.choice(STUFFS), chosen.choice(THINGS[category.names["en"]])
    title, price = f"{look} {stuff} {thing} {number}", 500 + chosen.randrange(20_000)
    text = f"<p>{SENTENCE.format(stuff=stuff) * 4}</p>"
    return ImportedProduct(
        handle=f"bench-{number}",
        texts={language: ImportedTexts(title=title, description_html=text) for language in ("en", "nl")},
        brand=chosen.choice(BRANDS),
        category=category,
        tags=[stuff, thing],
        status=ProductStatus.PUBLISHED,
        options=[ProductOption(name={"en": "Size", "nl": "Maat"}, values=[{"en": size} for size in SIZES])],
        variants=[
            ImportedVariant(sku=f"B{number}-{size}", option_values=[place], prices={"EUR": price + place * 100}, weight_g=400)
            for place, size in enumerate(SIZES)
        ],
        images=[ImportedImage(url=f"https://images.example/{number}-{place}.jpg", alt={"en": title}) for place in range(2)],
        published_at=now - timedelta(minutes=number),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill region eu for a benchmark.")
    parser.add_argument("--vendors", type=int, default=VENDORS)
    parser.add_argument("--products-each", type=int, default=PRODUCTS_EACH)
    options = parser.parse_args()
    with tenancy.scope(directory.get("eu")):
        facts = fill(options.vendors, options.products_each)
        with connections["eu"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    for connection in connections.all():
        connection.close_pool()
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
