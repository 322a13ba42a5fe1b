"""Flat illustrations of the demo's products in one art direction: soft backdrop with a disc, light from the left, a soft shadow."""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.apps.demo.domain.shapes import Drawing, Outline, Point, Shape, get_drawing, get_pattern
from marketplace.apps.demo.domain.types import ImageSpec

SIDE_PX = 800
OVERSAMPLING = 2
FRAME_PX = SIDE_PX * OVERSAMPLING
SINGLE_SIZE, CLOSE_SIZE, GROUP_SIZE = 64.0, 104.0, 44.0  # percent of the frame
GROUP_OF_TWO = ((36.0, 43.0), (62.0, 58.0))
GROUP_OF_THREE = ((30.0, 42.0), (70.0, 42.0), (50.0, 62.0))
SHADOW_PX = 200  # shadows are blurred on a small sheet and enlarged: they have no edges to lose
DARK, LIGHT = (46, 36, 48), (255, 252, 246)
PAINTS = {
    "white": "#fbf8f2",
    "cream": "#efe4cf",
    "paper": "#f6f0e4",
    "ink": "#37343c",
    "wood": "#c39a68",
    "walnut": "#855c3d",
    "steel": "#b4bbc0",
    "brass": "#cfa54e",
    "leather": "#a26a42",
    "leaf": "#6f8f62",
    "glass": "#dbe7e6",
    "tea": "#b5682d",
    "coffee": "#4e3327",
    "red": "#c8504a",
    "rose": "#e3a9a2",
    "blue": "#5b82ad",
    "yellow": "#e6bb4c",
    "green": "#77a073",
}
Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]


class Placing(NamedTuple):
    """Where a sheet of 100 units comes to lie in the frame, in pixels."""

    scale: float
    x: float
    y: float

    def outline(self, outline: Outline) -> list[Point]:
        return [(self.x + x * self.scale, self.y + y * self.scale) for x, y in outline]


def draw(spec: ImageSpec) -> bytes:
    """
    The picture as WebP of 800 by 800 pixels; the same bytes for the same picture.

    :raises KeyError: if the drawing or the pattern does not exist
    """
    drawing = get_drawing(spec.drawing)
    sheet = _Sheet(spec)
    for colour, placing in zip(_colours(spec), _placings(spec, drawing), strict=True):
        sheet.add(drawing, colour, placing)
    out = BytesIO()
    sheet.image.reduce(OVERSAMPLING).save(out, "WEBP", quality=86, method=2)
    return out.getvalue()


def _colours(spec: ImageSpec) -> tuple[str, ...]:
    """Back to front, so that the first colour stands in front."""
    return (*spec.colours[1:], spec.colours[0])


def _placings(spec: ImageSpec, drawing: Drawing) -> list[Placing]:
    """One for each copy, back to front; every drawing fills its place alike."""
    if spec.view == "group":
        spots = GROUP_OF_THREE if len(spec.colours) == 3 else GROUP_OF_TWO
        return [_fitted(drawing, (x, y), GROUP_SIZE) for x, y in spots]
    if spec.view == "close":
        return [_fitted(drawing, (50, 50), CLOSE_SIZE, drawing.focus)]
    return [_fitted(drawing, (50, 50), SINGLE_SIZE)]


def _fitted(drawing: Drawing, spot: Point, size: float, focus: Point | None = None) -> Placing:
    """Bring the drawing's middle, or its focus, to the spot, with its longer side ``size`` percent of the frame."""
    left, top, right, bottom = _box_around(
        [outline for shape in drawing.shapes if not shape.op.startswith("in") for outline in shape.outlines]
    )
    unit = FRAME_PX / 100
    width, height = right - left, bottom - top
    scale = unit * size * min(1 / height, 1.06 / width, 0.86 / math.sqrt(width * height))
    x, y = focus or ((left + right) / 2, (top + bottom) / 2)
    return Placing(scale, spot[0] * unit - x * scale, spot[1] * unit - y * scale)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


