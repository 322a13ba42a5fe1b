"""Words that an attacker tries first here, since they are known: the marketplace's, the region's and the person's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.normal_forms import normalize

MIN_WORD = 3  # letters: shorter ones are in every second text
MIN_OWN_LETTERS = 4  # of a password that has known words in it
# What such software, its people and its parts are called.
GENERAL = "marketplace market shop store vendor seller customer operator administrator admin manager staff finance support password welcome"
# Signs that stand for letters; ``i`` and ``l`` have the same ones.
_LOOKALIKES = str.maketrans("0134578@$!|l", "oieastbasiii")


def is_made_of_known_words(password: str, *, own: Iterable[str]) -> bool:
    """
    Whether known words are all that there is to a password, but for digits, signs and a few letters.

    ``own`` are texts about the person, such as the name and the e-mail address. Accents, case and signs for letters (``m@rket``) make no
    difference.
    """
    plain = _plain(password)
    disguised = plain.translate(_LOOKALIKES)
    known = {place for word in _known_words(own) for place in _places_of(word.translate(_LOOKALIKES), disguised)}
    left = sum(char.isalpha() for place, char in enumerate(plain) if place not in known)
    return bool(known) and left < MIN_OWN_LETTERS


def _known_words(own: Iterable[str]) -> set[str]:
    regions = [tenant] if (tenant := tenancy.find_current()) else directory.list_active()  # staff are of all regions
    texts = [GENERAL, *own, *(text for region in regions for text in _names_of(region))]
    return {word for text in texts for word in _words_in(text) if len(word) >= MIN_WORD}


def _names_of(region: Tenant) -> Iterator[str]:
    yield region.name
    yield from region.domains


def _words_in(text: str) -> Iterator[str]:
    """Its words, and those of ``GlobalMarket`` also apart."""
    spaced = "".join(f" {char}" if char.isupper() else char for char in text)
    for form in (text, spaced):
        yield from "".join(char if char.isalnum() else " " for char in _plain(form)).split()


def _places_of(word: str, text: str) -> Iterator[int]:
    """Where its letters stand in the text, wherever it begins."""
    start = text.find(word)
    while start >= 0:
        yield from range(start, start + len(word))
        start = text.find(word, start + 1)


def _plain(text: str) -> str:
    """In lower case, without accents."""
    return "".join(char for char in normalize("NFKD", text.lower()) if not unicodedata.combining(char))
