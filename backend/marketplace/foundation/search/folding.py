"""
How words are made comparable: the same folding of what is indexed and of what is asked, in Python, so that every engine agrees.

Case, Latin accents and Arabic vowel signs go; alef's forms become alef, ta marbuta ha, alef maqsura ya; Arabic and Persian
digits become European ones. What is left are words of letters and digits with a space between them.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE_S = re.compile(r"(?<=\w)['’`](?=s\b)")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

# Letters that Unicode does not take apart by itself, and those that Arabic writers use for one another.
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
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
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
    words += [joined.replace("-", "") for joined in _HYPHENATED.findall(letters)]
    return " ".join(words)


def fold_code(text: str) -> str:
    """A SKU, barcode or number without case, spaces and signs: ``ab-12 34`` is ``ab1234``."""
    return "".join(_WORD.findall(_fold_letters(text)))


def surfaces(text: str) -> dict[str, str]:
    """Each folded word of ``text`` with the way in which people write it, in lower case (``theiere``: ``théière``)."""
    found: dict[str, str] = {}
    for chunk in text.split():
        written = _EDGES.sub("", unicodedata.normalize("NFC", chunk)).lower()
        words = fold(written).split()
        for word in words:
            found.setdefault(word, written if len(words) == 1 else word)
    return found


def _fold_letters(text: str) -> str:
    if text.isascii():
        return _APOSTROPHE_S.sub("", text.lower()) if "'" in text or "`" in text else text.lower()
    plain = unicodedata.normalize("NFKD", _APOSTROPHE_S.sub("", text)).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)  # folding case can bring back what the first round took apart
    kept = "".join(char for char in decomposed if unicodedata.category(char) not in _DROPPED)
    return kept.translate(_TABLE)


_DROPPED = frozenset({"Mn", "Me", "Cf"})  # accents, vowel signs, enclosing marks, invisible joiners and direction marks
