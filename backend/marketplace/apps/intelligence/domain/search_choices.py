"""
Which products customers choose who ask the same, without what only their places in the list made them choose. Pure.

A click at a place counts as many times as a look at that place is rarer than at the first (inverse propensity): how often a place is looked
at falls with its number. What is counted is divided by those who asked, and by some more who asked and chose nothing (``DOUBT``), so that
few clicks say little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from marketplace.apps.analytics.types import SearchChoices
from marketplace.apps.intelligence.types import Evaluated
from marketplace.foundation.search.folding import fold

LAST_PLACE = 10  # looked at as rarely as all that follow: a click far down shall not count a hundred times
ADDED, BOUGHT = 1.0, 3.0  # what putting it into the cart, and buying it, count next to the click
DOUBT = 20.0  # who asked and chose nothing, added to those of each question
MUCH = 0.5  # chosen by so many of those who looked: the highest weight
MOST_PRODUCTS = 20  # of a question
LEAST_CHOSEN = 3  # visitors
LEAST_WEIGHT = 20  # of 1,000: less would move nothing
LEAST_PAIRS = 100  # of products that later choices put in an order

Attractions = dict[str, dict[str, float]]  # by question and product: how many of those who look at it choose it
Lifts = dict[str, list[tuple[str, int]]]


class _Counted(NamedTuple):
    askers: dict[str, int]
    chosen: dict[tuple[str, str], int]
    weighed: dict[tuple[str, str], float]
    places: dict[tuple[str, str], list[int]]


def looks_at(position: int) -> float:
    """How likely a customer looks at a place (from 1), next to the first."""
    return 1.0 / min(position, LAST_PLACE)


def _attractions(counted: _Counted) -> Attractions:
    """Of the products that enough visitors chose."""
    found: Attractions = defaultdict(dict)
    for (query, product_id), weighed in counted.weighed.items():
        if counted.chosen[query, product_id] >= LEAST_CHOSEN:
            found[query][product_id] = weighed / (counted.askers[query] + DOUBT)
    return dict(found)


def lifts_of(choices: Sequence[SearchChoices], *, most: int) -> Lifts:
    """Weights (1 to 1000) by question, the highest first; of the questions that most asked."""
    counted = _count(choices)
    found = _attractions(counted)
    questions = sorted(found, key=lambda query: (-counted.askers[query], query))[:most]
    lifts: Lifts = {}
    for query in questions:
        ranked = sorted(found[query].items(), key=lambda item: (-item[1], item[0]))[:MOST_PRODUCTS]
        weights = [(product_id, min(1_000, round(1_000 * share / MUCH))) for product_id, share in ranked]
        if kept := [each for each in weights if each[1] >= LEAST_WEIGHT]:
            lifts[query] = kept
    return lifts


def evaluate(earlier: Sequence[SearchChoices], later: Sequence[SearchChoices]) -> Evaluated:
    """
    Whether what was learned from earlier choices orders two products of a question as later ones do: the share of right pairs, next to that
    of the order in which they were shown, and of what is chosen most for any question.
    """
    counted = _count(earlier)
    learned, truth = _attractions(counted), _attractions(_count(later))
    shown = {key: fmean(places) for key, places in counted.places.items()}
    popular: dict[str, float] = defaultdict(float)
    for choice in earlier:
        popular[choice.product_id] += choice.chosen
    pairs = [
        (query, first, second) if products[first] > products[second] else (query, second, first)
        for query, products in sorted(truth.items())
        if query in learned
        for first, second in combinations(sorted(products), 2)
        if products[first] != products[second]
    ]
    ways: Mapping[str, Callable[[str, str], float]] = {
        "learned": lambda query, product_id: learned[query].get(product_id, 0.0),
        "as_shown": lambda query, product_id: -shown.get((query, product_id), float(LAST_PLACE)),
        "chosen_most": lambda query, product_id: popular[product_id],
    }
    scores = {name: _right(pairs, score) for name, score in ways.items()}
    metrics = {"right_pairs": scores.pop("learned"), "pairs": float(len(pairs)), "questions": float(len(learned))}
    baselines = {name: {"right_pairs": score} for name, score in scores.items()}
    if len(pairs) < LEAST_PAIRS:
        return Evaluated(metrics=metrics, baselines=baselines, reason="too_little_data")
    is_better = all(metrics["right_pairs"] > score for score in scores.values())
    return Evaluated(metrics=metrics, baselines=baselines, reason="" if is_better else "not_better")


def _right(pairs: Sequence[tuple[str, str, str]], score: Callable[[str, str], float]) -> float:
    """The share of pairs in which the first is before the second; of equal ones half."""
    found = [(score(query, first), score(query, second)) for query, first, second in pairs]
    return round(fmean([(first > second) + (first == second) / 2 for first, second in found]), 4) if found else 0.0


def _count(choices: Sequence[SearchChoices]) -> _Counted:
    """By folded words, since customers type the same in many ways."""
    askers: dict[str, dict[str, int]] = defaultdict(dict)
    chosen: dict[tuple[str, str], int] = defaultdict(int)
    weighed: dict[tuple[str, str], float] = defaultdict(float)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for choice in choices:
        query = fold(choice.query)
        askers[query][choice.query] = choice.askers
        if query and choice.product_id and choice.chosen:
            key = (query, choice.product_id)
            chosen[key] += choice.chosen
            weighed[key] += (choice.chosen + ADDED * choice.added + BOUGHT * choice.bought) / looks_at(choice.position)
            places[key] += [choice.position] * choice.chosen
    return _Counted({query: sum(own.values()) for query, own in askers.items()}, chosen, weighed, places)
