"""The addresses of a picture whose folder holds it in several widths and types, as ``kit.pictures`` makes them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marketplace.foundation.blobs.storage import public_url

PICTURE_TYPES = {"image/avif": ".avif", "image/webp": ".webp"}  # the better one first, as browsers choose


class PictureSource(msgspec.Struct, frozen=True):
    """What a ``<source>`` of a picture takes: a type, and its addresses with their widths (``https://... 320w, ...``)."""

    type: str
    srcset: str


def sources_in(folder: str, widths: Sequence[int]) -> list[PictureSource]:
    """The files of those ``widths`` in a public folder, by type."""
    address = public_url(f"{folder}/0").removesuffix("0")
    return [
        PictureSource(content_type, ", ".join(f"{address}{width}{ending} {width}w" for width in widths))
        for content_type, ending in PICTURE_TYPES.items()
    ]
