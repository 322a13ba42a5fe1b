"""Product files for tests, written by ourselves in Shopify's format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marketplace.apps.imports import services
from marketplace.apps.imports.domain.shopify.parsing import parse
from marketplace.apps.imports.domain.shopify.reading import ProductFile
from marketplace.apps.imports.domain.shopify.types import ParsedProduct, Problem
from marketplace.apps.imports.types import ImportDraftView, ImportView, MissingVariants
from marketplace.kit.actors import Actor
from marketplace.kit.ids import VendorId
from marketplace.testing import NOW

ACTOR = Actor("vendor", "usr_of_tests", "owner", "127.0.0.1")

COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service",
    "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
    "Google Shopping / Google Product Category", "Google Shopping / Gender", "Google Shopping / Age Group",
    "Google Shopping / MPN", "Google Shopping / AdWords Grouping", "Google Shopping / AdWords Labels",
    "Google Shopping / Condition", "Google Shopping / Custom Product", "Google Shopping / Custom Label 0",
    "Google Shopping / Custom Label 1", "Google Shopping / Custom Label 2", "Google Shopping / Custom Label 3",
    "Google Shopping / Custom Label 4", "Variant Image", "Variant Weight Unit", "Variant Tax Code",
)  # fmt: skip

Row = Mapping[str, str]


def row(handle: str = "lamp", **cells: str) -> dict[str, str]:
    """A product's first row, good as it stands; ``cells`` by the column's name, or by short names for the usual ones."""
    usual = {"Title": "Lamp", "Published": "true", "Option1 Name": "Title", "Option1 Value": "Default Title"}
    return {"Handle": handle, **usual, **variant_cells(), **_named(cells)}


def further(handle: str = "lamp", **cells: str) -> dict[str, str]:
    """A row of the same product with nothing but its handle and ``cells``."""
    return {"Handle": handle, **_named(cells)}


def variant_cells(price: str = "42.99", quantity: str = "5") -> dict[str, str]:
    return {
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": quantity,
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": price,
        "Variant Requires Shipping": "true",
        "Variant Taxable": "true",
        "Variant Weight Unit": "kg",
    }


_SHORT = {
    "title": "Title",
    "body": "Body (HTML)",
    "price": "Variant Price",
    "compare_at": "Variant Compare At Price",
    "sku": "Variant SKU",
    "option": "Option1 Name",
    "value": "Option1 Value",
    "quantity": "Variant Inventory Qty",
    "tracker": "Variant Inventory Tracker",
    "policy": "Variant Inventory Policy",
    "image": "Image Src",
    "alt": "Image Alt Text",
    "position": "Image Position",
    "type": "Type",
    "tags": "Tags",
    "published": "Published",
}


def _named(cells: Mapping[str, str]) -> dict[str, str]:
    return {_SHORT.get(name, name): value for name, value in cells.items()}


def file_of(*rows: Row, columns: Sequence[str] = COLUMNS, line_end: str = "\r\n", separator: str = ",") -> bytes:
    """The rows as a CSV file. Columns that only the rows have come behind the usual ones."""
    out = io.StringIO(newline="")
    more = dict.fromkeys(name for one in rows for name in one if name not in columns)
    writer = csv.DictWriter(out, [*columns, *more], restval="", lineterminator=line_end, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def make_draft(vendor_id: str, content: bytes, *, currency: str = "EUR", language: str = "en") -> ImportDraftView:
    """The file as it waits for its mapping."""
    said = {"currency": currency, "language": language}
    return services.upload_draft(vendor_id=VendorId(vendor_id), filename="products.csv", file=io.BytesIO(content), **said, now=NOW)


def many_rows(rows: int) -> Iterator[dict[str, str]]:
    """Products in the shapes that real files have: one variant, three sizes with an image each, images alone."""
    made = 0
    number = 0
    while made < rows:
        number += 1
        handle = f"thing-{number}"
        first = row(handle, title=f"Thing {number}", body=f"<p>The {number}th thing.</p>", image=f"https://cdn.example/{number}.jpg")
        if number % 3:
            made += 1
            yield first
            continue
        made += 3
        yield first | {"Option1 Name": "Size", "Option1 Value": "S", "Image Position": "1"}
        for place, size in enumerate(("M", "L"), start=2):
            image = f"https://cdn.example/{number}-{size}.jpg"
            yield further(handle, value=size, image=image, position=str(place)) | variant_cells()


def read(content: bytes, *, currency: str = "EUR") -> tuple[list[ParsedProduct], list[Problem]]:
    """The products of a file as it is parsed, without a database, and what is wrong with it."""
    file = ProductFile(io.BytesIO(content))
    products, problems = [], file.problems_of_header()
    for group in file.groups():
        product, found = parse(group, present=file.columns, language="en", currency=currency)
        products += [product] if product else []
        problems += found
    return products, problems


def read_one(*rows: dict[str, str], currency: str = "EUR") -> ParsedProduct:
    """The only product of a file without errors."""
    (product,), problems = read(file_of(*rows), currency=currency)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return product


def reported(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    """What is wrong with a file of these rows, as (row, column, code)."""
    return [(problem.row, problem.column, problem.code) for problem in read(file_of(*rows))[1]]


def import_file(vendor_id: str, content: bytes, **settings: Any) -> ImportView:
    """The file imported from its beginning to its end, as the worker would."""
    return services.run_import(import_id=start(vendor_id, content, **settings).id, now=NOW)


def start(
    vendor_id: str,
    content: bytes,
    *,
    currency: str = "EUR",
    language: str = "en",
    is_dry_run: bool = False,
    missing_variants: MissingVariants = MissingVariants.KEEP,
) -> ImportView:
    """The file as it waits for a worker."""
    return services.start_import(
        vendor_id=VendorId(vendor_id),
        filename="products.csv",
        file=io.BytesIO(content),
        currency=currency,
        language=language,
        is_dry_run=is_dry_run,
        missing_variants=missing_variants,
        actor=ACTOR,
        now=NOW,
    )
