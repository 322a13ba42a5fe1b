"""
What looks like a picture: its vector is compared with those of all pictures, and search says which products may be sold now.

An uploaded picture is looked at and forgotten: neither it nor its vector is stored or logged.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.db import Error as DatabaseError
from django.db import OperationalError

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.queries import ProductNotFound
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.visual_search import statements
from marketplace.apps.visual_search.errors import PictureSearchBusy, PictureSearchOff
from marketplace.apps.visual_search.region_settings import PICTURE_SEARCH
from marketplace.apps.visual_search.types import FoundByPicture
from marketplace.foundation import metrics, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit import limits

MAX_BYTES = limits.declare("visual_search.picture_file", 5 * 1024 * 1024, "bytes", "Of a picture to search by; 413 `too_large` above.")
MAX_PIXELS = limits.declare("visual_search.picture", 4_000_000, "pixels", "Of a picture to search by; 422 `too_many_pixels` above.")
LEAST_ALIKE = 0.35  # below it pictures have no more in common than any two
MOST_NEAR = 100  # products that search is asked about; some of them may not be sold now
DEADLINE_MS, PAGE_DEADLINE_MS = 500, 50  # of a search; of a list on a page, which goes without it
WAIT_S = 2.0  # for another caller's picture
MODEL = "pictures"

_at_work = BoundedSemaphore(1)  # one picture takes a processor's core and up to 100 MB


def find_by_picture(content: bytes, *, place: Place, limit: int) -> FoundByPicture:
    """
    :raises PictureSearchOff: :raises PictureSearchBusy: if the process looks at too many pictures
    :raises InvalidInput: if it is no picture, too large or animated
    """
    _require_on()
    return _found(statements.NEAR_VECTOR, {"vector": literal(_look(content))}, deadline_ms=DEADLINE_MS, place=place, limit=limit)


def looks_alike(slug: str, *, place: Place, limit: int) -> FoundByPicture:
    """
    What looks like a product's first picture; nothing while no worker has looked at it, or where comparing takes too long.

    :raises PictureSearchOff: :raises ProductNotFound: for no address of a product
    """
    _require_on()
    product = catalog_queries.find_product_by_slug(slug)
    if product is None or not product.is_published:
        raise ProductNotFound
    image = next((image for image in product.shown_images if image.path), None)
    if image is None:
        return FoundByPicture(items=[])
    target = {"product_id": product.id, "image_id": image.id}
    return _found(statements.NEAR_PICTURE, target, deadline_ms=PAGE_DEADLINE_MS, place=place, limit=limit)


def literal(vector: Sequence[float]) -> str:
    """As pgvector reads it; five digits are more than 16 bits can hold."""
    return "[" + ",".join([f"{number:.5g}" for number in vector]) + "]"


def _require_on() -> None:
    if not PICTURE_SEARCH.is_on(tenancy.current()):
        raise PictureSearchOff


def _look(content: bytes) -> list[float]:
    from marketplace.apps.visual_search.domain import seeing  # loads numpy and 22 MB of weights, with the first picture

    if not _at_work.acquire(timeout=WAIT_S):
        raise PictureSearchBusy
    try:
        return seeing.vector_of(catalog_services.open_picture(content, max_pixels=MAX_PIXELS))
    finally:
        _at_work.release()


def _found(statement: str, target: Mapping[str, Any], *, deadline_ms: int, place: Place, limit: int) -> FoundByPicture:
    """The products near to it that may be sold at the place, the nearest first; none where the database takes too long."""
    near: list[str] = []
    with _counted(), tenancy.atomic():
        sql.rows(statements.DEADLINE, {"ms": deadline_ms})
        near = [product_id for product_id, _ in sql.rows(statement, {**target, "least": LEAST_ALIKE, "most": MOST_NEAR})]
    named = discovery_queries.list_named(near, place=place)
    return FoundByPicture(items=[each.card for each in named[:limit]])


@contextmanager
def _counted() -> Iterator[None]:
    started, outcome = time.perf_counter(), "answered"
    try:
        yield
    except OperationalError:
        outcome = "late"
    except DatabaseError:
        outcome = "broken"
    finally:
        seconds = time.perf_counter() - started
        metrics.MODEL_CALLS.labels(metrics.tenant_in_scope(), MODEL, outcome).observe(seconds, metrics.exemplar())
