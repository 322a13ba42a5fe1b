from io import BytesIO

import pytest
from PIL import Image

from marketplace.apps.demo.domain import DemoProduct, ImageSpec, draw, load_demo, shapes

FARTHEST_FROM_SHELF = 24  # levels of 255 that a corner's colour may lie from the backdrop's, through shadow and encoding


def picture(**changes: object) -> ImageSpec:
    values = {"drawing": "mug", "colours": ("#96a88a",), "accent": "#c9a26b", "backdrop": "#f1e8dc"}
    return ImageSpec(**(values | changes))


def opened(spec: ImageSpec) -> Image.Image:
    return Image.open(BytesIO(draw(spec))).convert("RGB")


def one_product_of_each_drawing() -> list[DemoProduct]:
    found: dict[str, DemoProduct] = {}
    for region in ("eu", "mena"):
        for product in load_demo(region).products:
            found.setdefault(product.images[0].drawing, product)
    return list(found.values())


@pytest.mark.parametrize("product", one_product_of_each_drawing(), ids=lambda product: product.images[0].drawing)
def test_every_drawing_becomes_a_picture_with_something_in_the_middle(product):
    image = opened(product.images[0])

    assert image.size == (800, 800)
    assert len(image.crop((240, 240, 560, 560)).getcolors(maxcolors=320 * 320)) > 10


def test_every_picture_of_the_catalogue_can_be_drawn():
    for region in ("eu", "mena"):
        for product in load_demo(region).products:
            for spec in product.images:
                assert shapes.get_drawing(spec.drawing).shapes
                assert shapes.get_pattern(spec.pattern) is not None
                assert len(spec.colours) == 1 or spec.view == "group"


def test_the_same_spec_gives_the_same_bytes_and_name():
    assert draw(picture()) == draw(picture())
    assert picture().filename == picture().filename
    assert picture(colours=("#c5694a",)).filename != picture().filename


def test_the_named_colour_is_the_colour_of_the_thing():
    red, green, blue = opened(picture(colours=("#3158a5",))).getpixel((380, 440))

    assert blue > green > red


def test_the_corners_show_the_backdrop():
    corner = opened(picture()).getpixel((5, 5))

    assert all(abs(a - b) < FARTHEST_FROM_SHELF for a, b in zip(corner, (0xF1, 0xE8, 0xDC), strict=True))


@pytest.mark.parametrize("colours", [("#96a88a", "#d5bd96"), ("#96a88a", "#d5bd96", "#2d3f61")])
def test_a_group_shows_each_colour(colours):
    assert draw(picture(view="group", colours=colours)) != draw(picture(view="group", colours=colours[::-1]))


def test_an_unknown_drawing_is_an_error():
    with pytest.raises(KeyError):
        draw(picture(drawing="perpetuum mobile"))
