from __future__ import annotations

from collections import Counter

import pytest

from marketplace.foundation.documents.errors import ConditionFailed, DocumentExists, StaleDocument
from marketplace.foundation.documents.port import BatchOperation, Condition, PatchOperation, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, at_once, body_of, heard_steps

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Ref("eu:box-1", "thing-1")


def test_of_fifty_writers_on_one_etag_one_wins(store):
    etag = store.create(THINGS, a_document(by=-1))

    outcomes = at_once(50, lambda n: store.replace(THINGS, a_document(by=n), etag=etag, events=[an_event(n)]))

    winners = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, str)]
    assert len(winners) == 1
    assert Counter(map(type, outcomes)) == {str: 1, StaleDocument: 49}
    found = store.get(THINGS, HERE)
    assert (body_of(found), found.etag) == ({"by": winners[0]}, outcomes[winners[0]])
    assert len(heard_steps(store)) == 1


def test_of_twenty_creators_of_one_id_one_wins(store):
    outcomes = at_once(20, lambda n: store.create(THINGS, a_document(by=n)))

    assert Counter(map(type, outcomes)) == {str: 1, DocumentExists: 19}


def test_of_twenty_creators_over_an_expired_document_one_wins(harness, store):
    store.create(THINGS, a_document(ttl_s=60))
    harness.end_life(THINGS, HERE)

    outcomes = at_once(20, lambda n: store.create(THINGS, a_document(by=n)))

    assert Counter(map(type, outcomes)) == {str: 1, DocumentExists: 19}


def test_increments_from_twenty_threads_add_up(store):
    store.create(THINGS, a_document(count=0))

    def act(number: int) -> None:
        for _ in range(10):
            store.patch(THINGS, HERE, [PatchOperation("increment", "/count", number)])

    assert at_once(20, act) == [None] * 20
    assert body_of(store.get(THINGS, HERE)) == {"count": 10 * sum(range(20))}


def test_of_twenty_patches_with_one_condition_one_is_executed(store):
    store.create(THINGS, a_document(state="new"))
    operations = [PatchOperation("set", "/state", "taken")]

    outcomes = at_once(20, lambda n: store.patch(THINGS, HERE, operations, condition=Condition("/state", ("new",))))

    assert sum(isinstance(outcome, ConditionFailed) for outcome in outcomes) == 19


def test_batches_over_the_same_documents_in_any_order_neither_mix_nor_wait_for_each_other(store):
    ids = [f"t-{number}" for number in range(8)]

    def act(number: int) -> None:
        for step in range(5):
            order = ids[number % 8 :] + ids[: number % 8]
            writes = [BatchOperation("upsert", a_document(name, by=number, step=step)) for name in order]
            store.batch(THINGS, "eu:box-1", writes)

    assert at_once(12, act) == [None] * 12
    bodies = [body_of(document) for document in store.query(THINGS, "eu:box-1").documents]
    assert len(bodies) == 8
    assert all(body == bodies[0] for body in bodies)


def test_of_batches_that_create_one_document_and_write_another_one_wins(store):
    there = store.create(THINGS, a_document("there", by=-1))

    def act(number: int) -> None:
        writes = [BatchOperation("create", a_document("new", by=number)), BatchOperation("replace", a_document("there", by=number), there)]
        store.batch(THINGS, "eu:box-1", writes if number % 2 else writes[::-1])

    outcomes = at_once(12, act)

    winner = outcomes.index(None)
    assert {type(outcome) for place, outcome in enumerate(outcomes) if place != winner} <= {DocumentExists, StaleDocument}
    assert [body_of(found)["by"] for found in store.query(THINGS, "eu:box-1").documents] == [winner, winner]


def test_of_batches_that_create_the_same_documents_one_wins(store):
    ids = [f"t-{number}" for number in range(20)]

    def act(number: int) -> None:
        order = ids if number % 2 else ids[::-1]
        store.batch(THINGS, "eu:box-1", [BatchOperation("create", a_document(name), events=[an_event(number)]) for name in order])

    outcomes = at_once(12, act)

    assert Counter(map(type, outcomes)) == {type(None): 1, DocumentExists: 11}
    assert len(heard_steps(store)) == 20


def test_a_batch_is_seen_whole_or_not_at_all(store):
    ids = [f"t-{number}" for number in range(10)]
    refs = [Ref("eu:box-1", name) for name in ids]
    seen: list[set[int]] = []

    def act(number: int) -> None:
        for step in range(20):
            if number:
                found = store.get_many(THINGS, refs)
                seen.append({body_of(document)["step"] for document in found} if len(found) in (0, 10) else {-1, -2})
            else:
                store.batch(THINGS, "eu:box-1", [BatchOperation("upsert", a_document(name, step=step)) for name in ids])

    assert at_once(4, act) == [None] * 4
    assert all(len(steps) <= 1 for steps in seen)
