"""What becomes of a picture file: its pixels survive, and nothing else."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from marketplace.apps.catalog.tests.factories import picture
from marketplace.kit import pictures
from marketplace.kit.errors import InvalidInput

GPS = "N 52.3731, E 4.8922"
RED, BLUE = (220, 20, 20), (20, 20, 220)


def file_of(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, bits: int, kind: int, packed: bytes) -> bytes:
    """A PNG as its head describes it, of these packed rows."""
    head = struct.pack(">II5B", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def half_red(width: int = 60, height: int = 40) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, width, height // 2 - 1), fill=RED)
    return image


def is_near(pixel, wanted) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel[:3], wanted, strict=True))


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as refused:
        pictures.decode(content)
    (error,) = refused.value.errors
    assert error.field == "file"
    return error.code, str(error.message)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_of_each_kind_is_taken_whatever_it_is_called(kind):
    assert pictures.decode(file_of(half_red(), kind)).size == (60, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03" + b"\x00" * 200,  # a program
        b"\x7fELF" + b"\x00" * 200,
        b"#!/bin/sh\nrm -rf /\n",
        b"%PDF-1.7\n%",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<html><img src=x></html>",
        b"GIF89a<script>alert(1)</script>",
        b"PK\x03\x04" + b"\x00" * 60,
        picture(kind="JPEG")[:-200],  # which is nearly all of it
        file_of(Image.new("RGB", (9, 9)), "BMP"),
        file_of(Image.new("RGB", (9, 9)), "TIFF"),
        file_of(Image.new("RGB", (9, 9)), "ICO"),
    ],
)
def test_what_is_no_picture_for_the_web_is_refused(content):
    assert refusal(content) == ("not_a_picture", "The file is no picture in one of: JPEG, PNG, WEBP, GIF, AVIF")


def test_a_program_behind_a_picture_does_not_come_along():
    content = file_of(half_red(), "PNG") + b"MZ this program cannot be run"

    made = b"".join(file.content for file in pictures.renditions(pictures.decode(content)))

    assert b"program" not in made


def test_a_file_over_the_limit_is_refused_with_the_limit():
    assert refusal(bytes(pictures.MAX_UPLOAD_BYTES + 1)) == ("too_large", "At most 10 MB")


@pytest.mark.parametrize("side", [7_100, 13_000, 30_000, 65_000])
def test_a_small_file_that_would_unfold_to_a_huge_picture_is_refused_by_its_head(side):
    head = struct.pack(">II5B", side, side, 8, 2, 0, 0, 0)
    whole = file_of(Image.new("RGB", (1, 1)), "PNG")
    chunk = b"IHDR" + head
    bomb = whole[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[33:]

    assert refusal(bomb) == ("too_many_pixels", "At most 50 megapixels")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animated_picture_is_refused(kind):
    frames = [half_red(), half_red().rotate(180)]

    content = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    assert refusal(content) == ("animated", "Animated pictures are not shown; upload a picture of one frame")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_that_breaks_off_is_refused_as_damaged(kind):
    content = file_of(half_red(600, 400), kind)

    said = "The picture is damaged: it breaks off, or a part of it cannot be read"
    assert refusal(content[: len(content) * 3 // 4]) == ("damaged_picture", said)


def test_a_picture_that_holds_more_than_its_head_says_is_what_its_head_says():
    bomb = zlib.compress(bytes(200_000_000), 9)

    plain = pictures.decode(png(10, 10, 8, 0, bomb))

    assert plain.size == (10, 10)


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_a_word_or_profile_that_would_unfold_to_much_is_refused(name):
    whole = file_of(half_red(), "PNG")

    refusal(whole[:33] + chunk(name, b"p\0\0" + zlib.compress(bytes(200_000_000), 9)) + whole[33:])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_what_hangs_behind_a_picture_does_not_survive(kind):
    plain = pictures.decode(file_of(half_red(), kind) + b"PK\x03\x04<script>alert(1)</script>")

    assert all(b"script" not in file.content for file in pictures.renditions(plain))


@pytest.mark.parametrize(("kind", "alpha"), [(2, None), (6, 0x8000), (4, 0x8000)])
def test_sixteen_bits_a_colour_are_read(kind, alpha):
    colour = (0xDCDC, 0x1414, 0x1414) if kind != 4 else (0x8080,)
    row = b"\0" + struct.pack(f">{len(colour)}H", *colour) * 40
    if alpha:
        row = b"\0" + struct.pack(f">{len(colour) + 1}H", *colour, alpha) * 40

    plain = pictures.decode(png(40, 40, 16, kind, zlib.compress(row * 40)))

    assert is_near(plain.getpixel((20, 20)), RED if kind != 4 else (128, 128, 128))
    assert plain.mode == ("RGBA" if alpha else "RGB")
    assert not alpha or plain.getpixel((20, 20))[3] == 128


def test_a_palette_with_a_transparency_for_each_colour_is_read():
    palette = half_red().quantize(2)
    red = palette.getpixel((30, 5))
    alphas = bytes(128 if place == red else 255 for place in range(2))

    plain = pictures.decode(file_of(palette, "PNG", transparency=alphas))

    assert [plain.getpixel((30, y))[3] for y in (5, 35)] == [128, 255]


def test_a_phones_picture_with_another_inside_is_one_picture():
    content = file_of(half_red(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "black")])

    assert is_near(pictures.decode(content).getpixel((30, 5)), RED)


def test_nothing_that_a_camera_writes_survives():
    exif = Image.Exif()
    exif[0x010E], exif[0x8769] = GPS, {0x927C: GPS.encode()}
    exif[0x8825] = {1: "N", 2: (52.0, 22.0, 23.0), 3: "E", 4: (4.0, 53.0, 32.0), 29: GPS}
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{GPS}</x:xmpmeta>".encode()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind, options in {"JPEG": {"comment": GPS, "xmp": xmp}, "WEBP": {"xmp": xmp}, "PNG": {}, "AVIF": {"xmp": xmp}}.items():
        content = file_of(half_red(200, 100), kind, exif=exif, icc_profile=icc, **options)
        assert GPS.encode() in content

        plain = pictures.decode(content)

        assert plain.info == {}
        for file in pictures.renditions(plain):
            assert GPS.encode() not in file.content
            made = opened(file.content)
            assert dict(made.getexif()) == {}
            assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(made.info)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_with_the_camera_turned_stands_upright(orientation):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = half_red(5000, 3000)
    exif = Image.Exif()
    exif[0x0112] = orientation

    plain = pictures.decode(file_of(upright.transpose(turns[orientation]) if orientation > 1 else upright, exif=exif))

    assert plain.size == (1920, 1152)
    assert is_near(plain.getpixel((900, 100)), RED)
    assert is_near(plain.getpixel((900, 1100)), BLUE)


def test_colours_are_turned_into_the_webs():
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"  # a device whose red is the web's blue

    plain = pictures.decode(file_of(half_red(), "PNG", icc_profile=bytes(profile)))

    assert is_near(plain.getpixel((30, 5)), BLUE)
    assert is_near(plain.getpixel((30, 35)), RED)


def test_a_broken_colour_profile_is_as_good_as_none():
    assert is_near(pictures.decode(file_of(half_red(), "PNG", icc_profile=b"no profile")).getpixel((30, 5)), RED)


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG")])
def test_every_way_to_write_colours_is_read(mode, kind):
    grey = Image.new("L", (60, 40), 0)
    ImageDraw.Draw(grey).rectangle((0, 0, 60, 19), fill=255)
    written = Image.fromarray(numpy.asarray(grey).astype("uint16") * 257) if mode == "I;16" else grey.convert(mode)

    plain = pictures.decode(file_of(written, kind))

    assert plain.mode in ("RGB", "RGBA")
    assert is_near(plain.getpixel((30, 5)), (255, 255, 255))
    assert is_near(plain.getpixel((30, 35)), (0, 0, 0))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_stays_so(kind):
    image = Image.new("RGBA", (60, 40), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 20, 60, 40))

    for file in pictures.renditions(pictures.decode(file_of(image, kind))):
        made = opened(file.content).convert("RGBA")
        above, below = (made.getpixel((30, y))[3] for y in (5, 35))
        assert (above, below <= 1) == (255, True)  # of 255: nobody sees it


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((3000, 1500), [160, 320, 640, 960, 1280, 1920]),
        ((1920, 100), [160, 320, 640, 960, 1280, 1920]),
        ((1000, 800), [160, 320, 640, 960, 1000]),
        ((640, 640), [160, 320, 640]),
        ((40, 30), [40]),
        ((1, 1), [1]),
        ((1, 9_000), [1]),
        ((100, 9_000), [43]),
        ((9_000, 1), [160, 320, 640, 960, 1280, 1920]),
    ],
)
def test_it_is_made_in_every_width_below_its_own_and_in_its_own_and_is_never_enlarged(size, wanted):
    plain = pictures.decode(file_of(Image.new("RGB", size, RED), "PNG"))

    made = list(pictures.renditions(plain))

    assert pictures.widths_of(plain) == wanted
    assert [(file.width, file.content_type) for file in made] == [(w, t) for w in wanted for t in ("image/avif", "image/webp")]
    for file in made:
        image = opened(file.content)
        assert (image.width, image.format) == (file.width, file.content_type.removeprefix("image/").upper())
        assert image.height <= pictures.MAX_HEIGHT
        assert is_near(image.convert("RGB").getpixel((0, 0)), RED)


def test_the_preview_is_a_tiny_picture_that_fits_into_a_page():
    preview = pictures.preview_of(pictures.decode(file_of(half_red(1200, 800))))

    assert len(preview) < 400
    tiny = opened(base64.b64decode(preview.removeprefix("data:image/webp;base64,")))
    assert tiny.size == (20, 13)
    assert is_near(tiny.convert("RGB").getpixel((10, 2)), RED)


def test_the_same_file_makes_the_same_files():
    content = file_of(half_red(700, 500))

    assert list(pictures.renditions(pictures.decode(content))) == list(pictures.renditions(pictures.decode(content)))


SEEDS = [file_of(half_red(), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF")]


@settings(max_examples=300)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_a_damaged_file_is_a_picture_or_refused(content, damages):
    damaged = bytearray(content)
    for place, new in damages:
        place %= len(damaged)
        damaged[place : place + len(new)] = new

    try:
        plain = pictures.decode(bytes(damaged))
    except InvalidInput:
        return
    assert plain.mode in ("RGB", "RGBA")
    assert plain.width <= pictures.MAX_WIDTH
    assert plain.height <= pictures.MAX_HEIGHT
