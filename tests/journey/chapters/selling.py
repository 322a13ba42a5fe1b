"""Vendors import their products by file, count their stock and add a Dutch text."""

from __future__ import annotations

from typing import Any

from amounts import minor_of, money
from callers import Answer, wait_for
from product_files import DUTCH
from world import Vendor, World

STOCK = 25


def import_products(world: World) -> None:
    for vendor in world.vendors.values():
        world.narrator.chapter(f"{vendor.name} brings in {vendor.file.name} ({vendor.region}, {vendor.currency})")
        _import_all(world, vendor)
        _check_catalogue(world, vendor)
        _count_stock(world, vendor)
    _add_dutch(world, world.vendors["apparel"])


def _import_all(world: World, vendor: Vendor) -> None:
    """A dry run, the real one, and the same file once more."""
    narrator, products = world.narrator, len(vendor.file.products)
    trial = _import(world, vendor, "tries the file (dry run)", dry_run="true")
    narrator.check("products that the dry run would create", trial["created"], products)
    narrator.check("products that are there after the dry run", len(list(vendor.owner.every("vendor/products"))), 0)
    done = _import(world, vendor, "imports the file", dry_run="false")
    narrator.check("products created", done["created"], products)
    narrator.check("products refused", done["refused"], 0)
    again = _import(world, vendor, "imports the very same file again", dry_run="false")
    narrator.check("products that the second import changed", again["created"] + again["updated"], 0)
    narrator.check("products that it left alone", again["unchanged"], products)


def _import(world: World, vendor: Vendor, does: str, *, dry_run: str) -> dict[str, Any]:
    """Upload, wait, and the counts. :raises Stopped: if it does not come through"""
    owner, file = vendor.owner, vendor.file
    form = {"currency": vendor.currency, "language": "en", "dry_run": dry_run}
    started = owner.post("vendor/imports", expect=201, data=form, files={"file": (file.name, file.content, "text/csv")})

    def finished() -> Answer | None:
        answer = owner.get(f"vendor/imports/{started['id']}")
        return answer if answer["state"] in ("completed", "failed") else None

    done = wait_for("the import", finished, patience_s=120)
    counts: dict[str, Any] = done["counts"]
    said = ", ".join(f"{counts[name]} {name}" for name in ("created", "updated", "unchanged", "refused", "notices"))
    world.narrator.step(vendor.name, does, started.request, f"{counts['rows_total']} rows: {said}")
    world.narrator.check("state of the import", done["state"], "completed", quietly=True)
    problems = list(owner.every(f"vendor/imports/{started['id']}/problems", severity="error"))
    world.narrator.check("problems", [f"row {item['row']} {item['column']}: {item['message']}" for item in problems], [], quietly=True)
    return counts


def _check_catalogue(world: World, vendor: Vendor) -> None:
    """Every variant and price of the file, to the minor unit; and the export says the same."""
    products = {item["handle"]: item for item in vendor.owner.every("vendor/products")}
    prices = 0
    for expected in vendor.file.products:
        found = products[expected.handle]
        world.narrator.check(f"title of {expected.handle}", found["texts"]["en"]["title"], expected.title, quietly=True)
        world.narrator.check(f"state of {expected.handle}", found["status"], "published", quietly=True)
        got = [_price(variant, vendor.currency) for variant in found["variants"]]
        wanted = [minor_of(variant.price, vendor.currency) for variant in expected.variants]
        world.narrator.check(f"prices of {expected.handle}", got, wanted, quietly=True)
        prices += len(got)
    world.narrator.require(f"{prices} prices in {vendor.currency} are those of the file, to the minor unit", prices > 0)
    export = vendor.owner.get("vendor/exports/products.csv", currency=vendor.currency, language="en")
    world.narrator.step(vendor.name, "fetches its products as a file", export.request, f"{len(export.content):,} bytes")
    text = export.content.decode("utf-8-sig")
    missing = [product.handle for product in vendor.file.products if product.handle not in text]
    world.narrator.check("handles that the export lacks", missing, [], quietly=True)


def _price(variant: dict[str, Any], currency: str) -> int:
    return next(money(price, currency) for price in variant["prices"] if price["currency"] == currency)


def _count_stock(world: World, vendor: Vendor) -> None:
    """The file says one unit here and none there; the vendor has counted."""
    items = list(vendor.owner.every("vendor/stock"))
    answer = None
    for item in items:
        body = {"variant_id": item["variant_id"], "on_hand": STOCK, "tracks_stock": True, "reason": "counted"}
        answer = vendor.owner.post("vendor/stock/adjustments", body, expect=201)
    assert answer is not None
    world.narrator.step(vendor.name, "counts its stock", answer.request, f"{len(items)} variants")
    levels = {item["available"] for item in vendor.owner.every("vendor/stock")}
    world.narrator.check("units of each variant", levels, {STOCK})


def _add_dutch(world: World, vendor: Vendor) -> None:
    handle = vendor.file.dutch_handle
    found = next(item for item in vendor.owner.every("vendor/products") if item["handle"] == handle)
    product = vendor.owner.get(f"vendor/products/{found['id']}")
    title = DUTCH[handle][0]
    body = {"texts": {"nl": {"title": title, "description_html": "<p>Wassen op dertig graden.</p>"}}}
    saved = vendor.owner.patch(f"vendor/products/{found['id']}", body, etag=product.etag)
    world.narrator.step(vendor.name, f"calls {product['texts']['en']['title']} “{title}” in Dutch", saved.request)
    stale = vendor.owner.patch(f"vendor/products/{found['id']}", body, etag=product.etag, expect=412)
    world.narrator.step(vendor.name, "edits a version that is no longer the last", stale.request, stale.code)