class _Sheet:
    """The frame that a picture grows on, at twice its size."""

    def __init__(self, spec: ImageSpec) -> None:
        self.spec = spec
        back = _rgb(spec.backdrop)
        self.image = Image.new("RGB", (FRAME_PX, FRAME_PX), back)
        self.pen = ImageDraw.Draw(self.image)
        radius, middle = FRAME_PX * 0.41, FRAME_PX / 2
        if spec.view != "close":
            self.pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), _mixed(back, LIGHT, 0.45))
        self.main = _rgb(spec.colours[0])
        self.clip: tuple[Image.Image, Box] | None = None

    def add(self, drawing: Drawing, colour: str, placing: Placing) -> None:
        self.main = _rgb(colour)
        self._shadow(drawing, placing)
        for shape in drawing.shapes:
            self._paint(shape, placing)

    def _paint(self, shape: Shape, placing: Placing) -> None:
        outlines = [placing.outline(outline) for outline in shape.outlines]
        width = shape.width * placing.scale
        colour, share = self._colour(shape.paint)
        if shape.op in ("body", "solid"):
            self._body(shape, outlines, colour, placing)
        elif shape.op in ("in", "inline"):
            self._clipped(outlines, width, colour, share)
        elif share < 1:
            box = _in_frame(_box_around(outlines, margin=width))
            self._wash(colour, _mask(outlines, width, box), box, share)
        else:
            _trace(self.pen, outlines, width, colour)

    def _body(self, shape: Shape, outlines: list[list[Point]], colour: Rgb, placing: Placing) -> None:
        tight = _box_around(outlines)
        depth = max(2, round(min(tight[2] - tight[0], tight[3] - tight[1], 30 * placing.scale) * 0.11))
        box = _in_frame(_box_around(outlines, margin=depth + 2), margin=depth + 2)
        mask = _mask(outlines, 0, box)
        _trace(self.pen, outlines, 0, colour)
        self.clip = mask, box
        if shape.op == "body":
            for stroke in get_pattern(self.spec.pattern):
                paint, share = self._colour(stroke.paint)
                self._clipped([placing.outline(o) for o in stroke.outlines], stroke.width * placing.scale, paint, share)
        shade = ImageChops.subtract(mask, ImageChops.offset(mask, -depth, -depth // 3))
        self._wash(_mixed(colour, DARK, 0.75), shade, box, 0.17)
        gleam = ImageChops.subtract(mask, ImageChops.offset(mask, depth // 3, depth // 6))
        self._wash(LIGHT, gleam, box, 0.2)

    def _wash(self, colour: Rgb, mask: Image.Image, box: Box, share: float = 1.0) -> None:
        """Lay a colour over the image as far as the mask reaches; only there, since pasting is what takes the time."""
        reach = mask.getbbox()
        if reach is None:
            return
        left, top = box[0] + reach[0], box[1] + reach[1]
        target = (left, top, left + reach[2] - reach[0], top + reach[3] - reach[1])
        part = mask if reach == (0, 0, *mask.size) else mask.crop(reach)
        self.image.paste(colour, target, _scaled(part, share))

    def _clipped(self, outlines: list[list[Point]], width: float, colour: Rgb, share: float) -> None:
        if self.clip is None:
            raise ValueError(f"{self.spec.drawing}: nothing yet to clip to")
        mask, box = self.clip
        part = ImageChops.multiply(mask, _mask(outlines, width, box))
        self._wash(colour, part, box, share)

    def _shadow(self, drawing: Drawing, placing: Placing) -> None:
        ratio = SHADOW_PX / FRAME_PX
        small = Placing(placing.scale * ratio, placing.x * ratio, placing.y * ratio)
        unit = small.scale
        mask = Image.new("L", (SHADOW_PX, SHADOW_PX))
        pen = ImageDraw.Draw(mask)
        lying = drawing.ground is None
        down = small._replace(x=small.x + unit * 1.2, y=small.y + unit * (2.4 if lying else 0.6))
        for shape in drawing.shapes:
            if shape.op not in ("in", "inline"):
                _trace(pen, [down.outline(outline) for outline in shape.outlines], shape.width * unit, 70 if lying else 26)
        if drawing.ground is not None:
            floor = small.y + drawing.ground * unit
            left, _, right, _ = mask.crop((0, int(floor - unit * 8), SHADOW_PX, SHADOW_PX)).getbbox() or (0, 0, 0, 0)
            middle, reach = (left + right) / 2 + unit * 2, (right - left) * 0.52
            pen.ellipse((middle - reach, floor - unit * 2.6, middle + reach, floor + unit * 2.8), 92)
        soft = mask.filter(ImageFilter.GaussianBlur(unit * (1.5 if lying else 1.7)))
        seen = soft.getbbox()
        if seen is None:
            return
        enlarge = FRAME_PX // SHADOW_PX
        box = (seen[0] * enlarge, seen[1] * enlarge, seen[2] * enlarge, seen[3] * enlarge)
        large = soft.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR, seen)
        self.image.paste(_mixed(_rgb(self.spec.backdrop), DARK, 0.8), box, large)

    def _colour(self, paint: str) -> tuple[Rgb, float]:
        name, _, percent = paint.partition("/")
        step = 0
        for sign in "+-":
            if sign in name:
                name, _, digits = name.partition(sign)
                step = int(sign + digits)
        colour = {"main": self.main, "accent": _rgb(self.spec.accent), "back": _rgb(self.spec.backdrop)}.get(name)
        colour = colour or _rgb(PAINTS[name])
        return _mixed(colour, LIGHT if step > 0 else DARK, abs(step) * 0.1), int(percent or 100) / 100


def _trace(pen: ImageDraw.ImageDraw, outlines: list[list[Point]], width: float, ink: Rgb | int) -> None:
    for outline in outlines:
        if not width:
            pen.polygon(outline, fill=ink)
            continue
        pen.line(outline, fill=ink, width=max(1, round(width)), joint="curve")
        for x, y in (outline[0], outline[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=ink)


def _box_around(outlines: Sequence[Sequence[Point]], *, margin: float = 0) -> Box:
    xs = [x for outline in outlines for x, _ in outline]
    ys = [y for outline in outlines for _, y in outline]
    return int(min(xs) - margin), int(min(ys) - margin), int(max(xs) + margin) + 1, int(max(ys) + margin) + 1


def _in_frame(box: Box, *, margin: int = 0) -> Box:
    """What of a box can be seen, and ``margin`` around it; a close-up reaches beyond the frame."""
    low, high = -margin, FRAME_PX + margin
    left, top = (min(max(value, low), high) for value in box[:2])
    return left, top, max(min(box[2], high), left + 1), max(min(box[3], high), top + 1)


def _mask(outlines: list[list[Point]], width: float, box: Box) -> Image.Image:
    left, top, right, bottom = box
    mask = Image.new("L", (right - left, bottom - top))
    _trace(ImageDraw.Draw(mask), [[(x - left, y - top) for x, y in outline] for outline in outlines], width, 255)
    return mask


def _scaled(mask: Image.Image, share: float) -> Image.Image:
    return mask if share == 1 else mask.point([round(value * share) for value in range(256)])
