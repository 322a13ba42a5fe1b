"""How many hits, and how many for each value of each field; remembered for as long as the index does not change."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Sequence
from threading import Lock
from typing import Any

from marketplace.foundation import tenancy
from marketplace.foundation.search.port import Counts, Facet, FacetValue, SearchRequest, Span
from marketplace.foundation.search.postgres.generations import rows
from marketplace.foundation.search.postgres.query import Query, Sql, joined
from marketplace.foundation.search.postgres.reading import besides_words, is_fused, pins_of
from marketplace.foundation.search.postgres.vectors import Near

MAX_VALUES = 200  # of one facet
REMEMBERED = 2_000  # answers in each process

_WHOLE = ""  # the set of hits that no filter was taken off
_TOTAL, _KEYWORD, _OF_VARIANTS = -1, -2, -3  # what a row counts; 0 and above: the span at that place


class _Memory:
    """The answers of the last questions. A key holds the index's revision, so what it finds is never old."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Counts] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Counts | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: Hashable, counts: Counts) -> None:
        with self._lock:
            self._answers[key] = counts
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)


_memory = _Memory()


def count(query: Query, request: SearchRequest, *, revision: int, near: Near) -> Counts:
    """
    Total, facets and spans of all hits, on whichever page the request is. A facet is counted without its own filter, which is what a
    search without that filter counts too: each such set is counted once for all callers.
    """
    besides = [*near.ids, *pins_of(request)]
    fields = (_WHOLE, *dict.fromkeys(each.field for each in query.filters if _has_facet(query, each.field, request.spans)))
    common = (
        tenancy.current().slug,
        query.generation.id,
        revision,
        query.language,
        query.words,
        tuple(query.among),
        request.spans,
        is_fused(request) and tuple(besides),
    )
    keys = {field: (*common, tuple(each for each in query.filters if each.field != field)) for field in fields}
    known = {field: counts for field, key in keys.items() if (counts := _memory.find(key)) is not None}
    missing = [field for field in fields if field not in known]
    count_missing = _count_by_variants if query.shows_variants else _count
    for field, counts in count_missing(query, request, besides, missing).items() if missing else ():
        known[field] = counts
        _memory.keep(keys[field], counts)
    return _merged(known)


def _merged(known: dict[str, Counts]) -> Counts:
    """Each facet and span of the set that its own filter was taken off; all else of the whole."""
    whole = known[_WHOLE]
    facets = [facet for facet in whole.facets if facet.field not in known]
    facets += [facet for field, counts in known.items() for facet in counts.facets if facet.field == field]
    spans = {field: known.get(field, whole).spans[field] for field in whole.spans}
    return Counts(whole.total, tuple(sorted(facets, key=lambda facet: facet.field)), spans)


def _count(query: Query, request: SearchRequest, besides: list[str], missing: Sequence[str]) -> dict[str, Counts]:
    """
    One statement: the entries that meet every filter but those that some set is without, each such filter as a column, then a pass over
    them for each set.
    """
    own = [field for field in missing if field != _WHOLE]
    flags = [_flag(query, field) for field in own]
    columns = [f"({sql}) AS flag{i}" for i, (sql, _) in enumerate(flags)]
    columns += [f"{query.number(field)} AS span{i}" for i, field in enumerate(request.spans)]
    selected = Sql(", ".join(["terms", *columns]), [param for _, params in flags for param in params])
    base = _base(query, request, selected, besides, without=frozenset(own))
    passes = [part for place, field in enumerate(missing) for part in _passes(place, _where(own, field), len(request.spans))]
    found = _named(query, Sql(f"base AS MATERIALIZED ({base.text})", base.params), Sql(" UNION ALL ".join(passes), []))
    return {field: _assemble([row[1:] for row in found if row[0] == place], request.spans) for place, field in enumerate(missing)}


def _count_by_variants(query: Query, request: SearchRequest, besides: list[str], missing: Sequence[str]) -> dict[str, Counts]:
    """
    As ``_count``, where filters are of variants: each set has entries of its own, and what variants have is counted by those variants that
    meet the other filters, once for each document.
    """
    fits = [query.variant_filters(frozenset({field})) for field in missing]
    columns = [f"{query.number(field)} AS span{i}" for i, field in enumerate(request.spans)]
    bases, passes = [], []
    for place, field in enumerate(missing):
        without = frozenset({field})
        base = _base(query, request, Sql(", ".join(["document_id", "terms", *columns]), []), besides, without=without)
        bases.append(Sql(f"base{place} AS MATERIALIZED ({base.text})", base.params))
        passes += [Sql(each.replace(" base ", f" base{place} "), []) for each in _passes(place, "true", len(request.spans))]
        if fits[place]:
            passes.append(_pass_of_variants(query, place, joined(fits[place])))
    found = _named(query, joined(bases, ", "), joined(passes, " UNION ALL "))

    def is_right(place: int, kind: int, field: str | None) -> bool:
        return field is None or (kind == _OF_VARIANTS) == (bool(fits[place]) and query.index.is_of_variants(field))

    return {
        field: _assemble([row[1:] for row in found if row[0] == place and is_right(place, row[1], row[5])], request.spans)
        for place, field in enumerate(missing)
    }


