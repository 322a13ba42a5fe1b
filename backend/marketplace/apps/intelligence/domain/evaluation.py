"""
How well recommendations guess what was bought afterwards: measured on a time that the model has not seen.

Hidden basket item: of each later basket one product is hidden, and guessed from the others. New products: what a customer bought later
that it had not bought before. Repeats: what it bought later again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from marketplace.apps.intelligence.domain.interactions import Floats, Interactions, Ints

TOP = 10
MOST_SCORES = 10**7  # in memory at once, 80 MB: of each case that is ranked there is one for every product


class Cases(NamedTuple):
    """Questions with their right answers: both matrices of cases by products, of ones. ``given`` is never recommended again."""

    given: sparse.csr_matrix
    wanted: sparse.csr_matrix


class Score(NamedTuple):
    """``hit_rate``: cases with a right answer among the first ten. ``coverage``: share of all products that were recommended to anybody."""

    hit_rate: float
    ndcg: float
    coverage: float
    cases: int


def hidden_in_baskets(later: Interactions, *, seed: int, most: int) -> Cases:
    """Of each basket with two products or more, one at random is to be guessed."""
    draws = np.random.default_rng(seed)
    order = np.lexsort((draws.random(len(later.items)), later.baskets))
    baskets, items = later.baskets[order], later.items[order]
    _, starts, sizes = np.unique(baskets, return_index=True, return_counts=True)
    starts, sizes = starts[sizes >= 2], sizes[sizes >= 2]
    chosen = draws.permutation(len(starts))[:most]
    starts, sizes = starts[chosen], sizes[chosen]
    hidden = _matrix(np.arange(len(starts)), items[starts], len(starts), later.item_count)
    rows = np.repeat(np.arange(len(starts)), sizes - 1)
    within = np.concatenate([np.arange(start + 1, start + size) for start, size in zip(starts, sizes, strict=True)] or [np.zeros(0, int)])
    return Cases(_matrix(rows, items[within], len(starts), later.item_count), hidden)


def later_purchases(earlier: Interactions, later: Interactions, *, seed: int, most: int) -> tuple[Cases, Cases]:
    """Of customers who bought before and after: what they had and the new products, and what they had and bought again."""
    known = np.intersect1d(np.unique(earlier.customers), np.unique(later.customers))
    chosen = np.sort(np.random.default_rng(seed).permutation(known)[:most])
    had, bought = _by_customer(earlier, chosen), _by_customer(later, chosen)
    again = had.multiply(bought).tocsr()
    new = (bought - again).tocsr()
    new.eliminate_zeros()
    nothing = sparse.csr_matrix(had.shape)
    is_new, is_again = np.diff(new.indptr) > 0, np.diff(again.indptr) > 0
    return Cases(had[is_new], new[is_new]), Cases(nothing[is_again], again[is_again])


def score(cases: Cases, scores: sparse.csr_matrix, fill: Floats) -> Score:
    """
    Rank all products for each case by ``scores``, then (where they say nothing) by ``fill``, and compare.

    ``scores`` has a row for each case, and a score of zero for what it does not know.
    """
    hits, gains, shown = [], [], np.zeros(fill.shape[0], dtype=bool)
    floor = fill / (fill.max() + 1.0) * 1e-9 if fill.size else fill
    batch = max(1, MOST_SCORES // max(fill.shape[0], 1))
    for start in range(0, cases.given.shape[0], batch):
        part = slice(start, start + batch)
        dense = np.asarray(scores[part].todense()) + floor
        dense[cases.given[part].nonzero()] = -1.0
        top = _top(dense)
        shown[top.ravel()] = True
        right = np.take_along_axis(np.asarray(cases.wanted[part].todense()) > 0, top, axis=1)
        hits.append(right.any(axis=1))
        gains.append(_ndcg(right, np.diff(cases.wanted[part].indptr)))
    if not hits:
        return Score(0.0, 0.0, 0.0, 0)
    return Score(float(np.concatenate(hits).mean()), float(np.concatenate(gains).mean()), float(shown.mean()), cases.given.shape[0])


def _top(dense: Floats) -> Ints:
    width = min(TOP, dense.shape[1])
    first = np.argpartition(-dense, width - 1, axis=1)[:, :width]
    order = np.argsort(-np.take_along_axis(dense, first, axis=1), axis=1, kind="stable")
    return np.take_along_axis(first, order, axis=1)


def _ndcg(right: np.ndarray, wanted: Ints) -> Floats:
    discounts = 1.0 / np.log2(np.arange(right.shape[1]) + 2)
    ideal = np.cumsum(discounts)[np.clip(wanted, 1, right.shape[1]) - 1]
    return (right * discounts).sum(axis=1) / ideal


def _by_customer(rows: Interactions, customers: Ints) -> sparse.csr_matrix:
    kept = rows.where(np.isin(rows.customers, customers))
    return _matrix(np.searchsorted(customers, kept.customers), kept.items, len(customers), rows.item_count)


def _matrix(rows: Ints, columns: Ints, height: int, width: int) -> sparse.csr_matrix:
    found = sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(height, width))
    found.data[:] = 1.0
    return found
