"""
What search makes of choices, on customers who are made up: each looks at a place the more rarely the further down it is, and chooses what
it sees by its grade. How rarely is not what the model assumes (``EXPONENTS``), and half of the questions are not asked, so that they must
not get worse.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from judging import Judged, ndcg

VISITORS = 60  # who ask each question
EXPONENTS = (0.5, 1.0, 1.5)  # of 1/k: how fast looks become rare
CHOOSES = {0: 0.02, 1: 0.15, 2: 0.4, 3: 0.7}  # by grade, of those who look
SEEN = 20  # places

Ask = Callable[[Judged], Sequence[str]]


class Outcome(NamedTuple):
    """nDCG@10 of the questions that were asked and of the others, before and after learning."""

    exponent: float
    asked: tuple[float, float]
    others: tuple[float, float]


def simulate(questions: Sequence[Judged], ask: Ask, *, seed: int = 7) -> list[Outcome]:
    """One region after the other learns from its own customers alone, anew for each exponent."""
    graded = [each for each in questions if each.grades]
    shown = [ask(each) for each in graded]
    is_asked = [place % 2 == 0 for place in range(len(graded))]
    before = [ndcg(list_, each.grades) for list_, each in zip(shown, graded, strict=True)]
    found = []
    for exponent in EXPONENTS:
        _learn([(each, list_) for each, list_, asked in zip(graded, shown, is_asked, strict=True) if asked], exponent, seed)
        after = [ndcg(ask(each), each.grades) for each in graded]
        halves = [[(b, a) for b, a, asked in zip(before, after, is_asked, strict=True) if asked is half] for half in (True, False)]
        found.append(Outcome(exponent, *((mean(b for b, _ in half), mean(a for _, a in half)) for half in halves)))
    _use({}, "none")
    return found


def _learn(asked: Sequence[tuple[Judged, Sequence[str]]], exponent: float, seed: int) -> None:
    from marketplace.apps.analytics.types import SearchChoices
    from marketplace.apps.intelligence.domain.search_choices import lifts_of

    draws = random.Random(f"{seed} {exponent}")
    choices: dict[str, list[SearchChoices]] = defaultdict(list)
    for each, shown in asked:
        for place, slug in enumerate(shown[:SEEN], 1):
            likely = CHOOSES[each.grades.get(slug, 0)] / place**exponent
            chosen = sum(draws.random() < likely for _ in range(VISITORS))
            choice = SearchChoices(
                query=each.question.q, askers=VISITORS, product_id=_ids(each)[slug], position=place, chosen=chosen, added=0, bought=0
            )
            choices[each.question.region].append(choice)
    _use({region: lifts_of(own, most=5_000) for region, own in choices.items()}, f"mdl_{exponent}")


def _use(lifts: Mapping[str, Mapping[str, Sequence[tuple[str, int]]]], version_id: str) -> None:
    from stack import REGIONS

    from marketplace.apps.discovery import services
    from marketplace.apps.discovery.queries import feedback
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory

    for region in REGIONS:
        with tenancy.scope(directory.get(region)), tenancy.atomic():
            services.store_model(version_id=version_id, lifts=lifts.get(region, {}))
            services.use_model(version_id=version_id)
    feedback.forget()


def _ids(each: Judged) -> dict[str, str]:
    """A product's id by its address, as ``catalogue`` gives them out."""
    from catalogue import products

    return {sold.slug: f"prod_{number:026}" for number, sold in enumerate(products(each.question.region), 1)}
