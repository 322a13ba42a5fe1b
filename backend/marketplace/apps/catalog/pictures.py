"""Uploaded pictures: checked, freed of what cameras write into them, and stored as WebP in two sizes."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO

import msgspec
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_UPLOAD_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LARGE_PX, SMALL_PX = 1600, 480
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class EncodedPicture(msgspec.Struct, frozen=True):
    """``large`` and ``small`` are WebP files; ``name`` depends on the content alone. Sizes in pixels, of the large one."""

    name: str
    large: bytes
    small: bytes
    width: int
    height: int


def encode(content: bytes) -> EncodedPicture:
    """
    The picture as the shop shows it.

    :raises InvalidInput: if it is too large, or no picture of a known format
    """
    if len(content) > MAX_UPLOAD_BYTES:
        raise _refused("too_large", Text("At most {limit} MB", limit=MAX_UPLOAD_BYTES // 1024 // 1024))
    picture = _decoded(content)
    large = _within(picture, LARGE_PX)
    return EncodedPicture(
        name=hashlib.sha256(content).hexdigest()[:24],
        large=_webp(large),
        small=_webp(_within(large, SMALL_PX)),
        width=large.width,
        height=large.height,
    )


def _decoded(content: bytes) -> Pillow.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)  # the limit of our own comes before decoding
            picture = Pillow.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise _refused("too_many_pixels", Text("At most {limit} megapixels", limit=MAX_PIXELS // 1_000_000))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        raise _refused("not_a_picture", Text("The file is no picture in one of: {choices}", choices=FORMATS)) from None


def _within(picture: Pillow.Image, side_px: int) -> Pillow.Image:
    copy = picture.copy()
    copy.thumbnail((side_px, side_px), Pillow.Resampling.LANCZOS)
    return copy


def _webp(picture: Pillow.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _refused(code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError("file", code, message)])
