"""What was learned from customers' choices, as the registry of models hands it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from marketplace.apps.discovery.models import QueryLifts, SearchModel
from marketplace.foundation import rows

BATCH = 1_000
_NOT_KEPT = """
    NOT model_id = ANY (%(kept)s::text[])
    AND NOT EXISTS (SELECT FROM discovery_search_models WHERE version_id = model_id AND is_used)
"""
_EMPTY = "NOT is_used AND NOT EXISTS (SELECT FROM discovery_query_lifts WHERE model_id = version_id)"


def store_model(*, version_id: str, lifts: Mapping[str, Sequence[tuple[str, int]]]) -> None:
    """Which products rise for a question, by its folded words. In the transaction that makes the version."""
    model = SearchModel(version_id=version_id)
    rows.insert(model)
    remaining = iter(lifts.items())
    while batch := list(islice(remaining, BATCH)):
        rows.insert_all([QueryLifts(model=model, query=query, products=list(products)) for query, products in batch])


def use_model(*, version_id: str) -> None:
    """Rank with this version from now on; with none where it is empty. In the caller's transaction, which orders it."""
    rows.change_where(SearchModel, "is_used", {}, is_used=False)
    if version_id:
        rows.change_where(SearchModel, "version_id = %(id)s", {"id": version_id}, is_used=True)


def drop_models(*, kept: Sequence[str]) -> None:
    """All but these, and the one in use."""
    rows.delete_where(QueryLifts, _NOT_KEPT, {"kept": list(kept)})
    rows.delete_where(SearchModel, _EMPTY, {})
