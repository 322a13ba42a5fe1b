from __future__ import annotations

import operator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation.documents.errors import InvalidDocument
from marketplace.foundation.documents.port import DocumentStore, Filter, Order, QueryPage, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import encode_cursor

PK = "eu:box-1"
ABSENT = object()
OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}

# Of the characters behind U+D7FF an engine that sorts by UTF-16 has another order; the port leaves theirs open.
texts = st.text(st.characters(max_codepoint=0xD7FF, exclude_characters="\x00"), max_size=4) | st.sampled_from(["كوب", "😀", "größe"])
numbers = st.integers(-3, 3) | st.sampled_from([0.5, -1.5, 2.0, 10**15])
scalars = st.none() | st.booleans() | numbers | texts
values = scalars | st.just(ABSENT) | st.lists(numbers, max_size=2)
filters = st.one_of(
    st.builds(Filter, path=st.sampled_from(["/a", "/b/c"]), op=st.sampled_from(["=", "!="]), value=scalars),
    st.builds(Filter, path=st.sampled_from(["/a", "/b/c"]), op=st.sampled_from(sorted(OPERATORS)), value=numbers | texts),
    st.builds(Filter, path=st.sampled_from(["/a", "/b/c"]), op=st.just("in"), value=st.lists(scalars, max_size=3)),
)
bodies = st.lists(st.tuples(values, values), max_size=8)

partitions = count()
many_examples = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__


def same(one: Any, other: Any) -> bool:
    return kind_of(one) == kind_of(other) and one == other


def matches(body: dict[str, Any], item: Filter) -> bool:
    """What the port says of a filter."""
    value: Any = body
    for part in item.path[1:].split("/"):
        value = value.get(part, ABSENT) if isinstance(value, dict) else ABSENT
    if value is ABSENT:
        return False
    if item.op == "in":
        return any(same(value, wanted) for wanted in item.value)
    if item.op in ("=", "!="):
        return same(value, item.value) == (item.op == "=")
    return kind_of(value) == kind_of(item.value) and OPERATORS[item.op](value, item.value)


def a_body(a: Any, c: Any) -> dict[str, Any]:
    body = {} if a is ABSENT else {"a": a}
    return body if c is ABSENT else {**body, "b": {"c": c}}


def read_all(store: DocumentStore, pk: str, **query: Any) -> list[str]:
    """Ids of all pages."""
    ids: list[str] = []
    continuation = None
    while True:
        page = store.query(THINGS, pk, continuation=continuation, **query)
        ids += [document.id for document in page.documents]
        if (continuation := page.continuation) is None:
            return ids


@many_examples
@given(rows=bodies, wanted=st.lists(filters, max_size=2), limit=st.integers(1, 4))
def test_filters_find_what_a_model_finds(store, rows, wanted, limit):
    pk = f"eu:model-{next(partitions)}"
    for number, row in enumerate(rows):
        store.create(THINGS, a_document(f"t-{number}", pk=pk, **a_body(*row)))

    found = read_all(store, pk, filters=wanted, limit=limit)

    assert found == [f"t-{number}" for number, row in enumerate(rows) if all(matches(a_body(*row), item) for item in wanted)]


@many_examples
@given(rows=st.lists(values, max_size=8), limit=st.integers(1, 4), descending=st.booleans())
def test_orders_are_those_of_a_model_over_all_pages(store, rows, limit, descending):
    pk = f"eu:model-{next(partitions)}"
    for number, value in enumerate(rows):
        store.create(THINGS, a_document(f"t-{number}", pk=pk, **a_body(value, ABSENT)))

    found = read_all(store, pk, order=Order("/a", descending), limit=limit)

    sortable = [(kind_of(value), value, f"t-{number}") for number, value in enumerate(rows)]
    expected = sorted((row for row in sortable if row[0] in ("number", "str")), reverse=descending)
    assert found == [name for _, _, name in expected]


def test_a_query_stays_in_its_partition_and_container(store):
    store.create(THINGS, a_document("mine"))
    store.create(THINGS, a_document("neighbour", pk="eu:box-10"))
    store.create("others", a_document("other"))

    assert read_all(store, PK) == ["mine"]


def test_documents_come_by_the_code_points_of_their_ids(store):
    ids = ["a", "B", "é", "ä", "z", "Z", "ا", "1", "_", "-"]
    for name in ids:
        store.create(THINGS, a_document(name))

    assert read_all(store, PK, limit=3) == sorted(ids)


def test_a_page_says_whether_there_are_more(store):
    for number in range(4):
        store.create(THINGS, a_document(f"t-{number}"))

    full: QueryPage = store.query(THINGS, PK, limit=4)
    part: QueryPage = store.query(THINGS, PK, limit=3)

    assert full.continuation is None
    assert part.continuation is not None
    assert len(part.documents) == 3


def test_documents_made_or_removed_between_pages_do_not_shift_the_rest(store):
    etags = {f"t-{n}": store.create(THINGS, a_document(f"t-{n}", rank=n)) for n in range(6)}
    first = store.query(THINGS, PK, order=Order("/rank"), limit=3)

    store.delete(THINGS, Ref(PK, "t-1"), etag=etags["t-1"])
    store.create(THINGS, a_document("t-early", rank=-1))
    second = store.query(THINGS, PK, order=Order("/rank"), limit=3, continuation=first.continuation)

    assert [document.id for document in second.documents] == ["t-3", "t-4", "t-5"]


def test_all_partitions_can_be_read_page_by_page(store):
    for number in range(7):
        store.create(THINGS, a_document(f"t-{number}", pk=f"eu:box-{number % 3}", even=number % 2 == 0))

    found, continuation = [], None
    while True:
        page = store.query_across_partitions(THINGS, filters=[Filter("/even", "=", True)], limit=2, continuation=continuation)
        found += [document.id for document in page.documents]
        if (continuation := page.continuation) is None:
            break

    assert sorted(found) == ["t-0", "t-2", "t-4", "t-6"]


@pytest.mark.parametrize(
    "item",
    [
        Filter("state", "=", 1),
        Filter("/a' OR 1=1 --", "=", 1),
        Filter("/a", "=", {"b": 1}),
        Filter("/a", "<", None),
        Filter("/a", "<", True),
        Filter("/a", "in", "text"),
        Filter("/a", "=", float("nan")),
        Filter("/a", "=", "\x00"),
    ],
)
def test_filters_that_an_engine_cannot_carry_are_refused(store, item):
    with pytest.raises(InvalidDocument):
        store.query(THINGS, PK, filters=[item])


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_pages_of_no_size_or_too_large_a_one_are_refused(store, limit):
    with pytest.raises(InvalidDocument):
        store.query(THINGS, PK, limit=limit)


@pytest.mark.parametrize("order", [None, Order("/a")])
@pytest.mark.parametrize(
    "forged",
    [
        "?",
        encode_cursor([]),
        encode_cursor([1]),
        encode_cursor(["a\x00"]),
        encode_cursor(["a", "b"]),
        encode_cursor([True, "1; DROP TABLE documents", "", "a"]),
        encode_cursor([True, "NaN", "", "a"]),
        encode_cursor({"a": 1}),
    ],
)
def test_a_forged_continuation_is_the_callers_mistake(store, order, forged):
    store.create(THINGS, a_document(a=1))

    with pytest.raises(InvalidInput):
        store.query(THINGS, PK, order=order, continuation=forged)
