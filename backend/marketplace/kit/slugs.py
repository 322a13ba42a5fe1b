"""
The part of a page's address that is made of a name: letters and digits of every script, in lower case, with hyphens between the words.

Latin letters are written as search folds them (``ß`` ss, ``é`` e, ``ø`` o), the letters of other scripts as they are, so that no letter is
lost. A slug is its own slug: whether a text is one can be asked by making it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from marketplace.kit.normal_forms import normalize
from marketplace.kit.plain_text import clean_code

MAX_SLUG = 150  # characters
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_APOSTROPHE_S = re.compile(r"(?<=\w)['’`](?=s\b)")
# Latin letters that Unicode does not take apart; the same as in `foundation.search.folding` (a test compares them).
_LATIN = {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
_TATWEEL = "ـ"  # lengthens an Arabic word and means nothing


def slug_of(text: str, *, max_length: int = MAX_SLUG) -> str:
    """The slug of a name, of at most ``max_length`` characters; empty if it has neither letters nor digits."""
    if len(text) <= max_length and _PLAIN.fullmatch(text):
        return text
    plain = _APOSTROPHE_S.sub("", clean_code(text).lower())
    words = "".join(_letters(normalize("NFKC", plain)))
    return "-".join(word for word in words.split("-") if word)[:max_length].strip("-")


def is_slug(text: str) -> bool:
    """Whether it could be the slug of something; stores need not be asked for anything else."""
    return 0 < len(text) <= MAX_SLUG and slug_of(text) == text


def numbered(slug: str, suffix: str, *, max_length: int = MAX_SLUG) -> str:
    """``slug-suffix``, the slug cut so that the whole is no longer than a slug may be."""
    return f"{slug[: max_length - len(suffix) - 1].rstrip('-')}-{suffix}"


def _letters(text: str) -> Iterator[str]:
    """Each letter and digit as it stands in a slug, and a hyphen for anything else."""
    letter = ""  # the last one, which marks may follow
    for char in text:
        if unicodedata.category(char).startswith("M"):
            if letter and not _is_pointed(letter):
                yield char  # a vowel of an Indic script
        elif char.isalnum() and char != _TATWEEL:
            letter = _folded(char)
            yield letter
        elif char != _TATWEEL:
            letter = ""
            yield "-"


def _folded(char: str) -> str:
    if not _is_latin(char):
        return char
    base = normalize("NFD", char)[0]
    return _LATIN.get(base, base)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _is_pointed(letter: str) -> bool:
    """Whether marks on the letter are left out: accents of Latin ones, and the vowel points of Arabic and Hebrew."""
    return _is_latin(letter[0]) or unicodedata.bidirectional(letter) in ("AL", "R")
