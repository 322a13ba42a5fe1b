"""What customers bought, as columns of numbers: the only shape in which models see orders. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Interactions(NamedTuple):
    """One row for each product of a basket: who (``customers``), in which order (``baskets``), what (``items``), when (``days``, whole)."""

    customers: Ints
    baskets: Ints
    items: Ints
    days: Ints
    item_count: int

    def where(self, mask: NDArray[np.bool_]) -> Interactions:
        return Interactions(self.customers[mask], self.baskets[mask], self.items[mask], self.days[mask], self.item_count)

    def before(self, day: int) -> Interactions:
        return self.where(self.days < day)

    def since(self, day: int) -> Interactions:
        return self.where(self.days >= day)


class Catalogue(NamedTuple):
    """The interactions of a region, and the product that each number stands for."""

    interactions: Interactions
    product_ids: list[str]


def numbered(rows: Sequence[tuple[str, str, str, int]]) -> Catalogue:
    """Rows of (customer, basket, product, day) as numbers. A product that stands twice in a basket counts once."""
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return Catalogue(Interactions(empty, empty, empty, empty, 0), [])
    columns = list(zip(*dict.fromkeys(rows), strict=True))
    (_, customers), (_, baskets), (products, items) = (_codes(column) for column in columns[:3])
    found = Interactions(customers, baskets, items, np.asarray(columns[3], dtype=np.int64), len(products))
    return Catalogue(found, [str(name) for name in products])


def _codes(column: Sequence[Any]) -> tuple[NDArray[Any], Ints]:
    names, codes = np.unique(np.asarray(column), return_inverse=True)
    return names, codes.astype(np.int64)
