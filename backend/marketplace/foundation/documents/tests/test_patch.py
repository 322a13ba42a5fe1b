from __future__ import annotations

from typing import Any

import pytest

from marketplace.foundation.documents.errors import ConditionFailed, DocumentNotFound, InvalidDocument
from marketplace.foundation.documents.port import MAX_PATCH, Condition, PatchOperation, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, body_of, heard_steps

HERE = Ref("eu:box-1", "thing-1")


def patch(store: Any, *operations: PatchOperation, condition: Condition | None = None) -> dict[str, Any]:
    return body_of(store.patch(THINGS, HERE, operations, condition=condition))


def test_a_patch_sets_increments_appends_and_removes(store):
    before = store.create(THINGS, a_document(state="new", count=1, log=["a"], parts={"ven_1": {"state": "new"}}, spare=1))

    changed = store.patch(
        THINGS,
        HERE,
        [
            PatchOperation("set", "/parts/ven_1/state", "sent"),
            PatchOperation("set", "/parts/ven_2", {"state": "new"}),
            PatchOperation("increment", "/count", 2),
            PatchOperation("increment", "/fresh", -1),
            PatchOperation("append", "/log", {"b": 1}),
            PatchOperation("remove", "/spare"),
        ],
    )

    found = store.get(THINGS, HERE)
    assert found.etag == changed.etag != before
    assert body_of(found) == body_of(changed)
    assert body_of(found) == {
        "state": "new",
        "count": 3,
        "fresh": -1,
        "log": ["a", {"b": 1}],
        "parts": {"ven_1": {"state": "sent"}, "ven_2": {"state": "new"}},
    }


def test_a_patch_keeps_the_life_time(store):
    store.create(THINGS, a_document(ttl_s=60, count=1))

    assert store.patch(THINGS, HERE, [PatchOperation("increment", "/count", 1)]).ttl_s == 60


@pytest.mark.parametrize("values", [("new",), ("old", "new"), ("old", "new", None)])
def test_a_patch_is_executed_when_its_condition_holds(store, values):
    store.create(THINGS, a_document(state="new", count=1))

    assert patch(store, PatchOperation("increment", "/count", 1), condition=Condition("/state", values))["count"] == 2


def test_a_missing_value_counts_as_none_in_a_condition(store):
    store.create(THINGS, a_document(count=1))

    assert patch(store, PatchOperation("set", "/by", "me"), condition=Condition("/by", (None,)))["by"] == "me"
    with pytest.raises(ConditionFailed):
        patch(store, PatchOperation("set", "/by", "you"), condition=Condition("/by", (None,)))


def test_a_condition_knows_one_kind_of_number(store):
    store.create(THINGS, a_document(state=1))

    assert patch(store, PatchOperation("set", "/state", 2), condition=Condition("/state", (1.0,))) == {"state": 2}


@pytest.mark.parametrize("values", [("old",), (None,), (True,), (1.5,)])
def test_a_patch_is_refused_when_its_condition_does_not_hold(store, values):
    etag = store.create(THINGS, a_document(state=1))

    with pytest.raises(ConditionFailed):
        patch(store, PatchOperation("set", "/state", 2), condition=Condition("/state", values))

    assert store.get(THINGS, HERE).etag == etag


@pytest.mark.parametrize(
    "operation",
    [
        PatchOperation("set", "/absent/state", 1),
        PatchOperation("set", "/text/state", 1),
        PatchOperation("increment", "/text", 1),
        PatchOperation("append", "/text", 1),
        PatchOperation("append", "/absent", 1),
        PatchOperation("remove", "/absent"),
    ],
)
def test_an_operation_that_does_not_fit_the_document_undoes_the_whole_patch(store, operation):
    store.create(THINGS, a_document(text="x", count=1))

    with pytest.raises(ConditionFailed):
        patch(store, PatchOperation("increment", "/count", 1), operation)

    assert body_of(store.get(THINGS, HERE)) == {"text": "x", "count": 1}


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [PatchOperation("increment", "/count", 1)] * (MAX_PATCH + 1),
        [PatchOperation("set", "count", 1)],
        [PatchOperation("set", "/", 1)],
        [PatchOperation("set", "/a'b", 1)],
        [PatchOperation("set", "/id", "other")],
        [PatchOperation("set", "/tenant_id", "mena")],
        [PatchOperation("increment", "/count", 0.5)],
    ],
)
def test_patches_that_an_engine_cannot_carry_are_refused(store, operations):
    store.create(THINGS, a_document(count=1))

    with pytest.raises(InvalidDocument):
        store.patch(THINGS, HERE, operations)


def test_what_is_not_there_cannot_be_patched(store):
    with pytest.raises(DocumentNotFound):
        patch(store, PatchOperation("set", "/count", 1))


@pytest.mark.django_db(transaction=True)
def test_a_refused_patch_announces_nothing(store):
    store.create(THINGS, a_document(count=1))
    operations = [PatchOperation("increment", "/count", 1)]

    store.patch(THINGS, HERE, operations, condition=Condition("/count", (1,)), events=[an_event(1)])
    with pytest.raises(ConditionFailed):
        store.patch(THINGS, HERE, operations, condition=Condition("/count", (1,)), events=[an_event(2)])

    assert heard_steps(store) == [1]
