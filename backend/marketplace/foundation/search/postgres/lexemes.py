"""
What stands in a ``tsvector`` besides the words: marks that no stemmed word can look like, and the dictionaries of languages.

``#12:nl`` the space, ``~1f3a`` a keyword, ``=word`` a word of title or keywords as it is written (folded), ``+ord`` what a word of the
title ends in, in a language of compounds. A word's forms in the dictionary: ``-wrd`` with letters deleted, ``+ord`` without its first ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

# PostgreSQL's text search configurations; other languages are searched by whole words.
CONFIGURATIONS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, "simple")


def space_of(generation: int, language: str) -> str:
    return f"{generation}:{language}"


def term_hash(field: str, value: str) -> int:
    """A keyword as a signed 64-bit number; two of them meet by accident about never."""
    digest = hashlib.blake2b(f"{field}\x00{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def code_hash(folded_code: str) -> int:
    return term_hash("^", folded_code)


def space_lexeme(space: str) -> str:
    return f"#{space}"


def term_lexeme(hashed: int) -> str:
    return f"~{hashed & 0xFFFF_FFFF_FFFF_FFFF:x}"


def word_lexeme(folded_word: str) -> str:
    return f"={folded_word}"


def deleted_lexeme(letters: str) -> str:
    return f"-{letters}"


def ending_lexeme(letters: str) -> str:
    return f"+{letters}"


def quoted(lexeme: str) -> str:
    """As part of a ``tsvector`` or ``tsquery`` literal. Lexemes hold letters, digits and our marks, never a quote."""
    return f"'{lexeme}'"


def vector_literal(lexemes: Iterable[str]) -> str:
    return " ".join(quoted(lexeme) for lexeme in lexemes)


def any_of(lexemes: Sequence[str]) -> str:
    return "(" + " | ".join(quoted(lexeme) for lexeme in lexemes) + ")"


def all_of(lexemes: Sequence[str]) -> str:
    return "(" + " & ".join(quoted(lexeme) for lexeme in lexemes) + ")"


def starts_with(lexeme: str) -> str:
    return quoted(lexeme) + ":*"
