"""What people judged, and how well an answer fits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from math import log2
from pathlib import Path
from typing import NamedTuple

import msgspec

FOLDER = Path(__file__).parent / "judged"
KINDS = (
    "exact",
    "misspelt",
    "questions",
    "synonyms",
    "cross-language",
    "codes",
    "prices",
    "nothing",
    "unseen",
    "fresh-dev",
    "fresh-test",
    "attributes",
    "held-out",
)
PLACES = 10


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``good`` grades products (3: what was asked for, 2: would do, 1: better than nothing) by group or by pattern of their address."""

    region: str
    lang: str
    q: str
    good: dict[str, int]
    below: int | None = None
    above: int | None = None


class Sold(NamedTuple):
    """A product as a judge knows it: its address and its lowest price, in minor units of the region's own currency."""

    slug: str
    price: int


class Judged(NamedTuple):
    kind: str
    question: Question
    grades: Mapping[str, int]  # by address


def judged(catalogues: Mapping[str, Sequence[Sold]]) -> Iterator[Judged]:
    """Every question with its grades. :raises ValueError: if a pattern fits nothing, as after a change of the demo"""
    groups = msgspec.yaml.decode((FOLDER / "groups.yaml").read_bytes(), type=dict[str, list[str]])
    for kind in KINDS:
        for question in msgspec.yaml.decode((FOLDER / f"{kind}.yaml").read_bytes(), type=list[Question]):
            yield Judged(kind, question, _grades(question, groups, catalogues[question.region]))


def _grades(question: Question, groups: Mapping[str, list[str]], sold: Sequence[Sold]) -> dict[str, int]:
    """The best grade that any pattern gives; products beyond the prices asked for get none."""
    grades: dict[str, int] = defaultdict(int)
    for name, grade in question.good.items():
        patterns = groups.get(name, [name])
        fitting = [each for each in sold if _fits(each.slug, patterns)]
        if grade == max(question.good.values()) and not fitting:
            raise ValueError(f"{question.q!r}: nothing in {question.region} is {name}")
        for each in fitting:
            if (question.below is None or each.price <= question.below) and (question.above is None or each.price >= question.above):
                grades[each.slug] = max(grades[each.slug], grade)
    return dict(grades)


def _fits(slug: str, patterns: Sequence[str]) -> bool:
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return any(fnmatchcase(slug, pattern) for pattern in wanted) and not any(fnmatchcase(slug, pattern) for pattern in unwanted)


def ndcg(shown: Sequence[str], grades: Mapping[str, int]) -> float:
    """
    Normalised discounted cumulative gain of the first ten, 0 to 1: how much of what the best possible order would have given this
    one gives. Where nothing is good, nothing shown is 1 and anything shown is 0.
    """
    if not grades:
        return float(not shown)
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(slug, 0) for slug in shown]) / best


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Which share of what was asked for (grade 3) is among all that was found; 1 where nothing is good and nothing was found."""
    wanted = {slug for slug, grade in grades.items() if grade == max(grades.values())}
    return len(wanted & set(found)) / len(wanted) if wanted else float(not found)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:PLACES], 1))
