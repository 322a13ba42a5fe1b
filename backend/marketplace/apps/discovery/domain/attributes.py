"""
What of a thing customers name next to what it is: a colour, a size, a measure. The same words are read in a question and on a product's
variants, so that one filter fits all languages and spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from marketplace.foundation.search.folding import fold

FILE = Path(__file__).parents[1] / "data" / "colours.txt"
MOST_LABELS = 10_000  # whose features a process remembers
LONGEST = 2  # words of a colour's name
WIDEST_RANGE = 12  # from the first to the last of sizes that a label joins: 36-38 is three sizes, 10-99 is none

Kind = Literal["colour", "size", "measure"]

_SIZE_WORDS = frozenset(fold("size sizes maat maten größe groesse gr taille pointure مقاس قياس المقاس").split())
_LETTER_SIZES = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl"})
_SIZES_ALONE = _LETTER_SIZES - {"s", "m", "l"}  # single letters are words of other things ("l'hiver", "5 m")
_NUMBER_SIZE = re.compile(r"\d{1,3}")
_JOINED_SIZES = re.compile(r"(\d{1,3})\s*[-–/]\s*(\d{1,3})")
_SHADED = tuple(map(fold, ("dark", "light", "donker", "licht", "dunkel", "hell")))  # written in one word with a colour
_AT_THE_END = 4  # letters of a colour that ends a longer word: Salbeigrün, bosgroen; shorter ones end others (Brot)

_UNITS: dict[str, tuple[str, int]] = {  # of what it measures, and how many of the smallest unit it is
    **dict.fromkeys(("ml", "مل"), ("volume", 1)),
    **dict.fromkeys(("cl",), ("volume", 10)),
    **dict.fromkeys(("l", "liter", "liters", "litre", "litres", "لتر"), ("volume", 1_000)),
    **dict.fromkeys(("g", "gr", "gram", "gramm", "grams", "gramme", "grammes", "غ", "غرام", "جرام"), ("weight", 1)),
    **dict.fromkeys(("kg", "kilo", "kilogram", "كغ", "كيلو", "كجم"), ("weight", 1_000)),
    **dict.fromkeys(("mm", "مم"), ("length", 1)),
    **dict.fromkeys(("cm", "سم"), ("length", 10)),
    **dict.fromkeys(("m", "meter", "metre", "متر"), ("length", 1_000)),
    **dict.fromkeys(fold("pieces piece pcs stuks stukjes teile teilig stück pièces قطعة قطع").split(), ("count", 1)),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MEASURE = re.compile(rf"(\d{{1,4}})(?:[.,](\d{{1,3}}))?\s*({_UNIT})")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "0123456789" * 2 + ".")


class Feature(NamedTuple):
    """Something that a variant is, comparable: a colour's key, a size in small letters, a measure in its smallest unit."""

    kind: Kind
    value: str


class Named(NamedTuple):
    """A feature that the words from ``start`` to before ``end`` name."""

    feature: Feature
    start: int
    end: int


class _Colours(NamedTuple):
    said: dict[str, str]  # what questions say, folded, to its key
    shown: dict[str, frozenset[str]]  # what labels say, folded, to the keys that it is


@lru_cache(MOST_LABELS)
def features_of(label: str) -> frozenset[Feature]:
    """What a variant is whose option has this value, in whatever language: often nothing."""
    return frozenset(_features(label))


def _features(label: str) -> Iterator[Feature]:
    text = " ".join(label.translate(_DIGITS).split()).casefold()
    yield from (Feature("colour", key) for key in sorted(colours_in(label)))
    yield from (Feature("size", size) for size in _sizes(text))
    measured = _MEASURE.fullmatch(text)
    if measured:
        yield Feature("measure", _measure(measured))


def colours_in(text: str) -> set[str]:
    """The colours that a label or a title names."""
    colours, words = _colours(), fold(text).split()
    found: set[str] = set()
    for start, word in enumerate(words):
        for length in range(1, LONGEST + 1):
            found |= colours.shown.get(" ".join(words[start : start + length]), frozenset())
        found |= {key for said, key in colours.said.items() if len(said) >= _AT_THE_END and word.endswith(said)}
    return found


def read_features(words: Sequence[str]) -> Iterator[Named]:
    """
    The features that a question's words (as typed, without what stands around them) name, the first first; no word is read twice.

    A size needs a word that says that it is one ("size 42"), unless it can be nothing else (XL).
    """
    typed = [word.translate(_DIGITS).casefold() for word in words]
    folded = [fold(word) for word in words]
    start = 0
    while start < len(words):
        named = _measure_at(typed, start) or _size_at(folded, start) or _colour_at(folded, start)
        if named:
            yield named
        start = named.end if named else start + 1


def _colour_at(folded: Sequence[str], start: int) -> Named | None:
    said = _colours().said
    for length in range(LONGEST, 0, -1):
        words = folded[start : start + length]
        key = said.get(" ".join(words)) if len(words) == length else None
        if key:
            return Named(Feature("colour", key), start, start + length)
    word = folded[start]
    shade = next((shade for shade in _SHADED if word.startswith(shade)), None)
    key = said.get(word.removeprefix(shade)) if shade else None
    return Named(Feature("colour", key), start, start + 1) if key else None


def _size_at(folded: Sequence[str], start: int) -> Named | None:
    word, after = folded[start], folded[start + 1] if start + 1 < len(folded) else ""
    if word in _SIZE_WORDS and (after in _LETTER_SIZES or _NUMBER_SIZE.fullmatch(after)):
        return Named(Feature("size", after), start, start + 2)
    return Named(Feature("size", word), start, start + 1) if word in _SIZES_ALONE else None


def _measure_at(typed: Sequence[str], start: int) -> Named | None:
    for length in (2, 1):
        words = typed[start : start + length]
        found = _MEASURE.fullmatch(" ".join(words)) if len(words) == length else None
        if found:
            return Named(Feature("measure", _measure(found)), start, start + length)
    return None


def _measure(found: re.Match[str]) -> str:
    """A whole number of the smallest unit: ``0,5 l`` is ``volume:500``; digits beyond it are dropped."""
    whole, fraction, unit = found.groups()
    kind, factor = _UNITS[unit]
    thousandths = int(whole) * 1_000 + int(((fraction or "") + "000")[:3])
    return f"{kind}:{thousandths * factor // 1_000}"


def _sizes(text: str) -> Iterator[str]:
    joined = _JOINED_SIZES.fullmatch(text)
    if joined:
        first, last = int(joined[1]), int(joined[2])
        if 0 <= last - first <= WIDEST_RANGE:
            yield from map(str, range(first, last + 1))
    elif text in _LETTER_SIZES or _NUMBER_SIZE.fullmatch(text):
        yield text


@cache
def _colours() -> _Colours:
    said: dict[str, str] = {}
    shown: dict[str, set[str]] = {}
    for line in FILE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        key, _, names = line.partition(":")
        words, _, shades = names.partition("=>")
        for word in map(fold, words.split(",")):
            said[word] = key
            shown.setdefault(word, set()).add(key)
        for shade in filter(None, map(fold, shades.split(","))):
            shown.setdefault(shade, set()).add(key)
    return _Colours(said, {word: frozenset(keys) for word, keys in shown.items()})
