from __future__ import annotations

import pytest

from marketplace.foundation.documents import metering
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, at_once


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
