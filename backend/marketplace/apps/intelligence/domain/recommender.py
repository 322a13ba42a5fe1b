"""
Training and judging recommendations: two sets of neighbours, and whether they beat what everybody buys and plain item-item.

Measured on the last fifth of the time, by a model that has seen the rest; what answers is trained on everything. How pairs are
damped is chosen on the last fifth of that rest: groceries and films want different things.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from msgspec import structs
from scipy import sparse

from marketplace.apps.intelligence.domain import evaluation
from marketplace.apps.intelligence.domain.evaluation import Cases, Score
from marketplace.apps.intelligence.domain.interactions import Floats, Interactions
from marketplace.apps.intelligence.domain.neighbours import CO_BASKET, CO_CUSTOMER, COSINE, Damping, neighbours
from marketplace.apps.intelligence.types import Evaluated, Metrics

MOST_NEIGHBOURS = 60
LEAST_CASES = 100  # fewer say nothing about the next ones
MOST_CASES = 3_000
HELD_BACK = 0.2  # of the days


class Neighbours(NamedTuple):
    """Products by products, a score where the second goes with the first."""

    basket: sparse.csr_matrix
    customer: sparse.csr_matrix


class Methods(NamedTuple):
    """How both sets of neighbours are damped."""

    basket: Damping
    customer: Damping


OF_BASKETS, OF_CUSTOMERS = (CO_BASKET, COSINE), (CO_CUSTOMER, COSINE)
PLAIN = Methods(COSINE, COSINE)


def train(rows: Interactions, methods: Methods) -> Neighbours:
    """Of all the rows: bought in one order, and by the same customers."""
    return Neighbours(_neighbours(rows, "baskets", methods.basket), _neighbours(rows, "customers", methods.customer))


def choose(rows: Interactions, *, seed: int = 1, most_cases: int = MOST_CASES) -> Methods:
    """The dampings that guess the last fifth of these days best; plain item-item where that is too little to tell."""
    earlier, later = _parted(rows)
    hidden = evaluation.hidden_in_baskets(later, seed=seed, most=most_cases)
    new, _ = evaluation.later_purchases(earlier, later, seed=seed, most=most_cases)
    popular = _popular(earlier)

    def best(of: str, cases: Cases, dampings: tuple[Damping, ...]) -> Damping:
        if cases.given.shape[0] < LEAST_CASES or not len(earlier.items):
            return COSINE
        scores = [evaluation.score(cases, cases.given @ _neighbours(earlier, of, damping), popular) for damping in dampings]
        return dampings[int(np.argmax([score.hit_rate + score.ndcg for score in scores]))]

    return Methods(best("baskets", hidden, OF_BASKETS), best("customers", new, OF_CUSTOMERS))


def evaluate(rows: Interactions, *, seed: int = 1, most_cases: int = MOST_CASES) -> tuple[Evaluated, Methods]:
    """How well a model of the earlier days guesses the later ones, next to popularity and plain item-item; and how it was made."""
    if not len(rows.days):
        return Evaluated(metrics={}, baselines={}, reason="too_little_data"), PLAIN
    earlier, later = _parted(rows)
    methods = choose(earlier, seed=seed, most_cases=most_cases)
    return judge(earlier, later, methods, seed=seed, most_cases=most_cases), methods


def _parted(rows: Interactions) -> tuple[Interactions, Interactions]:
    """The rows before the last fifth of the days, and those of it."""
    if not len(rows.days):
        return rows, rows
    first, last = int(rows.days.min()), int(rows.days.max())
    cut = last + 1 - max(round((last + 1 - first) * HELD_BACK), 1)
    return rows.before(cut), rows.since(cut)


def _popular(rows: Interactions) -> Floats:
    return np.bincount(rows.items, minlength=rows.item_count).astype(np.float64)


def judge(earlier: Interactions, later: Interactions, methods: Methods, *, seed: int, most_cases: int) -> Evaluated:
    """Train on ``earlier`` and ask about ``later``: the hidden product of a basket, new products, and repeats."""
    hidden = evaluation.hidden_in_baskets(later, seed=seed, most=most_cases)
    new, again = evaluation.later_purchases(earlier, later, seed=seed, most=most_cases)
    if hidden.given.shape[0] < LEAST_CASES or not len(earlier.items):
        return Evaluated(metrics={"hidden_cases": float(hidden.given.shape[0])}, baselines={}, reason="too_little_data")
    popular = _popular(earlier)
    plain = train(earlier, PLAIN)
    nothing = sparse.csr_matrix((earlier.item_count, earlier.item_count))
    metrics = _measured(train(earlier, methods), hidden, new, popular) | _repeats(earlier, later, again, seed, most_cases, popular)
    baselines = {
        "popularity": _measured(Neighbours(nothing, nothing), hidden, new, popular)
        | _prefixed("repeats", evaluation.score(again, sparse.csr_matrix(again.given.shape), popular)),
        "item_item": _measured(plain, hidden, new, popular),
    }
    found = Evaluated(metrics=metrics, baselines=baselines)
    return found if is_better(found, of="hidden") else structs.replace(found, reason="not_better")


def is_better(evaluated: Evaluated, *, of: Literal["hidden", "new"]) -> bool:
    """
    Whether one of the two sets of neighbours beats popularity and is no worse than plain item-item (which may be what was chosen), on cases
    enough: baskets are asked about what is ``hidden``, customers about what is ``new``.
    """
    if evaluated.metrics.get(f"{of}_cases", 0) < LEAST_CASES:
        return False
    own, baselines = evaluated.metrics, evaluated.baselines
    return all(
        own[name] > baselines["popularity"][name] and own[name] >= baselines["item_item"][name] for name in (f"{of}_hit_rate", f"{of}_ndcg")
    )


def _measured(model: Neighbours, hidden: Cases, new: Cases, popular: Floats) -> Metrics:
    basket = evaluation.score(hidden, hidden.given @ model.basket, popular)
    customer = evaluation.score(new, new.given @ model.customer, popular)
    return _prefixed("hidden", basket) | _prefixed("new", customer)


def _repeats(earlier: Interactions, later: Interactions, again: Cases, seed: int, most: int, popular: Floats) -> Metrics:
    """A customer's own history, the last first and what was bought often before what was bought once."""
    known = np.intersect1d(np.unique(earlier.customers), np.unique(later.customers))
    chosen = np.sort(np.random.default_rng(seed).permutation(known)[:most])
    kept = earlier.where(np.isin(earlier.customers, chosen))
    age = kept.days.max(initial=0) - kept.days
    places = (np.searchsorted(chosen, kept.customers), kept.items)
    weights = sparse.csr_matrix((0.5 ** (age / 28.0), places), shape=(len(chosen), earlier.item_count))
    had_again = _customers_with_repeats(earlier, later, chosen)
    return _prefixed("repeats", evaluation.score(again, weights[had_again], popular))


def _customers_with_repeats(earlier: Interactions, later: Interactions, chosen: np.ndarray) -> np.ndarray:
    """Which of them bought a product again: the rows that ``evaluation.later_purchases`` asks about."""
    before = earlier.customers * earlier.item_count + earlier.items
    after = later.customers * later.item_count + later.items
    buyers = np.unique(later.customers[np.isin(after, before)])
    return np.isin(chosen, buyers)


def _neighbours(rows: Interactions, of: str, damping: Damping) -> sparse.csr_matrix:
    return neighbours(getattr(rows, of), rows.items, rows.item_count, damping, most=MOST_NEIGHBOURS)


def _prefixed(prefix: str, score: Score) -> Metrics:
    measures = {"hit_rate": score.hit_rate, "ndcg": score.ndcg, "coverage": score.coverage}
    return {**{f"{prefix}_{name}": round(value, 4) for name, value in measures.items()}, f"{prefix}_cases": float(score.cases)}
