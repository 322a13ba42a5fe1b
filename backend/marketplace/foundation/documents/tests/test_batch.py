from __future__ import annotations

import pytest

from marketplace.foundation.documents.errors import DocumentExists, DocumentNotFound, InvalidDocument, StaleDocument
from marketplace.foundation.documents.port import MAX_BATCH, BatchOperation, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, body_of, heard_steps

PK = "eu:box-1"


def test_all_writes_of_a_batch_are_executed(store):
    kept = store.create(THINGS, a_document("b", count=1))
    gone = store.create(THINGS, a_document("d", count=1))

    etags = store.batch(
        THINGS,
        PK,
        [
            BatchOperation("upsert", a_document("c", count=3)),
            BatchOperation("delete", a_document("d"), gone),
            BatchOperation("create", a_document("a", count=1)),
            BatchOperation("replace", a_document("b", count=2), kept),
        ],
    )

    found = store.query(THINGS, PK).documents
    assert [(document.id, body_of(document)["count"]) for document in found] == [("a", 1), ("b", 2), ("c", 3)]
    assert etags == [found[2].etag, "", found[0].etag, found[1].etag]


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        (BatchOperation("create", a_document("there")), DocumentExists),
        (BatchOperation("replace", a_document("there"), "old"), StaleDocument),
        (BatchOperation("delete", a_document("there"), "old"), StaleDocument),
        (BatchOperation("replace", a_document("absent"), "old"), DocumentNotFound),
        (BatchOperation("delete", a_document("absent"), "old"), DocumentNotFound),
    ],
    ids=["create", "replace", "delete", "replace absent", "delete absent"],
)
def test_one_failing_write_undoes_all_others_and_their_events(store, failing, error):
    store.create(THINGS, a_document("there", count=1))
    operations = [
        BatchOperation("create", a_document("a"), events=[an_event()]),
        failing,
        BatchOperation("create", a_document("z"), events=[an_event()]),
    ]

    with pytest.raises(error):
        store.batch(THINGS, PK, operations)

    assert [document.id for document in store.query(THINGS, PK).documents] == ["there"]
    assert heard_steps(store) == []


@pytest.mark.django_db(transaction=True)
def test_each_write_of_a_batch_announces_its_own(store):
    store.batch(
        THINGS,
        PK,
        [
            BatchOperation("create", a_document("a"), events=[an_event(1), an_event(2)]),
            BatchOperation("create", a_document("b")),
            BatchOperation("create", a_document("c"), events=[an_event(3)]),
        ],
    )

    assert heard_steps(store) == [1, 2, 3]


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [BatchOperation("create", a_document(f"t-{n}")) for n in range(MAX_BATCH + 1)],
        [BatchOperation("create", a_document("a")), BatchOperation("create", a_document("b", pk="eu:box-2"))],
        [BatchOperation("create", a_document("a")), BatchOperation("upsert", a_document("a"))],
        [BatchOperation("replace", a_document("a"))],
        [BatchOperation("create", a_document(f"t-{n}", text="x" * 300_000)) for n in range(7)],
    ],
    ids=["none", "too many", "two partitions", "one document twice", "no etag", "over 2 MB"],
)
def test_batches_that_an_engine_cannot_carry_are_refused(store, operations):
    with pytest.raises(InvalidDocument):
        store.batch(THINGS, PK, operations)

    assert store.query(THINGS, PK).documents == []


@pytest.mark.django_db(transaction=True)
def test_the_largest_batch_has_room_for_what_it_announces(store):
    store.batch(THINGS, PK, [BatchOperation("create", a_document(f"t-{n:03}"), events=[an_event(n)]) for n in range(MAX_BATCH)])

    assert len(store.get_many(THINGS, [Ref(PK, f"t-{n:03}") for n in range(MAX_BATCH)])) == MAX_BATCH
    assert heard_steps(store) == list(range(MAX_BATCH))
