"""What a picture looks like, as a vector: of its middle, and of that mirrored. Loads numpy, which the API does with the first picture."""

from __future__ import annotations

from functools import cache
from threading import Lock

import numpy as np
from PIL import Image as Pillow

from marketplace.apps.visual_search.domain import weights
from marketplace.apps.visual_search.domain.network import SIDE, Array, Network

MIDDLE = 224 / 256  # of the shorter side: the square in the middle that is seen, as in training
_loading = Lock()


def vector_of(picture: Pillow.Image) -> list[float]:
    """1,280 numbers of unit length: the product of two is how alike their pictures look, a copy's is above ``types.COPY_ABOVE``."""
    seen = prepared(picture)
    both = _network().vectors(np.stack([seen, seen[:, ::-1]]))
    vector = both.mean(axis=0)
    return [float(number) for number in vector / np.linalg.norm(vector)]


def prepared(picture: Pillow.Image) -> Array:
    """As the network wants it: its middle, on white where it is transparent, from -1 to 1."""
    plain = on_white(picture)
    side = min(plain.size) * MIDDLE
    left, top = (plain.width - side) / 2, (plain.height - side) / 2
    # Nothing but the middle is scaled: a whole picture of 1 by 16,000 pixels would take a gigabyte.
    box = (left, top, left + side, top + side)
    pixels = np.asarray(plain.resize((SIDE, SIDE), Pillow.Resampling.BILINEAR, box=box, reducing_gap=3.0), dtype=np.float32)
    return (pixels - 127.0) / 128.0


def on_white(picture: Pillow.Image) -> Pillow.Image:
    """Without transparency, as most pages show it."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    white = Pillow.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _network() -> Network:
    with _loading:  # two threads that come first at once would both load it
        return _loaded()


@cache
def _loaded() -> Network:
    return Network(weights.load())
