"""What a customer's question says next to the words to search for: prices, colours, sizes, measures, a brand, a category. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from marketplace.apps.discovery.domain.attributes import Feature, read_features
from marketplace.apps.discovery.domain.phrases import Understood as NamedPrices
from marketplace.apps.discovery.domain.phrases import read_prices
from marketplace.apps.discovery.domain.things import things
from marketplace.apps.discovery.types.lists import PartKind
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import says_something
from marketplace.foundation.search.synonyms import phrases_of, roots_of

MOST_PARTS = 6
_AROUND = ".,;:!?()\"'«»„“”؟،؛"


class Value(NamedTuple):
    """A value that a filter takes, and what people call it."""

    value: str
    label: str


class Vocabulary(NamedTuple):
    """What the region's catalogue calls its brands (folded words) and categories (roots of the words, in each language)."""

    brands: Mapping[tuple[str, ...], Value] = {}
    categories: Mapping[tuple[str, ...], Value] = {}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """
    What some words say. ``value`` is what its filter takes; none of a price. ``without`` is the question without these words; none where
    they stay among the words to search for.
    """

    kind: PartKind
    words: str
    value: str = ""
    label: str = ""
    without: str | None = None


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """
    The words that are left to search for, and what the others say; prices in minor units. ``words``: what to search for if nothing is all
    of that, the question without its price.
    """

    text: str
    words: str
    parts: tuple[Part, ...]
    price_min: int | None = None
    price_max: int | None = None


def understand(question: str, *, language: str, currency: str, vocabulary: Vocabulary) -> Understood | None:
    """None where the question is only words."""
    prices = read_prices(question, currency)
    words = (prices.text if prices else question).split()
    named = list(read_features([word.strip(_AROUND) for word in words]))
    taken = {place for each in named for place in range(each.start, each.end)}
    brand = _brand(words, taken, vocabulary, language)
    if brand:
        taken.update(range(brand.start, brand.end))
    rest = " ".join(word for place, word in enumerate(words) if place not in taken)
    parts = [_price(question, prices)] if prices else []
    parts += [_feature(question, each.feature, words[each.start : each.end]) for each in named]
    if brand:
        said = words[brand.start : brand.end]
        parts.append(
            Part(kind="brand", words=" ".join(said), value=brand.value.value, label=brand.value.label, without=_cut(question, said))
        )
    if category := vocabulary.categories.get(roots_of(rest)) if rest else None:
        parts.append(Part(kind="category", words=rest, value=category.value, label=category.label))
    if not parts or len(parts) > MOST_PARTS or _is_contradictory(parts):
        return _prices_alone(question, prices)
    return _understood(rest, words, parts, prices)


class _Brand(NamedTuple):
    value: Value
    start: int
    end: int


def _brand(words: Sequence[str], taken: set[int], vocabulary: Vocabulary, language: str) -> _Brand | None:
    """The longest brand among the words, next to other words that say something; a word that names a thing as well is no brand."""
    if not vocabulary.brands:
        return None
    # A word of the question may be none or several once it is folded (L'Atelier), so each keeps the place that it comes from.
    folded = [(word, place) for place, typed in enumerate(words) for word in fold(typed).split()]
    for start, end, phrase in phrases_of(tuple(word for word, _ in folded)):
        value = vocabulary.brands.get(phrase)
        places = [place for _, place in folded[start:end]]
        others = (word for word, place in folded if place not in places and place not in taken)
        is_next_to_words = taken.isdisjoint(places) and any(says_something(word, language) for word in others)
        if value and is_next_to_words and not things().named(" ".join(phrase), language):
            return _Brand(value, places[0], places[-1] + 1)
    return None


def _price(question: str, prices: NamedPrices) -> Part:
    left = prices.text.split()
    said = [word for word in question.replace(",", " ").split() if word not in left]
    return Part(kind="price", words=" ".join(said), without=prices.text)


def _feature(question: str, feature: Feature, said: Sequence[str]) -> Part:
    label = " ".join(said).strip(_AROUND)
    return Part(kind=feature.kind, words=" ".join(said), value=feature.value, label=label, without=_cut(question, said))


def _cut(question: str, said: Sequence[str]) -> str:
    """The question without the first place where these words stand in a row."""
    words, count = question.replace(",", " ").split(), len(said)
    clean = [word.replace(",", " ").strip() for word in said]
    start = next((place for place in range(len(words) - count + 1) if words[place : place + count] == clean), len(words))
    return " ".join([*words[:start], *words[start + count :]])


def _is_contradictory(parts: Sequence[Part]) -> bool:
    """Whether it names two values of what a thing has one of, as "gold and silver" does: then they are words."""
    kinds = sorted(part.kind for part in parts)
    return any(len(list(same)) > 1 for _, same in groupby(kinds))


def _prices_alone(question: str, prices: NamedPrices | None) -> Understood | None:
    return _understood(prices.text, prices.text.split(), [_price(question, prices)], prices) if prices else None


def _understood(rest: str, words: Sequence[str], parts: Sequence[Part], prices: NamedPrices | None) -> Understood:
    return Understood(
        text=rest,
        words=" ".join(words),
        parts=tuple(parts),
        price_min=prices.price_min if prices else None,
        price_max=prices.price_max if prices else None,
    )
