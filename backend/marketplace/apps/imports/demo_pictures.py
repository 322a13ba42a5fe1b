"""Draws the demo's pictures in processes of their own: drawing is all computing, and a machine has more cores than one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from multiprocessing import get_context
from typing import NamedTuple

from PIL import Image

from marketplace.apps.catalog.demo import ImageSpec, draw

LARGE_PX, SMALL_PX = 800, 480


class DrawnPicture(NamedTuple):
    """Two WebP files of the same square picture."""

    spec: ImageSpec
    large: bytes
    small: bytes


@contextmanager
def drawn(specs: Iterable[ImageSpec]) -> Iterator[Iterator[DrawnPicture]]:
    """The pictures in the order of ``specs``, while later ones are still being drawn."""
    # Spawned, not forked: a fork would share the parent's database connections.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield pool.map(_draw_both, specs, chunksize=4)


def _draw_both(spec: ImageSpec) -> DrawnPicture:
    large = draw(spec)
    small = BytesIO()
    Image.open(BytesIO(large)).resize((SMALL_PX, SMALL_PX), Image.Resampling.BOX).save(small, "WEBP", quality=80, method=2)
    return DrawnPicture(spec, large, small.getvalue())
