"""What shoppers of any shop call things, and what they need them for: shipped with the program, one file for each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marketplace.foundation.search.synonyms import Lexicon, read_synonyms

FOLDER = Path(__file__).parent / "data" / "synonyms"


@cache
def lexicon_of(*languages: str) -> Lexicon:
    """For texts in any of these languages; a language without a file adds nothing."""
    files = [FOLDER / f"{language}.txt" for language in languages]
    return Lexicon(entry for file in files if file.exists() for entry in read_synonyms(file.read_text()))
