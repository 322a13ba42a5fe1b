"""What visitors ask shops about, and in which words a page of the shop would answer it: learned from ``data``, of all languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

import msgspec

TOPICS = Path(__file__).parent / "data" / "topics.yaml"


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``asks`` are questions, ``says`` what a page would say, by language."""

    asks: dict[str, list[str]]
    says: dict[str, str]


class Near(NamedTuple):
    """The topic that a question is nearest to, and how near (0 to 1)."""

    place: int
    likeness: float


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(msgspec.yaml.decode(TOPICS.read_bytes(), type=list[Topic]))


@cache
def asked() -> tuple[tuple[int, str], ...]:
    """Every question, with the place of its topic."""
    return tuple((place, text) for place, topic in enumerate(topics()) for own in topic.asks.values() for text in own)


def nearest(question: Sequence[float], known: Sequence[Sequence[float]]) -> Near:
    """By the vectors of ``asked()``, in their order; all have the length 1."""
    alike = [sum(map(mul, question, each)) for each in known]
    best = max(range(len(alike)), key=alike.__getitem__)
    return Near(asked()[best][0], float(alike[best]))
