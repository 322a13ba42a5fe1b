"""Typing errors: which known word was meant, by deleted letters (symmetric deletion) and a count of slips."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

PREFIX = 7  # only a word's beginning is varied, so that long words do not make hundreds of variants
OWN_LANGUAGE = 10**9  # documents that a word of the asked language counts as more: of two equally near words it was meant
MAX_WORD = 60  # letters of a word that dictionaries hold: longer ones are nothing that anybody types
SHORTEST = 4  # shorter words are taken as they are: nearly all of them are one slip from another


def slips_allowed(word: str) -> int:
    """How many slips a word of that length may hold. Numbers are never corrected, nor words that no dictionary holds."""
    if not SHORTEST <= len(word) <= MAX_WORD or word.isdigit():
        return 0
    return 1 if len(word) < 8 else 2


def deletes(word: str) -> list[str]:
    """The beginning of the word, and what is left of it with one or two letters deleted: what two similar words share."""
    start = word[:PREFIX]
    if word.isdigit() or len(word) < SHORTEST - 1:
        return []
    most = 2 if len(word) >= 7 else 1
    kept = (combinations(start, len(start) - count) for count in range(most + 1))
    return sorted({"".join(letters) for variants in kept for letters in variants})


def closest(word: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """The candidate (word, number of documents) with the fewest slips, the most used of equals; None if all are too far."""
    allowed = slips_allowed(word)
    rated = [(slips, -documents, known) for known, documents in candidates if 0 < (slips := distance(word, known)) <= allowed]
    return min(rated)[2] if rated else None


def distance(left: str, right: str) -> int:
    """Slips between two words: a letter left out, added, changed, or two neighbours swapped (optimal string alignment)."""
    return _distances(left, right)[-1]


def distance_to_beginning(typed: str, word: str) -> int:
    """Slips between what was typed so far and the nearest beginning of a word."""
    return min(_distances(typed, word[: 2 * len(typed)]))


def _distances(left: str, right: str) -> list[int]:
    """To each beginning of ``right``, the empty one first."""
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last
