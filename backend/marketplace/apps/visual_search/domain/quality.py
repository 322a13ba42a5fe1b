"""What can be said of a product's picture before customers see it: too small to look at closely, out of focus, or before something busy."""

from __future__ import annotations

import numpy as np
from PIL import Image as Pillow

from marketplace.apps.visual_search.domain.network import Array
from marketplace.apps.visual_search.domain.seeing import on_white
from marketplace.apps.visual_search.types import Advice

LEAST_SIDE_PX = 800  # of the longer side: below it, a page has nothing to enlarge
SEEN_PX = 256  # the longer side at which focus and background are judged, so that all pictures are judged alike
LEAST_SHARPNESS = 60.0  # variance of the Laplacian (Pech-Pacheco et al. 2000) of the sharpest ninth, in grey levels squared
EDGE = 0.06  # of each side: what is there is taken for the background
LIKE_BACKGROUND = 40.0  # how far a pixel's colour may lie from the edge's median, in levels of all three channels
LEAST_PLAIN = 0.6  # of the edge's pixels


def advice_on(picture: Pillow.Image, *, width: int, height: int) -> list[Advice]:
    """
    What its vendor could do better.

    :param picture: any rendition of it that is at least ``SEEN_PX`` wide or as wide as the picture
    :param width: of the whole picture, in pixels; ``height`` too
    """
    small = on_white(picture)
    small.thumbnail((SEEN_PX, SEEN_PX), Pillow.Resampling.BILINEAR)
    pixels = np.asarray(small, dtype=np.float32)
    found = {
        Advice.SMALL: max(width, height) < LEAST_SIDE_PX,
        Advice.BLURRED: sharpness_of(pixels) < LEAST_SHARPNESS,
        Advice.BUSY_BACKGROUND: plainness_of(pixels) < LEAST_PLAIN,
    }
    return [advice for advice, applies in found.items() if applies]


def sharpness_of(pixels: Array) -> float:
    """Of the sharpest of nine parts: a thing in focus before a soft background is sharp."""
    grey = pixels @ np.array([0.299, 0.587, 0.114], np.float32)
    if min(grey.shape) < 9:
        return 0.0
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    parts = (part for rows in np.array_split(laplacian, 3) for part in np.array_split(rows, 3, axis=1))
    return max(float(part.var()) for part in parts)


def plainness_of(pixels: Array) -> float:
    """The share of the edge that has about one colour."""
    rows, columns = (max(1, round(side * EDGE)) for side in pixels.shape[:2])
    inside = np.zeros(pixels.shape[:2], dtype=bool)
    inside[rows:-rows, columns:-columns] = True
    edge = pixels[~inside]
    far = np.linalg.norm(edge - np.median(edge, axis=0), axis=1)
    return float((far < LIKE_BACKGROUND).mean())
