"""
Uploaded pictures: checked, put upright and into the web's colours, freed of what cameras write into them, and made in the
widths that shops show, as AVIF and WebP.

Nothing of the uploaded file survives but its pixels.
"""

from __future__ import annotations

import base64
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from PIL import ExifTags, ImageCms, ImageOps
from PIL import Image as Pillow

from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_UPLOAD_BYTES = limits.declare("catalog.picture_file", 10 * 1024 * 1024, "bytes", "Of an uploaded picture; 413 `too_large` above.")
MAX_PIXELS = limits.declare("catalog.picture", 50_000_000, "pixels", "Of an uploaded picture; 422 `too_many_pixels` above.")
MAX_SIDE_PX = limits.declare("catalog.picture_side", 16_000, "pixels", "Of a side of an uploaded picture; 422 `too_long_a_side` above.")
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# A phone's JPEG with a second picture inside (a depth or brightness map) is still one picture.
ONE_PICTURE = ("JPEG", "MPO")

WIDTHS = (160, 320, 640, 960, 1280, 1920)
SMALL_WIDTH = 640
MAX_WIDTH, MAX_HEIGHT = WIDTHS[-1], 3840
PREVIEW_PX = 20
LYING = (5, 6, 7, 8)  # EXIF's orientations of a camera turned by a quarter
WEBP, AVIF = "image/webp", "image/avif"
# AVIF of this quality is a quarter smaller than such WebP and closer to the original; slower settings of both cost twice to
# seven times as much for a few percent (docs/concepts/files.md).
ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    AVIF: ("AVIF", {"quality": 50, "speed": 9, "max_threads": 1}),
    WEBP: ("WEBP", {"quality": 80, "method": 2}),
}


class Rendition(NamedTuple):
    """One file of a picture, so many pixels wide."""

    width: int
    content_type: str
    content: bytes


def check(content: bytes, *, max_pixels: int = MAX_PIXELS) -> None:
    """
    Refuse what is no picture by what its head says. Nothing is unfolded, so it costs the same for every file.

    :raises InvalidInput: if it is too large, animated, or no picture of a known format
    """
    if len(content) > MAX_UPLOAD_BYTES:
        raise _refused("too_large", Text("At most {limit} MB", limit=MAX_UPLOAD_BYTES // 1024 // 1024))
    _check_size(_opened(content), max_pixels)


def decode(content: bytes, *, max_pixels: int = MAX_PIXELS) -> Pillow.Image:
    """
    The picture of a file as the shop shows it: upright, in sRGB, within the largest size, and without any metadata. A small file may
    cost seconds and 200 MB, so this is a worker's.

    :raises InvalidInput: if it is too large, animated, damaged, or no picture of a known format
    """
    check(content, max_pixels=max_pixels)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # decoders warn of what is refused or mended here
        picture = _opened(content)
        try:
            return _plain(picture)
        except Exception:  # decoders raise any exception on a file that was made to break them
            raise _refused("damaged_picture", Text("The picture is damaged: it breaks off, or a part of it cannot be read")) from None


def widths_of(picture: Pillow.Image) -> list[int]:
    """The widths to make of it, the smallest first: those below its own, and its own. Nothing is enlarged."""
    return [*(width for width in WIDTHS if width < picture.width), picture.width]


def small_width_of(picture: Pillow.Image) -> int:
    return min(SMALL_WIDTH, picture.width)


def renditions(picture: Pillow.Image) -> Iterator[Rendition]:
    """Every width in every type, one after the other."""
    for width in widths_of(picture):
        resized = _as_wide_as(picture, width)
        for content_type in ENCODERS:
            yield Rendition(width, content_type, _encoded(resized, content_type))


def rendition(picture: Pillow.Image, width: int, content_type: str) -> Rendition:
    return Rendition(width, content_type, _encoded(_as_wide_as(picture, width), content_type))


def preview_of(picture: Pillow.Image) -> str:
    """A tiny version as a ``data:`` address of some 200 letters, to show blurred until the picture has come."""
    tiny = picture.copy()
    tiny.thumbnail((PREVIEW_PX, PREVIEW_PX), Pillow.Resampling.BOX)
    out = BytesIO()
    tiny.save(out, "WEBP", quality=40, method=6)
    return f"data:{WEBP};base64,{base64.b64encode(out.getvalue()).decode()}"


def _opened(content: bytes) -> Pillow.Image:
    """By what the file's head says; its pixels stay folded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit of our own is lower
            return Pillow.open(BytesIO(content), formats=FORMATS)
    except Pillow.DecompressionBombError:
        raise _too_many_pixels(MAX_PIXELS) from None
    except Exception:
        raise _refused("not_a_picture", Text("The file is no picture in one of: {choices}", choices=FORMATS)) from None


def _check_size(picture: Pillow.Image, max_pixels: int) -> None:
    """By what the file's head says, before anything is unfolded."""
    if picture.width * picture.height > max_pixels:
        raise _too_many_pixels(max_pixels)
    if max(picture.width, picture.height) > MAX_SIDE_PX:
        raise _refused("too_long_a_side", Text("At most {limit} pixels a side", limit=MAX_SIDE_PX))
    if picture.format not in ONE_PICTURE and getattr(picture, "is_animated", False):
        raise _refused("animated", Text("Animated pictures are not shown; upload a picture of one frame"))


def _plain(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "P", "PA", "I", "F"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    largest = (MAX_WIDTH, MAX_HEIGHT)
    lies = picture.getexif().get(ExifTags.Base.Orientation) in LYING  # what is its height now will be its width
    picture.thumbnail(largest[::-1] if lies else largest, Pillow.Resampling.LANCZOS)
    upright = _in_srgb(ImageOps.exif_transpose(picture))
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.info = {}
    return upright


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Colours as the web means them; a profile that cannot be read is as good as none."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _as_wide_as(picture: Pillow.Image, width: int) -> Pillow.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Pillow.Image, content_type: str) -> bytes:
    kind, options = ENCODERS[content_type]
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _too_many_pixels(max_pixels: int) -> InvalidInput:
    return _refused("too_many_pixels", Text("At most {limit} megapixels", limit=max_pixels // 1_000_000))


def _refused(code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError("file", code, message)])
