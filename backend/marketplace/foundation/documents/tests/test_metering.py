from __future__ import annotations

import logging
import re

import pytest

from marketplace.foundation.documents import metering
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import PatchOperation, Ref
from marketplace.foundation.documents.postgres.engine import PostgresDocumentStore
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, at_once
from marketplace.foundation.metrics.testing import value


def test_every_call_is_counted_with_its_rows(store):
    with metering.measure() as meter:
        store.create(THINGS, a_document("a"))
        store.create(THINGS, a_document("b"))
        store.query(THINGS, "eu:box-1")

    assert [(call.name, call.container, call.rows) for call in meter.log] == [
        ("create", THINGS, 1),
        ("create", THINGS, 1),
        ("query", THINGS, 2),
    ]
    assert (meter.calls, meter.rows) == (3, 4)
    assert meter.took_ms > 0


def test_a_call_that_fails_is_counted_too(store):
    with metering.measure() as meter, pytest.raises(DocumentNotFound):
        store.get(THINGS, Ref("eu:box-1", "absent"))

    assert (meter.calls, meter.rows) == (1, 0)


def test_an_outer_block_counts_what_an_inner_one_does(store):
    with metering.measure() as outer:
        store.query(THINGS, "eu:box-1")
        with metering.measure() as inner:
            store.query(THINGS, "eu:box-1")

    assert (outer.calls, inner.calls) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_what_other_threads_do_is_not_counted(store):
    with metering.measure() as meter:
        at_once(2, lambda _: store.query(THINGS, "eu:box-1"))

    assert meter.calls == 0


def test_the_process_counts_all_calls_by_name(harness, store):
    engine = "postgres" if isinstance(store, PostgresDocumentStore) else "cosmos"
    name = "globalmarket_document_call_seconds_count"
    labels = {"tenant": "eu", "engine": engine, "container": THINGS, "call": "get"}

    def counted() -> list[float]:
        of_outcomes = [value(name, **labels, outcome=outcome) for outcome in ("ok", "refused", "failed")]
        return [*of_outcomes, value("globalmarket_document_rows_total", **labels)]

    before = counted()
    store.create(THINGS, a_document("a"))

    store.get(THINGS, Ref("eu:box-1", "a"))
    with pytest.raises(DocumentNotFound):
        store.get(THINGS, Ref("eu:box-1", "absent"))

    assert [after - earlier for after, earlier in zip(counted(), before, strict=True)] == [1, 1, 0, 1]


def test_with_debug_logging_each_call_is_a_line_with_its_cost(store, caplog):
    caplog.set_level(logging.DEBUG, logger="marketplace.foundation.documents.metering")

    store.create(THINGS, a_document("a"))

    assert re.fullmatch(r"(postgres|cosmos) things create: \d+\.\d\d RU, 1 rows, \d+\.\d ms", caplog.messages[-1])


def test_request_units_are_counted_where_the_engine_has_them(store):
    def units() -> float:
        return value("globalmarket_document_request_units_total", tenant="eu", container=THINGS, call="replace")

    before = units()
    with metering.measure() as meter:
        etag = store.create(THINGS, a_document("a", state="new"))
        store.get(THINGS, Ref("eu:box-1", "a"))
        store.get_many(THINGS, [Ref("eu:box-1", "a"), Ref("eu:box-2", "b")])
        store.query(THINGS, "eu:box-1")
        store.query_across_partitions(THINGS)
        store.replace(THINGS, a_document("a", state="old"), etag=etag, events=[an_event()])
        store.patch(THINGS, Ref("eu:box-1", "a"), [PatchOperation("set", "/state", "new")])
        store.changes(THINGS, token=None)

    assert (units() > before) == (not isinstance(store, PostgresDocumentStore))
    charged = {call.name for call in meter.log if call.request_units > 0}
    assert charged == (set() if isinstance(store, PostgresDocumentStore) else {call.name for call in meter.log})
