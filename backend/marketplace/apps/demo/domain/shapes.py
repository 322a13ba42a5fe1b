"""
The drawings' own small language, read from ``data/drawings`` into polygons.

A shape is ``op paint [width]: geometry | repeat ...`` on a sheet of 100 by 100 units, y downwards:

- op: ``body`` (shaded, takes the pattern), ``solid`` (shaded), ``fill`` (flat), ``line`` (round stroke of a width); ``in`` and ``inline``
  are ``fill`` and ``line`` clipped to the last body or solid;
- paint: ``main``, ``accent`` or a colour of ``PAINTS``, darker or lighter by ``-1`` to ``-9`` or ``+1`` to ``+9``, thinner by ``/percent``;
- geometry: an absolute path of M L Q C Z, ``half`` and such a path (mirrored about x = 50), ``oval cx cy rx ry``, ``box x y w h radius``;
- repeat: ``step n dx dy`` (n in all), ``turn n cx cy`` (n around a circle), ``rot degrees cx cy``.
"""

import math
import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec

DATA = Path(__file__).parent / "data" / "drawings"
CURVE_STEPS, OVAL_STEPS, CORNER_STEPS = 28, 96, 10
Point = tuple[float, float]
Outline = tuple[Point, ...]
Op = str


class Shape(msgspec.Struct, frozen=True):
    op: Op
    paint: str
    width: float
    outlines: tuple[Outline, ...]


class Drawing(msgspec.Struct, frozen=True):
    shapes: tuple[Shape, ...]
    ground: float | None  # y of the floor that it stands on; None if it lies flat
    focus: Point  # what a close-up looks at


class _Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shapes: tuple[str, ...]
    ground: float | None = None
    focus: Point = (50.0, 50.0)


@cache
def _sources() -> dict[str, _Source]:
    found: dict[str, _Source] = {}
    for path in sorted(DATA.glob("*.yaml")):
        found |= msgspec.yaml.decode(path.read_bytes(), type=dict[str, _Source])
    return found


@cache
def _patterns() -> dict[str, tuple[str, ...]]:
    return msgspec.yaml.decode((DATA.parent / "patterns.yaml").read_bytes(), type=dict[str, tuple[str, ...]])


@lru_cache(maxsize=256)
def get_drawing(name: str) -> Drawing:
    """:raises KeyError: if nothing of that name has been drawn"""
    source = _sources()[name]
    return Drawing(tuple(map(_shape, source.shapes)), source.ground, source.focus)


@cache
def get_pattern(name: str) -> tuple[Shape, ...]:
    """:raises KeyError: if there is no such pattern"""
    return tuple(map(_shape, _patterns()[name]))


def _shape(text: str) -> Shape:
    head, _, rest = text.partition(":")
    op, paint, *width = head.split()
    geometry, *repeats = (part.strip() for part in rest.split("|"))
    outlines = [_outline(geometry)]
    for repeat in repeats:
        outlines = _repeated(outlines, repeat)
    return Shape(op, paint, float(width[0]) if width else 0.0, tuple(outlines))


def _outline(text: str) -> Outline:
    word, _, rest = text.partition(" ")
    if word == "oval":
        return _oval(*map(float, rest.split()))
    if word == "box":
        return _box(*map(float, rest.split()))
    if word == "half":
        right = _path(rest)
        return (*right, *((100 - x, y) for x, y in reversed(right)))
    return _path(text)


def _oval(cx: float, cy: float, rx: float, ry: float) -> Outline:
    turns = (2 * math.pi * step / OVAL_STEPS for step in range(OVAL_STEPS))
    return tuple((cx + rx * math.cos(turn), cy + ry * math.sin(turn)) for turn in turns)


def _box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Outline:
    if not radius:
        return (x, y), (x + width, y), (x + width, y + height), (x, y + height)
    centres = (
        (x + width - radius, y + radius, -90),
        (x + width - radius, y + height - radius, 0),
        (x + radius, y + height - radius, 90),
        (x + radius, y + radius, 180),
    )
    return tuple(
        (cx + radius * math.cos(math.radians(angle)), cy + radius * math.sin(math.radians(angle)))
        for cx, cy, start in centres
        for angle in (start + 90 * step / CORNER_STEPS for step in range(CORNER_STEPS + 1))
    )


def _path(text: str) -> Outline:
    points: list[Point] = []
    for command, numbers in re.findall(r"([MLQCZ])([^MLQCZ]*)", text):
        values = [float(number) for number in numbers.replace(",", " ").split()]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        size = {"Q": 2, "C": 3}.get(command)
        if size is None:
            points += pairs
            continue
        for start in range(0, len(pairs), size):
            points += _curve((points[-1], *pairs[start : start + size]))
    return tuple(points)


def _curve(controls: tuple[Point, ...]) -> list[Point]:
    """A Bézier curve of any degree without its first point, by de Casteljau."""
    curve = []
    for step in range(1, CURVE_STEPS + 1):
        share, points = step / CURVE_STEPS, list(controls)
        while len(points) > 1:
            points = [(ax + (bx - ax) * share, ay + (by - ay) * share) for (ax, ay), (bx, by) in pairwise(points)]
        curve.append(points[0])
    return curve


def _repeated(outlines: list[Outline], text: str) -> list[Outline]:
    word, *rest = text.split()
    numbers = [float(number) for number in rest]
    if word == "rot":
        return [_rotated(outline, *numbers) for outline in outlines]
    count, a, b = int(numbers[0]), numbers[1], numbers[2]
    if word == "step":
        return [tuple((x + i * a, y + i * b) for x, y in outline) for i in range(count) for outline in outlines]
    if word == "turn":
        return [_rotated(outline, 360 * i / count, a, b) for i in range(count) for outline in outlines]
    raise ValueError(f"unknown repeat: {text}")


def _rotated(outline: Outline, degrees: float, cx: float, cy: float) -> Outline:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return tuple((cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in outline)
