"""Product files of several sizes on their way in: rows per second, memory, statements, and when all of it can be found."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx
import stack

from launcher.errors import Refusal

SIZES, QUICK_SIZES = (1_000, 10_000, 50_000), (1_000, 10_000)
PATIENCE_S = 600.0
COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Variant SKU",
    "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable",
    "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
    "Google Shopping / Google Product Category", "Variant Image", "Variant Weight Unit", "Status",
)  # fmt: skip
VARIANT = {
    "Variant Grams": "400",
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "5",
    "Variant Inventory Policy": "deny",
    "Variant Fulfillment Service": "manual",
    "Variant Price": "4.500",
    "Variant Requires Shipping": "true",
    "Variant Taxable": "true",
    "Variant Weight Unit": "kg",
}
BODY = "<p>Thing {number} is made in small runs from wool that keeps its colour.</p>" * 4


def show(api_port: int, environment: Mapping[str, str], folder: Path, *, is_quick: bool) -> bool:
    """Measure and print a line for each size; whether every row went in and every product can be found."""
    print("\nProduct files (of five rows two are products of their own, three the variants of one)")
    print(f"{'rows':>7} {'products':>9} {'s':>7} {'rows/s':>7} {'CPU s':>6} {'peak MB':>8} {'statements':>11} {'all found after s':>18}")
    is_good = True
    for rows in QUICK_SIZES if is_quick else SIZES:
        path = folder / f"{rows}.csv"
        _write(path, rows)
        measured = json.loads(stack.run(environment, [sys.executable, str(stack.BENCH / "importing.py"), str(path)]))
        found_s = _wait_until_found(api_port, measured["vendor"], measured["products"])
        time_s = f"{measured['seconds']:7.1f} {rows / measured['seconds']:7.0f} {measured['cpu_s']:6.1f}"
        print(
            f"{rows:7d} {measured['products']:9d} {time_s} {measured['peak_mb']:8.0f} {measured['statements']:11d} {found_s:18.1f}",
            flush=True,
        )
        is_good = is_good and measured["is_complete"] and measured["rows"] == rows
    return is_good


def _write(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_rows(rows))
    path.chmod(0o644)


def _rows(count: int) -> Iterator[dict[str, str]]:
    """Of five rows two are products of one variant, three one product of three."""
    number = 0
    while count > 0:
        number += 1
        sizes: Sequence[str] = ("S", "M", "L")[:count] if number % 3 == 0 else ("",)
        count -= len(sizes)
        for place, size in enumerate(sizes, start=1):
            image = {"Image Src": f"https://images.example/{number}{size}.jpg", "Image Position": str(place)}
            yield {"Handle": f"thing-{number}", "Variant SKU": f"T{number}{size}", **VARIANT, **image, **_heading(number, size, place)}


def _heading(number: int, size: str, place: int) -> dict[str, str]:
    if place > 1:
        return {"Option1 Value": size}
    option = {"Option1 Name": "Size", "Option1 Value": size} if size else {"Option1 Name": "Title", "Option1 Value": "Default Title"}
    texts = {"Title": f"Woollen thing {number}", "Body (HTML)": BODY.format(number=number), "Vendor": "Woolworks", "Tags": "wool, winter"}
    return {**texts, **option, "Published": "true", "Status": "active"}


def _wait_until_found(api_port: int, vendor: str, products: int) -> float:
    """Seconds from now until the shop lists them all. :raises Refusal: if they do not come"""
    began = time.monotonic()
    headers = {"Host": f"api.mena.localhost:{api_port}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{api_port}/api/v1/", headers=headers, trust_env=False, timeout=30) as client:
        while (passed := time.monotonic() - began) < PATIENCE_S:
            found = client.get("store/products", params={"vendor": vendor, "currency": "KWD", "limit": 1}).raise_for_status().json()
            if found["total"] >= products:
                return passed
            time.sleep(0.2)
    raise Refusal(f"After {PATIENCE_S:.0f} s the shop lists {found['total']} of {vendor}'s {products} products.")
