"""How many hits, and how many for each value of each field, each without its own filter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from elasticsearch.dsl.aggs import Agg, Filter, Max, Min, Nested, ReverseNested, Terms
from elasticsearch.dsl.query import Bool, MatchAll

from marketplace.foundation.search.elasticsearch import labels
from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.documents import SEPARATOR
from marketplace.foundation.search.elasticsearch.mapping import number_field
from marketplace.foundation.search.elasticsearch.query import Asked
from marketplace.foundation.search.port import Counts, Facet, FacetValue, Span

MAX_VALUES = 200  # of one facet
MAX_ALL_VALUES = 5_000  # of all facets of one answer together

_OVERALL = "overall"


def aggregations(asked: Asked) -> dict[str, Agg[Any]]:
    """
    Over the hits that meet every filter but those of fields with a facet: one count under all of those, and one for each of
    them without it.
    """
    own = asked.own_fields
    keywords = [field for field in own if field not in asked.request.spans]
    counts = {_OVERALL: _filtered(asked, None, _values(asked, None, {"size": MAX_ALL_VALUES}))}
    for field in keywords:
        names = f"{_escaped(field + SEPARATOR)}.*"
        # A shard returns as many values as the overall count takes of it: of 200 each, some that lead over all would be missing.
        values = {"size": MAX_VALUES, "shard_size": MAX_ALL_VALUES, "include": names}
        counts[f"without {field}"] = _filtered(asked, field, _values(asked, field, values))
    for field in asked.request.spans:
        ends: dict[str, Agg[Any]] = {"min": Min(field=number_field(field)), "max": Max(field=number_field(field))}
        counts[f"span {field}"] = _filtered(asked, field, ends)
    return counts


def _values(asked: Asked, without: str | None, options: Json) -> dict[str, Agg[Any]]:
    """Of documents; and of the variants that meet the other filters together, where they have to, each document once."""
    found: dict[str, Agg[Any]] = {"values": Terms(field="terms", **options)}
    if filters := asked.variant_filters(without=without):
        values = Terms(field="variants.terms", aggs={"documents": ReverseNested()}, **options)
        found["variants"] = Nested(path="variants", aggs={"fitting": Filter(Bool(filter=filters), aggs={"values": values})})
    return found


def _buckets(asked: Asked, counted: Json) -> Iterator[tuple[str, str, int]]:
    """Field, value and count."""
    of_documents = counted.get("values", {}).get("buckets", [])
    of_variants = counted.get("variants", {}).get("fitting", {}).get("values", {}).get("buckets", [])
    for bucket, is_of_variants in [*((each, False) for each in of_documents), *((each, True) for each in of_variants)]:
        field, _, value = bucket["key"].partition(SEPARATOR)
        is_shown = asked.index.keyword(field).is_counted  # a variant's others are not labelled
        if is_shown and is_of_variants == ("variants" in counted and asked.index.is_of_variants(field)):
            yield field, value, bucket["documents"]["doc_count"] if is_of_variants else bucket["doc_count"]


def read_counts(asked: Asked, total: int, answer: Json) -> Counts:
    """The port's counts from the aggregations' answer."""
    own = set(asked.own_fields)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name, counted in answer.items():
        for field, value, count in _buckets(asked, counted):
            if name == f"without {field}" or (name == _OVERALL and field not in own):
                found[field][value] = count
    names = labels.names_of(asked.index, asked.request.language, [(field, value) for field, values in found.items() for value in values])
    facets = []
    for field, values in sorted(found.items()):
        named = [FacetValue(value, names[field, value].label, count) for value, count in values.items()]
        label = names[field, next(iter(values))].field_label
        facets.append(Facet(field, label, tuple(sorted(named, key=lambda item: (-item.count, item.label))[:MAX_VALUES])))
    return Counts(total, tuple(facets), {field: _span(answer.get(f"span {field}", {})) for field in asked.request.spans})


def _filtered(asked: Asked, without: str | None, inner: dict[str, Agg[Any]]) -> Agg[Any]:
    filters = asked.own_filters(without=without)
    return Filter(Bool(filter=filters) if filters else MatchAll(), aggs=inner)


def _span(answer: Any) -> Span:
    ends = [answer.get(name, {}).get("value") for name in ("min", "max")]
    return Span(*(None if end is None else int(end) for end in ends))


def _escaped(text: str) -> str:
    """For Lucene's regular expressions, which have signs of their own."""
    return re.sub(r"([^\w])", r"\\\1", text)
