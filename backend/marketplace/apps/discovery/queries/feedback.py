"""What customers chose who asked the same, kept in each process: a search reads no row for it."""

from __future__ import annotations

import time
from typing import NamedTuple

from marketplace.apps.discovery.models import QueryLifts, SearchModel
from marketplace.foundation import tenancy
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import MOST_LIFTS, Lift

LIFE_S = 5.0  # after which it is asked whether another version is used
MOST_QUERIES = 5_000  # of a version: some megabytes in a process


class _Learned(NamedTuple):
    known_until: float
    version_id: str
    lifts: dict[str, tuple[Lift, ...]]


_known: dict[str, _Learned] = {}


def lifts_for(question: str) -> tuple[Lift, ...]:
    """Of the version that is used in the tenant in scope; none where nothing was learned of the question."""
    return _current().lifts.get(fold(question), ())


def has_model(version_id: str) -> bool:
    """Whether what the version learned is still stored."""
    return QueryLifts.objects.filter(model_id=version_id).exists()


def forget() -> None:
    _known.clear()


def _current() -> _Learned:
    slug, now = tenancy.current().slug, time.monotonic()
    known = _known.get(slug)
    if known is None or known.known_until < now:
        version_id = SearchModel.objects.filter(is_used=True).values_list("version_id", flat=True).first() or ""
        same = known is not None and known.version_id == version_id
        known = _Learned(now + LIFE_S, version_id, known.lifts if known and same else _read(version_id))
        _known[slug] = known
    return known


def _read(version_id: str) -> dict[str, tuple[Lift, ...]]:
    if not version_id:
        return {}
    found = QueryLifts.objects.filter(model_id=version_id).values_list("query", "products")[:MOST_QUERIES]
    return {query: tuple(Lift(product_id, weight) for product_id, weight in products[:MOST_LIFTS]) for query, products in found}
