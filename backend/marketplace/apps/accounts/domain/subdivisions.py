"""Emirates, governorates and regions: one name for each, whatever people call it (``data/subdivisions.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from marketplace.foundation.search.folding import fold, fold_code

_FILE = Path(__file__).parent / "data" / "subdivisions.toml"
# Articles (also as they sound before the letters of the sun) and words for the thing itself, folded.
_ARTICLES = frozenset({"al", "el", "ad", "adh", "ar", "as", "ash", "at", "az", "the", "of"})
_KINDS = frozenset({"emirate", "governorate", "region", "municipality", "muhafazat", "اماره", "محافظه", "منطقه", "بلديه"})


def find_subdivision(country: str, text: str) -> str | None:
    """The stored name of a country's subdivision, by a name, spelling or ISO 3166-2 code; None where the country lists no such one."""
    known = _names_by_key(country)
    return next((known[key] for key in _keys(text) if key in known), None)


@cache
def subdivisions_of(country: str) -> frozenset[str]:
    """The stored names of a country's subdivisions; empty where none are listed."""
    return frozenset(_names_by_key(country).values())


@cache
def _names_by_key(country: str) -> dict[str, str]:
    return {
        key: spellings[0]
        for code, spellings in _table().get(country, {}).items()
        for key in (fold_code(f"{country}-{code}"), fold_code(code), *chain.from_iterable(map(_keys, spellings)))
    }


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text())


def _keys(text: str) -> Iterator[str]:
    """How a name is compared: its folded letters together; then without words for the kind of thing; then without articles, too."""
    words = fold(text).split()
    named = [word for word in words if word not in _KINDS]
    bare = [word.removeprefix("ال") for word in named if word not in _ARTICLES]
    yield from filter(None, map("".join, (words, named, bare)))
