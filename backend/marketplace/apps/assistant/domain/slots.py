"""What a message names: orders, an e-mail address, the two things that are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import STOPWORDS

_ORDER_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{2,20}-20\d{2}-\d{4,12}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_BETWEEN = re.compile(
    r"\s+(?:and|or|vs\.?|versus|with|than|to|en|of|met|dan|und|oder|mit|gegen|als|et|ou|avec|contre|que|à|أم|او|أو|مع|مقابل)\s+|\s+و\s?|[,;،]",
    re.I,
)
MASK = "[e-mail]"

# What words of orders, parcels and buying have in them, folded.
_ORDERED = (
    *("order", "parcel", "package", "bestel", "pakket", "pakje", "paket", "sendung", "command", "colis", "paquet"),
    *("طلبي", "طلبت", "الطلب", "طرد", "شحنت"),
)

ASKING = Path(__file__).parent / "data" / "asking.yaml"
_LEAST_STEM = 4  # letters of an Arabic word without its article


def order_number(text: str) -> str:
    """The first number of an order, in capitals; empty for none."""
    found = _ORDER_NUMBER.search(text)
    return found[0].upper() if found else ""


def email(text: str) -> str:
    """The first e-mail address, in lower case; empty for none."""
    found = _EMAIL.search(text)
    return found[0].lower() if found else ""


def masked(text: str) -> str:
    """The text without e-mail addresses: what another company may read."""
    return _EMAIL.sub(MASK, text)


def impersonal(text: str) -> str:
    """The text without e-mail addresses and orders' numbers, which say nothing of what is asked: what is made a vector of."""
    return " ".join(_ORDER_NUMBER.sub(" ", _EMAIL.sub(" ", text)).split())


def subject(text: str, language: str) -> str:
    """What of a question about products names one: without the words of asking; empty if nothing is left."""
    asking = _asking(language)
    return " ".join(word for word in fold(text).split() if word not in asking and _stem(word) not in asking)


def compared(text: str, language: str) -> list[str]:
    """The parts of a comparison that name something."""
    return [part for part in (subject(words, language) for words in _BETWEEN.split(text)) if part]


def is_of_order(text: str) -> bool:
    """Whether it has a word of orders and parcels, in any of the five languages: what is asked of them is said so."""
    return any(stem in word for word in fold(text).split() for stem in _ORDERED)


def telling(text: str, language: str) -> str:
    """The text without the language's little words."""
    little = STOPWORDS.get(language, frozenset())
    return " ".join(word for word in fold(text).split() if word not in little)


@cache
def _asking(language: str) -> frozenset[str]:
    """Little words and those of questions, of one language: what says nothing in one may be a product's name in another."""
    known = msgspec.yaml.decode(ASKING.read_bytes(), type=dict[str, str])
    return frozenset(fold(known.get(language, "")).split()) | STOPWORDS.get(language, frozenset())


def stems(text: str) -> frozenset[str]:
    """Words to compare names by: Arabic ones without article and particles."""
    return frozenset(_stem(word) for word in fold(text).split())


def _stem(word: str) -> str:
    for prefix in ("وال", "بال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_STEM - 1:
            return word[len(prefix) :]
    return word


def named(titles: Sequence[str], text: str) -> tuple[int, frozenset[str]] | None:
    """
    The place of the title that shares more of its words with ``text`` than any other title does, and these words; None where several
    share as many. Two listings of one title are one title.
    """
    asked = stems(text)
    shared = {title: stems(title) & asked for title in titles}
    most = max(map(len, shared.values()), default=0)
    best = {words for title, words in shared.items() if len(words) == most and most}
    nearest = {stems(title) for title, words in shared.items() if len(words) == most and most}
    if len(nearest) != 1:
        return None
    place = next(place for place, title in enumerate(titles) if stems(title) in nearest)
    return place, next(iter(best))


def is_name(word: str, titles: Iterable[str]) -> bool:
    """Whether, of all that was found for the word alone, one title has it."""
    return len({words for title in titles if _stem(fold(word)) in (words := stems(title))}) == 1


def is_alike(title: str, text: str) -> bool:
    """Whether a word of the text begins as one of the title does: a plural, a compound."""
    return any(begin_alike(one, other) for one in stems(title) for other in stems(text))


def begin_alike(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    return shortest >= _LEAST_STEM and one[: max(_LEAST_STEM, shortest - 2)] == other[: max(_LEAST_STEM, shortest - 2)]


def overlap(question: str, statement: str) -> float:
    """The share of a question's words that the statement has, in any form (0 to 1)."""
    asked, said = stems(question), stems(statement)
    return sum(any(word == other or begin_alike(word, other) for other in said) for word in asked) / max(len(asked), 1)


def without(text: str, title: str) -> str:
    """The text without the words of a product's title: how it asks, and not after what."""
    own = stems(title)
    return " ".join(word for word in text.split() if not stems(word) or not stems(word) <= own)
