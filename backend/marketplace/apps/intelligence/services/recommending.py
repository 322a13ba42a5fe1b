"""Training of recommendations, in a worker: from this region's purchases to lists that the API reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from scipy import sparse

from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.domain import recommender
from marketplace.apps.intelligence.domain.interactions import Catalogue, numbered
from marketplace.apps.intelligence.domain.recommender import Methods
from marketplace.apps.intelligence.models import ModelVersion, NeighbourList
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import Evaluated, ListKind, ModelName
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql

WINDOW = timedelta(days=365)
MOST_ROWS = 500_000  # of purchases, the newest: two trainings fit into a worker's memory (docs/reference/models.md)
BATCH = 500  # lists stored by one statement


def train_recommendations(*, now: datetime, trained_by: str = "system") -> ModelVersion:
    """Evaluate on what was bought last, train on everything, store the lists; active at once if the model renews itself and is better."""
    started = time.monotonic()
    catalogue, window = _read(now)
    evaluated, methods = recommender.evaluate(catalogue.interactions)
    lists = [] if evaluated.reason else list(_lists(catalogue, evaluated, methods))
    with tenancy.atomic():
        version = registry.open_version(
            ModelName.RECOMMENDATIONS,
            evaluated,
            window=window,
            row_count=len(catalogue.interactions.items),
            duration_ms=round((time.monotonic() - started) * 1000),
            trained_by=trained_by,
            now=now,
        )
        remaining = iter(lists)
        while batch := list(islice(remaining, BATCH)):
            rows.insert_all([NeighbourList(version=version, kind=kind, product_id=name, products=found) for kind, name, found in batch])
        registry.renew(version, now=now)
    registry.drop_old_lists(ModelName.RECOMMENDATIONS)
    return version


def _read(now: datetime) -> tuple[Catalogue, tuple[date, date] | None]:
    """This region's purchases: its database holds no other's. Whole days alone, so that a day is either learned from or guessed."""
    until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = sql.rows(statements.PURCHASES, {"since": until - WINDOW, "until": until, "most": MOST_ROWS})
    window = (found[-1][3], found[0][3]) if found else None
    return numbered([(customer, order, product, day.toordinal()) for customer, order, product, day in found]), window


def _lists(catalogue: Catalogue, evaluated: Evaluated, methods: Methods) -> Iterator[tuple[ListKind, str, list[tuple[str, float]]]]:
    """Those of customers are there only if they are better than their baselines, too: else what is bought most is as good a guess."""
    model = recommender.train(catalogue.interactions, methods)
    kinds = [(ListKind.BASKET, model.basket)]
    if recommender.is_better(evaluated, of="new"):
        kinds.append((ListKind.CUSTOMER, model.customer))
    for kind, found in kinds:
        for product, neighbours in enumerate(_rows(found)):
            if neighbours:
                named = [(catalogue.product_ids[other], round(score, 6)) for other, score in neighbours]
                yield kind, catalogue.product_ids[product], named


def _rows(found: sparse.csr_matrix) -> Iterator[list[tuple[int, float]]]:
    """Each row's columns and values, in the order in which they are stored: the best first."""
    for start, end in zip(found.indptr, found.indptr[1:], strict=False):
        yield [(int(column), float(value)) for column, value in zip(found.indices[start:end], found.data[start:end], strict=True)]