def _pass_of_variants(query: Query, place: int, fits: Sql) -> Sql:
    return Sql(
        f"SELECT {place}, {_OF_VARIANTS}, hash, count(DISTINCT variant.document_id), 0, 0 FROM base{place} "  # noqa: S608
        f"JOIN search_variants variant ON variant.generation = {int(query.generation.id)} "
        f"AND variant.document_id = base{place}.document_id, unnest(variant.terms) AS hash WHERE {fits.text} GROUP BY hash",
        fits.params,
    )


def _named(query: Query, bases: Sql, passes: Sql) -> list[tuple[Any, ...]]:
    """What the passes count, with the names of keywords."""
    return rows(
        f"""
        WITH {bases.text}, counted (pass, kind, hash, count, lowest, highest) AS ({passes.text})
        SELECT counted.pass, counted.kind, counted.count, counted.lowest, counted.highest,
               term.field, term.field_label, term.value, term.label
        FROM counted LEFT JOIN search_terms term ON term.space = %s AND term.hash = counted.hash
        """,  # noqa: S608
        [*bases.params, *passes.params, query.space],
    )


def _base(query: Query, request: SearchRequest, selected: Sql, besides: list[str], *, without: frozenset[str]) -> Sql:
    """What the words find, and what else is a hit."""
    wheres = []
    if query.words is not None or not is_fused(request):
        wheres.append(query.conditions(without=without))
    if besides or not wheres:
        wheres.append(besides_words(query, besides, without=without))
    parts = [
        Sql(f"SELECT {selected.text} FROM search_entries WHERE {where.text}", selected.params + where.params)  # noqa: S608
        for where in wheres
    ]
    return joined(parts, " UNION ALL ")


def _has_facet(query: Query, field: str, spans: Sequence[str]) -> bool:
    if field in spans:
        return True
    try:
        return query.index.keyword(field).is_counted
    except LookupError:  # a number that has no facet
        return False


def _flag(query: Query, field: str) -> tuple[str, list[Any]]:
    parts = [query.compare(each) for each in query.filters if each.field == field]
    return " AND ".join(part.text for part in parts), [param for part in parts for param in part.params]


def _where(own: Sequence[str], leaving_out: str) -> str:
    return " AND ".join([f"flag{i}" for i, field in enumerate(own) if field != leaving_out]) or "true"


def _passes(place: int, where: str, spans: int) -> list[str]:
    """The total, the spans and the counts by keyword of one set."""
    hashes = f"SELECT unnest(terms) AS hash FROM base WHERE {where}"  # noqa: S608
    return [
        f"SELECT {place}, {_TOTAL}, 0::bigint, count(*), 0::bigint, 0::bigint FROM base WHERE {where}",  # noqa: S608
        *(f"SELECT {place}, {i}, 0, 0, min(span{i}), max(span{i}) FROM base WHERE {where}" for i in range(spans)),  # noqa: S608
        f"SELECT {place}, {_KEYWORD}, hash, count(*), 0, 0 FROM ({hashes}) hashes GROUP BY hash",  # noqa: S608
    ]


def _assemble(found: list[tuple[Any, ...]], spans: Sequence[str]) -> Counts:
    total, measured = 0, {}
    values: dict[str, list[FacetValue]] = defaultdict(list)
    labels: dict[str, str] = {}
    for kind, count, lowest, highest, field, field_label, value, label in found:
        if kind == _TOTAL:
            total = count
        elif kind not in (_KEYWORD, _OF_VARIANTS):
            measured[spans[kind]] = Span(lowest, highest)
        elif field is not None:
            values[field].append(FacetValue(value, label, count))
            labels[field] = field_label
    facets = [
        Facet(field, labels[field], tuple(sorted(values[field], key=lambda item: (-item.count, item.label))[:MAX_VALUES]))
        for field in sorted(values)
    ]
    return Counts(total, tuple(facets), measured)
