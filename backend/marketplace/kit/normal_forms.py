"""
Unicode's normal forms (UAX #15), in a time that grows with the length of a text alone.

Putting a run of combining marks in order takes the square of its length, with the interpreter held all the while: 100,000 of them take
20 seconds. So runs end where the Stream-Safe Text Format (UAX #15, section 13) ends them: no language needs longer ones.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

LONGEST_RUN = 30  # marks on one letter; further ones are left out


def normalize(form: Form, text: str) -> str:
    """The text in that form; of more than ``LONGEST_RUN`` combining marks in a row, only the first ones."""
    return text if text.isascii() else unicodedata.normalize(form, _with_short_runs(text))


def _with_short_runs(text: str) -> str:
    if len(text) <= LONGEST_RUN:
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        if run <= LONGEST_RUN:
            kept.append(char)
    return "".join(kept)


@lru_cache(4_096)
def _is_mark(char: str) -> bool:
    """Whether it may be moved when marks are put in order, itself or as what it decomposes into."""
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) != 0
