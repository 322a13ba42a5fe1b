"""
How words are made comparable: the same folding of what is indexed and of what is asked, in Python, so that every engine agrees.

Case, Latin accents and Arabic vowel signs go; alef's forms become alef, ta marbuta ha, alef maqsura ya; Arabic and Persian
digits become European ones. What is left are words of letters and digits with a space between them.

Texts come from anybody, so the time that folding takes grows with their length alone (``tests/architecture/test_patterns.py``), and what
one character decomposes into counts as so many: limits hold for what is left.
"""

from __future__ import annotations

import re
import unicodedata

from marketplace.kit import limits
from marketplace.kit.normal_forms import normalize

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE_S = re.compile(r"(?<=\w)['’`](?=s\b)")
_JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)*")  # matches wherever a word begins, so that no letter is looked at twice

MAX_LETTERS = limits.declare("search.letters", 20_000, "letters", "Of one text, once it is decomposed (NFKD); the rest is not searched.")

# Letters that Unicode does not take apart by itself, and those that Arabic writers use for one another, or find in their place on an Urdu,
# Persian, Kurdish or Pashto keyboard.
_LETTERS = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "þ": "th",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ے": "ي",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۃ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ګ": "ك",
    "ں": "ن",
    "ـ": "",
}
_DIGITS = {chr(start + value): str(value) for start in (0x0660, 0x06F0) for value in range(10)}
_TABLE = str.maketrans(_LETTERS | _DIGITS)


def fold(text: str) -> str:
    """The words of ``text``, folded, with single spaces between them; empty when it has none."""
    return " ".join(_WORD.findall(_fold_letters(text)))


def fold_for_index(text: str) -> str:
    """As ``fold``, and hyphenated words also as one, so that ``tshirt`` finds a T-shirt."""
    letters = _fold_letters(text)
    words = _WORD.findall(letters)
    words += [joined.replace("-", "") for joined in _JOINED.findall(letters) if "-" in joined]
    return " ".join(words)


def fold_code(text: str) -> str:
    """A SKU, barcode or number without case, spaces and signs: ``ab-12 34`` is ``ab1234``."""
    return "".join(_WORD.findall(_fold_letters(text)))


def surfaces(text: str) -> dict[str, str]:
    """Each folded word of ``text`` with the way in which people write it, in lower case (``theiere``: ``théière``)."""
    found: dict[str, str] = {}
    for chunk in text[:MAX_LETTERS].split():
        written = _without_edges(normalize("NFC", chunk)).lower()
        words = fold(written).split()
        for word in words:
            found.setdefault(word, written if len(words) == 1 else word)
    return found


def _without_edges(chunk: str) -> str:
    """The chunk from its first letter or digit to its last."""
    inside = [place for place, char in enumerate(chunk) if char.isalnum()]
    return chunk[inside[0] : inside[-1] + 1] if inside else ""


def _fold_letters(text: str) -> str:
    text = text[:MAX_LETTERS]
    if text.isascii():
        return _APOSTROPHE_S.sub("", text.lower()) if "'" in text or "`" in text else text.lower()
    plain = normalize("NFKD", _APOSTROPHE_S.sub("", text))[:MAX_LETTERS].casefold()
    decomposed = normalize("NFKD", plain)[:MAX_LETTERS]  # folding case can bring back what the first round took apart
    kept = "".join([char for char in decomposed if unicodedata.category(char) not in _DROPPED])
    return kept.translate(_TABLE)


_DROPPED = frozenset({"Mn", "Me", "Cf"})  # accents, vowel signs, enclosing marks, invisible joiners and direction marks
