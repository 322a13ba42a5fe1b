"""
What shoppers of any shop call things, and what they need them for: shipped with the program, a file of each for each language.
Synonyms are read both in questions and for products; purposes are part of a product's
vector what it is for, and a question's what may serve it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from marketplace.foundation.search.purposes import Purposes
from marketplace.foundation.search.synonyms import Lexicon, Synonyms, read_synonyms

FOLDER = Path(__file__).parents[1] / "data"


@cache
def lexicon_of(*languages: str) -> Lexicon:
    """For texts in any of these languages; a language without a file adds nothing."""
    return Lexicon(_read("synonyms", languages))


@cache
def purposes_in(language: str) -> Purposes:
    """What things are for; nothing in a language without a file."""
    return Purposes(_read("purposes", (language,)))


def _read(name: str, languages: Sequence[str]) -> list[Synonyms]:
    files = [FOLDER / name / f"{language}.txt" for language in languages]
    return [entry for file in files if file.exists() for entry in read_synonyms(file.read_text())]
