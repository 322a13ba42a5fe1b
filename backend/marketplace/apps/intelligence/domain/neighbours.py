"""
Which products are bought with which: counts of pairs, damped by how often each is bought at all.

``score(i, j) = pairs(i, j) / (n(i)^given * n(j)^damping)``. With both exponents a half it is the cosine, the plain item-item baseline;
without any it is the bare count, which recommends what everybody buys.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from marketplace.apps.intelligence.domain.interactions import Ints

MAX_GROUP = 200  # products of one basket or customer that count: the pairs of a wholesaler's order say nothing, and grow by the square
CHUNK = 1_000  # products whose pairs are in memory at once


class Damping(NamedTuple):
    """Exponents of the popularity of what is given and of what is recommended; pairs seen less than ``support`` times do not count."""

    given: float
    other: float
    support: int = 2


COSINE = Damping(0.5, 0.5, support=1)
CO_BASKET = Damping(0.7, 0.3)
CO_CUSTOMER = Damping(0.5, 0.3)


def neighbours(groups: Ints, items: Ints, item_count: int, damping: Damping, *, most: int = 50) -> sparse.csr_matrix:
    """For each product its ``most`` nearest others with their scores; ``groups`` says which rows were bought together."""
    bought = _incidence(groups, items, item_count)
    counts = np.asarray(bought.sum(axis=0)).ravel()
    if not bought.nnz:
        return sparse.csr_matrix((item_count, item_count))
    popularity = np.maximum(counts, 1.0)
    weights = popularity**-damping.other
    parts = []
    for start in range(0, item_count, CHUNK):
        pairs = (bought[:, start : start + CHUNK].T @ bought).tocsr()
        pairs.data[pairs.data < damping.support] = 0.0
        scale = sparse.diags(popularity[start : start + CHUNK] ** -damping.given)
        parts.append(_nearest((scale @ pairs).multiply(weights).tocsr(), first=start, most=most))
    return sparse.vstack(parts).tocsr()


def _incidence(groups: Ints, items: Ints, item_count: int) -> sparse.csc_matrix:
    """Groups by products, of ones; groups of one product have no pairs, and those that are too large are left out."""
    _, rows = np.unique(groups, return_inverse=True)
    shape = (int(rows.max()) + 1 if rows.size else 0, item_count)
    bought = sparse.csr_matrix((np.ones(len(items)), (rows, items)), shape=shape)
    bought.data[:] = 1.0
    sizes = np.diff(bought.indptr)
    return bought[sizes <= MAX_GROUP].tocsc()


def _nearest(scores: sparse.csr_matrix, *, first: int, most: int) -> sparse.csr_matrix:
    """The highest of each row, without the product itself (which is column ``first`` + row)."""
    scores.eliminate_zeros()
    data, columns, ends = [], [], [0]
    for row in range(scores.shape[0]):
        here = slice(scores.indptr[row], scores.indptr[row + 1])
        names, values = scores.indices[here], scores.data[here]
        names, values = names[names != first + row], values[names != first + row]
        if len(values) > most:
            kept = np.argpartition(-values, most)[:most]
            names, values = names[kept], values[kept]
        order = np.lexsort((names, -values))  # of equals the lower number, so that a training is repeatable
        columns.append(names[order])
        data.append(values[order])
        ends.append(ends[-1] + len(order))
    shape = scores.shape
    return sparse.csr_matrix((np.concatenate(data), np.concatenate(columns), ends), shape=shape)
