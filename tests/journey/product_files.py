"""The vendors' product files, in Shopify's format: given ones (APPAREL, JEWELERY), or those made here."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from narration import Stopped

HEADER = next(
    csv.reader(
        [
            "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,"
            "Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,"
            "Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,SEO Title,SEO Description"
        ]
    )
)

# What a product is called in Dutch, and a word of it to look for in either language. The vendor adds the Dutch title by hand.
DUTCH = {
    "ocean-blue-shirt": ("Oceaanblauw overhemd", "overhemd", "ocean shirt"),
    "harbour-linen-shirt": ("Linnen havenoverhemd", "overhemd", "harbour shirt"),
}


@dataclass(frozen=True)
class FileVariant:
    options: tuple[str, ...]
    price: Decimal


@dataclass(frozen=True)
class FileProduct:
    """A product as the file has it, read here once more to know what must come out."""

    handle: str
    title: str
    variants: tuple[FileVariant, ...]


@dataclass(frozen=True)
class ProductsFile:
    name: str
    content: bytes
    products: tuple[FileProduct, ...]

    def product(self, handle: str) -> FileProduct:
        return next(product for product in self.products if product.handle == handle)

    @property
    def dutch_handle(self) -> str:
        """The product that gets a Dutch title. :raises Stopped: if none of the known ones is in the file"""
        known = [product.handle for product in self.products if product.handle in DUTCH]
        if not known:
            raise Stopped(f"{self.name} has none of the products whose Dutch title the journey knows: {', '.join(DUTCH)}")
        return known[0]

    def with_variants(self, count: int, *, but: str = "") -> FileProduct:
        """The first product that has at least so many variants."""
        found = next((item for item in self.products if len(item.variants) >= count and item.handle != but), None)
        if found is None:
            raise Stopped(f"{self.name} has no product with {count} variants.")
        return found


def apparel() -> ProductsFile:
    return _given("APPAREL") or _read("apparel.csv", _made(_APPAREL, vendor="Linnen & Loom", with_bom=True))


def jewelery(currency: str) -> ProductsFile:
    rows = _JEWELERY_KWD if currency == "KWD" else _JEWELERY_EUR
    return _given("JEWELERY") or _read(f"jewelery-{currency.lower()}.csv", _made(rows, vendor="Zilver & Zand", with_bom=False))


def _given(variable: str) -> ProductsFile | None:
    path = os.environ.get(variable)
    if not path:
        return None
    if not Path(path).is_file():
        raise Stopped(f"{variable} names {path}, which is not a file.")
    return _read(Path(path).name, Path(path).read_bytes())


def _read(name: str, content: bytes) -> ProductsFile:
    titles: dict[str, str] = {}
    variants: dict[str, list[FileVariant]] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        handle = row["Handle"]
        titles.setdefault(handle, row["Title"])
        if row["Variant Price"]:
            options = tuple(value for number in (1, 2, 3) if (value := row.get(f"Option{number} Value") or ""))
            variants.setdefault(handle, []).append(FileVariant(options, Decimal(row["Variant Price"])))
    return ProductsFile(name, content, tuple(FileProduct(handle, title, tuple(variants[handle])) for handle, title in titles.items()))


def _made(rows: list[tuple[str, ...]], *, vendor: str, with_bom: bool) -> bytes:
    """A file as Shopify writes it: a row per variant, Windows line ends, texts with quotes and line breaks, most SKUs empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    for handle, title, body, kind, tags, option, values, price in rows:
        about = {"Title": title, "Body (HTML)": body, "Vendor": vendor, "Type": kind, "Tags": tags, "Published": "true"}
        for place, value in enumerate(values.split("/")):
            first = place == 0
            writer.writerow(
                {
                    "Handle": handle,
                    **(about if first else {}),
                    "Option1 Name": option if first else "",
                    "Option1 Value": value,
                    "Variant Grams": "250",
                    "Variant Inventory Qty": "1" if first else "0",
                    "Variant Inventory Policy": "deny",
                    "Variant Price": price,
                    "Variant Requires Shipping": "true",
                    "Variant Taxable": "true",
                    "SEO Title": title if first else "",
                }
            )
    return (b"\xef\xbb\xbf" if with_bom else b"") + out.getvalue().encode()


_LINEN = '<p>Washed linen, woven in Flanders.</p>\n<ul><li>Wash at 30°</li><li>"Garment-dyed"</li></ul>'
_WOOL = "<p>Merino wool of two threads,\nknitted in one piece.</p>"
_APPAREL = [
    ("harbour-linen-shirt", "Harbour Linen Shirt", _LINEN, "Shirts", "men, linen", "Title", "Default Title", "54.50"),
    ("dune-dress", "Dune Dress", _LINEN, "Dresses", "women, linen", "Size", "Small/Medium/Large", "89.95"),
    ("polder-jumper", "Polder Jumper", _WOOL, "Knitwear", "women, wool", "Colour", "Heather/Moss", "119"),
    ("canal-coat", "Canal Coat", "<p>A raincoat of waxed cotton.</p>", "Coats", "men, rain", "Size", "M/L/XL", "189.00"),
    ("tide-scarf", "Tide Scarf", _WOOL, "Accessories", "wool", "Title", "Default Title", "34.99"),
    ("quay-socks", "Quay Socks", _WOOL, "Accessories", "wool", "Size", "36-40/41-45", "12.95"),
]
_SILVER = "<p>Sterling silver, made by hand; each piece differs a little.</p>"
_GOLD = "<p>18 carat gold on silver.</p>\n<p>Comes in a box of cedar.</p>"
_JEWELERY_EUR = [
    ("wave-bracelet", "Wave Bracelet", _SILVER, "Bracelets", "silver", "Stone", "Turquoise/Onyx", "42.99"),
    ("moon-earrings", "Moon Earrings", _SILVER, "Earrings", "silver, moon", "Title", "Default Title", "27.49"),
    ("palm-necklace", "Palm Necklace", _GOLD, "Necklaces", "gold", "Length", "42 cm/50 cm", "79.95"),
    ("sand-ring", "Sand Ring", _GOLD, "Rings", "gold", "Size", "52/54/56", "64.00"),
]
_JEWELERY_KWD = [
    ("wave-bracelet", "Wave Bracelet", _SILVER, "Bracelets", "silver", "Stone", "Turquoise/Onyx", "14.755"),
    ("moon-earrings", "Moon Earrings", _SILVER, "Earrings", "silver, moon", "Title", "Default Title", "9.375"),
    ("palm-necklace", "Palm Necklace", _GOLD, "Necklaces", "gold", "Length", "42 cm/50 cm", "27.250"),
    ("sand-ring", "Sand Ring", _GOLD, "Rings", "gold", "Size", "52/54/56", "21.999"),
]
