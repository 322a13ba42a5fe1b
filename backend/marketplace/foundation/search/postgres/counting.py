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

_OVERALL = -1


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
    """Total, facets and spans of all hits, on whichever page the request is."""
    besides = [*near.ids, *pins_of(request)]
    key = (
        tenancy.current().slug,
        query.generation.id,
        revision,
        query.language,
        query.words,
        tuple(query.filters),
        request.spans,
        is_fused(request) and tuple(besides),
    )
    counts = _memory.find(key)
    if counts is None:
        counts = _count(query, request, besides)
        _memory.keep(key, counts)
    return counts


def _count(query: Query, request: SearchRequest, besides: list[str]) -> Counts:
    """
    One statement: the entries that meet every filter but those of counted fields and spans, each such filter as a column, then one
    pass over them for the fields without a filter and one for each with.
    """
    spans = request.spans
    own = list(dict.fromkeys(each.field for each in query.filters if _has_facet(query, each.field, spans)))
    flags = [_flag(query, field) for field in own]
    columns = [f"({sql}) AS flag{i}" for i, (sql, _) in enumerate(flags)]
    columns += [f"{query.number(field)} AS span{i}" for i, field in enumerate(spans)]
    selected = Sql(", ".join(["terms", *columns]), [param for _, params in flags for param in params])
    base = _base(query, request, selected, besides, without=frozenset(own))
    passes = [_overall(own, spans), *(_pass(i, own) for i in range(_OVERALL, len(own)))]
    found = rows(
        f"""
        WITH base AS MATERIALIZED ({base.text}),
             counted AS ({" UNION ALL ".join(passes)})
        SELECT counted.pass, counted.count, counted.lowest, counted.highest, term.field, term.field_label, term.value, term.label
        FROM counted LEFT JOIN search_terms term ON term.space = %s AND term.hash = counted.hash
        """,  # noqa: S608
        [*base.params, query.space],
    )
    return _assemble(found, own, spans)


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


def _where(own: Sequence[str], leaving_out: int = _OVERALL) -> str:
    return " AND ".join([f"flag{i}" for i in range(len(own)) if i != leaving_out]) or "true"


def _overall(own: Sequence[str], spans: Sequence[str]) -> str:
    """The total, and each span without its own filter; ``pass`` tells them apart by -2 - position."""
    parts = [f"SELECT -2 AS pass, 0::bigint AS hash, count(*) AS count, 0 AS lowest, 0 AS highest FROM base WHERE {_where(own)}"]  # noqa: S608
    for i, field in enumerate(spans):
        where = _where(own, own.index(field) if field in own else _OVERALL)
        parts.append(f"SELECT {-3 - i}, 0, 0, min(span{i}), max(span{i}) FROM base WHERE {where}")  # noqa: S608
    return " UNION ALL ".join(parts)


def _pass(position: int, own: Sequence[str]) -> str:
    """Counts by keyword: -1 under all filters, otherwise without the filters of that field."""
    hashes = f"SELECT unnest(terms) AS hash FROM base WHERE {_where(own, position)}"  # noqa: S608
    return f"SELECT {position}, hash, count(*), 0, 0 FROM ({hashes}) hashes GROUP BY hash"  # noqa: S608


def _assemble(found: list[tuple[Any, ...]], own: Sequence[str], spans: Sequence[str]) -> Counts:
    total, measured = 0, {}
    values: dict[str, list[FacetValue]] = defaultdict(list)
    labels: dict[str, str] = {}
    for position, count, lowest, highest, field, field_label, value, label in found:
        if position == -2:
            total = count
        elif position < -2:
            measured[spans[-3 - position]] = Span(lowest, highest)
        elif field is not None and position == (own.index(field) if field in own else _OVERALL):
            values[field].append(FacetValue(value, label, count))
            labels[field] = field_label
    facets = [
        Facet(field, labels[field], tuple(sorted(values[field], key=lambda item: (-item.count, item.label))[:MAX_VALUES]))
        for field in sorted(values)
    ]
    return Counts(total, tuple(facets), measured)
