"""Pictures with something to see on them, and products that show them, in the tenant in scope."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.visual_search import services
from marketplace.apps.visual_search.models import PictureMatch
from marketplace.apps.visual_search.types import MatchState
from marketplace.foundation import rows
from marketplace.kit.ids import ProductId, new_id
from marketplace.testing import NOW

ANYTHING = "bottle"


def drawing(what: str = ANYTHING, *, size: int = 900, blur: float = 0, background: str = "white", kind: str = "PNG") -> bytes:
    """A drawn thing on a plain background."""
    made = Image.new("RGB", (size, size), background)
    _THINGS[what](ImageDraw.Draw(made), size)
    if blur:
        made = made.filter(ImageFilter.GaussianBlur(blur))
    out = BytesIO()
    made.save(out, kind)
    return out.getvalue()


def stripes(size: int = 900) -> bytes:
    """A picture whose edge has no one colour."""
    made = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(made)
    for place in range(0, size, 30):
        pen.rectangle((place, 0, place + 15, size), fill="black")
    out = BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def shown(content: bytes, *, product: Product | None = None) -> Product:
    """A product in the shop with this picture, which a worker has made and nobody has looked at yet."""
    made = product or make_listing()
    added = catalog_services.add_image(vendor_id=made.vendor_id, product_id=ProductId(made.id), content=content, alt={}, now=NOW)
    for folder in added.folders_in_the_making:
        catalog_services.settle_picture(folder=folder, now=NOW)
    return catalog_queries.get_product(made.vendor_id, made.id)


def look(*products: Product) -> int:
    """As the event and the worker would."""
    services.note_pictures([ProductRef(product.vendor_id, ProductId(product.id)) for product in products], now=NOW)
    return services.look_at_pictures(now=NOW, patience_s=60)


def make_match(earlier: Product, later: Product) -> str:
    """A pair that nobody has decided; its id."""
    sides = {
        f"{name}_{field}": value
        for name, product in (("earlier", earlier), ("later", later))
        for field, value in {
            "product_id": product.id,
            "vendor_id": product.vendor_id,
            "image_id": "img_of_tests",
            "path": "eu/public/products/of-tests/160.webp",
            "seen_at": NOW,
        }.items()
    }
    match = PictureMatch(id=new_id("pmt", at=NOW), similarity=0.9, state=MatchState.OPEN, found_at=NOW, **sides)
    rows.insert(match)
    return match.id


def _bottle(pen: ImageDraw.ImageDraw, size: int) -> None:
    unit = size // 10
    pen.rounded_rectangle((3 * unit, 4 * unit, 7 * unit, 9 * unit), unit // 2, fill="darkgreen", outline="black", width=4)
    pen.rectangle((4.4 * unit, unit, 5.6 * unit, 4 * unit), fill="darkgreen", outline="black", width=4)
    pen.rectangle((3.2 * unit, 5.5 * unit, 6.8 * unit, 7.5 * unit), fill="beige", outline="black", width=4)


def _chair(pen: ImageDraw.ImageDraw, size: int) -> None:
    unit = size // 10
    for left in (2.5, 7):
        pen.rectangle((left * unit, 5.5 * unit, (left + 0.5) * unit, 9.5 * unit), fill="saddlebrown", outline="black", width=4)
    pen.rectangle((2.3 * unit, 5 * unit, 7.7 * unit, 5.7 * unit), fill="peru", outline="black", width=4)
    pen.rectangle((2.5 * unit, unit, 3 * unit, 5 * unit), fill="saddlebrown", outline="black", width=4)


def _ball(pen: ImageDraw.ImageDraw, size: int) -> None:
    unit = size // 10
    pen.ellipse((2 * unit, 2 * unit, 8 * unit, 8 * unit), fill="orangered", outline="black", width=6)
    pen.arc((unit, unit, 6 * unit, 9 * unit), 300, 60, fill="black", width=6)
    pen.line((2 * unit, 5 * unit, 8 * unit, 5 * unit), fill="black", width=6)


_THINGS = {"bottle": _bottle, "chair": _chair, "ball": _ball}
