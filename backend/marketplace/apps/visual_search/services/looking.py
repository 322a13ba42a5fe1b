"""The worker's part: each new picture gets its vector and advice, and is compared with those of other vendors."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from PIL import Image as Pillow

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.visual_search import statements
from marketplace.apps.visual_search.models import PictureMatch, ProductPicture
from marketplace.apps.visual_search.queries.alike import literal
from marketplace.apps.visual_search.types import COPY_ABOVE, MatchState
from marketplace.foundation import rows
from marketplace.foundation.blobs import BlobsUnavailable, open_blob
from marketplace.foundation.postgres import sql
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import ProductId, VendorId, new_id

BATCH = 20  # pictures, two seconds of work
MOST_FAILURES = 5  # of a picture that cannot be read; then it stays without a vector
MOST_MATCHES = 200  # of a batch: one picture that everybody shows would fill the list else

_THESE = "image_id = ANY (%(images)s::text[])"


class _Waiting(NamedTuple):
    product_id: str
    image_id: str
    path: str
    width: int
    height: int
    failures: int


class _Side(NamedTuple):
    product_id: str
    vendor_id: str
    image_id: str
    path: str
    seen_at: datetime


def look_at_pictures(*, now: datetime, patience_s: float) -> int:
    """
    Look at new pictures until there is none, or the patience is at its end; how many were looked at. Safe to repeat, and to run twice at
    once: the same picture has the same vector.

    :raises BlobsUnavailable: if files cannot be read right now; what was looked at before stays
    """
    until, looked = time.monotonic() + patience_s, 0
    while time.monotonic() < until:
        waiting = _next()
        if not waiting:
            break
        seen = _looked_at(waiting)
        sql.run(statements.SEEN, {"made": msgspec.json.encode(seen).decode()})
        _note_copies([made["image_id"] for made in seen], now=now)
        looked += len(seen)
    return looked


def _next() -> list[_Waiting]:
    """New pictures; where there are none, one that could not be read before, alone: one that kills the process takes no other with it."""
    found = [_Waiting(*row) for row in sql.rows(statements.UNSEEN, {"most": BATCH, "most_failures": MOST_FAILURES})]
    return [picture for picture in found if not picture.failures] or found[:1]


def _looked_at(waiting: Sequence[_Waiting]) -> list[dict[str, Any]]:
    """
    What could be seen. Each counts as failed before it is looked at, since a process that is killed over one counts nothing after.

    :raises BlobsUnavailable: if files cannot be read right now, which is no picture's failure
    """
    images = {"images": [picture.image_id for picture in waiting]}
    rows.change_where(ProductPicture, _THESE, images, failures=rows.Plus(1))
    try:
        return [made for picture in waiting if (made := _look_at(picture)) is not None]
    except BlobsUnavailable:
        rows.change_where(ProductPicture, _THESE, images, failures=rows.Plus(-1))
        raise


def _look_at(picture: _Waiting) -> dict[str, Any] | None:
    """What ``statements.SEEN`` stores; nothing for a file that is gone or damaged."""
    from marketplace.apps.visual_search.domain import quality, seeing  # loads numpy, which no other task of this app needs

    try:
        with open_blob(picture.path) as file, Pillow.open(file) as opened:
            shown = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except BlobsUnavailable:
        raise
    except (OSError, ValueError, NotFound):
        return None
    return {
        "product_id": picture.product_id,
        "image_id": picture.image_id,
        "vector": literal(seeing.vector_of(shown)),
        "advice": quality.advice_on(shown, width=picture.width, height=picture.height),
    }


def _note_copies(images: Sequence[str], *, now: datetime) -> None:
    """Pairs of products of different vendors that show the same picture, unless they are listings of the same thing."""
    found = sql.rows(statements.COPIES, {"images": list(images), "least": COPY_ABOVE, "most": MOST_MATCHES}) if images else []
    pairs = [(_Side(*row[:5]), _Side(*row[5:10]), float(row[10])) for row in found]
    groups = _groups_of({side for one, other, _ in pairs for side in (one, other)})
    matches: dict[tuple[str, str], PictureMatch] = {}
    for one, other, similarity in pairs:
        group = groups.get(one.product_id)
        if group is None or group != groups.get(other.product_id):
            earlier, later = sorted((one, other), key=lambda side: (side.seen_at, side.product_id))
            matches.setdefault((earlier.product_id, later.product_id), _match(earlier, later, similarity, now=now))
    rows.insert_all(list(matches.values()), unless_there=True)


def _groups_of(sides: set[_Side]) -> dict[str, str | None]:
    """The group of each product: listings of one thing may well show its maker's picture."""
    refs = list({ProductRef(VendorId(side.vendor_id), ProductId(side.product_id)) for side in sides})
    return {product.id: product.group_id for product in _products(refs)}


def _products(refs: Sequence[ProductRef]) -> Iterator[Any]:
    for start in range(0, len(refs), 100):
        yield from catalog_queries.get_products(refs[start : start + 100]).values()


def _match(earlier: _Side, later: _Side, similarity: float, *, now: datetime) -> PictureMatch:
    sides = {f"{name}_{field}": value for name, side in (("earlier", earlier), ("later", later)) for field, value in side._asdict().items()}
    return PictureMatch(id=new_id("pmt", at=now), similarity=min(1.0, similarity), state=MatchState.OPEN, found_at=now, **sides)
