"""
Languages that write several words as one: a Lederjacke is a Jacke, and a Straßenkreidemagnet holds Kreide.

No dictionary is needed: every ending of a word that may be one is indexed, since nobody asks for an ending that is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "sv"})
SHORTEST_PART = 4  # letters of a word inside a compound, and one less of what stands before it
SHORTEST_INSIDE = 5  # letters of one that stands inside and not at the end: shorter ones stand in too many words by chance
MOST_ENDINGS = 15  # of one word


def has_compounds(language: str) -> bool:
    return language in COMPOUNDING


def endings(words: Iterable[str]) -> Iterator[str]:
    """What the words (folded) end in that may be a word of its own, the longest first."""
    for word in words:
        last = min(len(word) - SHORTEST_PART, SHORTEST_PART - 2 + MOST_ENDINGS)
        yield from (word[start:] for start in range(SHORTEST_PART - 1, last + 1))
