from __future__ import annotations

import msgspec
import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, DocumentNotFound, InvalidDocument, StaleDocument
from marketplace.foundation.documents.port import MAX_DOCUMENT_BYTES, RawDocument, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, body_of

HERE = Ref("eu:box-1", "thing-1")


def test_a_created_document_is_read_back_as_it_was(store):
    body = {"title": "كوب قهوة", "count": 3, "ratio": 0.5, "none": None, "tags": ["a", "b"], "deep": {"er": [1, {"x": True}]}}

    etag = store.create(THINGS, a_document(**body))

    found = store.get(THINGS, HERE)
    assert body_of(found) == body
    assert (found.pk, found.id, found.etag) == (HERE.pk, HERE.id, etag)


def test_creating_it_twice_is_refused_and_changes_nothing(store):
    store.create(THINGS, a_document(count=1))

    with pytest.raises(DocumentExists):
        store.create(THINGS, a_document(count=2))

    assert body_of(store.get(THINGS, HERE)) == {"count": 1}


def test_an_id_is_unique_in_its_partition_and_container_only(store):
    store.create(THINGS, a_document(count=1))

    store.create(THINGS, a_document(pk="eu:box-2", count=2))
    store.create("others", a_document(count=3))

    assert body_of(store.get(THINGS, HERE)) == {"count": 1}
    assert body_of(store.get("others", HERE)) == {"count": 3}


def test_what_is_not_there_is_not_found(store):
    for act in (
        lambda: store.get(THINGS, HERE),
        lambda: store.replace(THINGS, a_document(), etag="x"),
        lambda: store.delete(THINGS, HERE, etag="x"),
    ):
        with pytest.raises(DocumentNotFound):
            act()


def test_replacing_needs_the_stored_etag_and_gives_a_new_one(store):
    first = store.create(THINGS, a_document(count=1))

    second = store.replace(THINGS, a_document(count=2), etag=first)

    assert second != first
    assert store.get(THINGS, HERE).etag == second
    with pytest.raises(StaleDocument):
        store.replace(THINGS, a_document(count=3), etag=first)
    assert body_of(store.get(THINGS, HERE)) == {"count": 2}


def test_deleting_needs_the_stored_etag(store):
    first = store.create(THINGS, a_document(count=1))
    second = store.replace(THINGS, a_document(count=2), etag=first)

    with pytest.raises(StaleDocument):
        store.delete(THINGS, HERE, etag=first)
    store.delete(THINGS, HERE, etag=second)

    with pytest.raises(DocumentNotFound):
        store.get(THINGS, HERE)


def test_a_document_made_again_after_deletion_has_another_etag(store):
    first = store.create(THINGS, a_document(count=1))
    store.delete(THINGS, HERE, etag=first)

    assert store.create(THINGS, a_document(count=1)) != first


def test_upserting_creates_and_then_replaces_whatever_is_there(store):
    first = store.upsert(THINGS, a_document(count=1))
    second = store.upsert(THINGS, a_document(count=2))

    assert first != second
    assert body_of(store.get(THINGS, HERE)) == {"count": 2}


def test_many_are_read_in_the_order_asked_for_without_those_that_are_not_there(store):
    for number in range(5):
        store.create(THINGS, a_document(f"thing-{number}", pk=f"eu:box-{number % 2}", number=number))
    refs = [Ref(f"eu:box-{number % 2}", f"thing-{number}") for number in (4, 9, 0, 3, 4)]

    found = store.get_many(THINGS, refs)

    assert [body_of(document)["number"] for document in found] == [4, 0, 3, 4]
    assert store.get_many(THINGS, []) == []


@pytest.mark.parametrize("id", ["", "a/b", "a\\b", "a?b", "a#b", "a\nb", "a\x00b", "x" * 256])
def test_ids_that_an_engine_cannot_carry_are_refused(store, id):
    with pytest.raises(InvalidDocument):
        store.create(THINGS, a_document(id))
    with pytest.raises(InvalidDocument):
        store.get(THINGS, Ref("eu:box-1", id))


def test_ids_of_any_script_and_of_255_characters_are_carried(store):
    for name in ("متجر-١", "größe 40%", "'; DROP TABLE documents; --", "%s", "x" * 255):
        store.create(THINGS, a_document(name, here=name))

        assert body_of(store.get(THINGS, Ref("eu:box-1", name))) == {"here": name}


def test_documents_over_two_megabytes_are_refused(store):
    with pytest.raises(InvalidDocument):
        store.create(THINGS, a_document(text="x" * MAX_DOCUMENT_BYTES))


def test_a_document_just_under_two_megabytes_is_kept(store):
    store.create(THINGS, a_document(text="x" * (MAX_DOCUMENT_BYTES - 100)))

    assert len(body_of(store.get(THINGS, HERE))["text"]) == MAX_DOCUMENT_BYTES - 100


@pytest.mark.parametrize("body", [b"[1]", b"1", b'"text"', b'{"a":"\\u0000"}'])
def test_bodies_that_an_engine_cannot_carry_are_refused(store, body):
    with pytest.raises(InvalidDocument):
        store.create(THINGS, RawDocument(pk="eu:box-1", id="thing-1", body=msgspec.Raw(body)))


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**30])
def test_whole_numbers_that_an_engine_would_round_are_refused(store, number):
    with pytest.raises(InvalidDocument):
        store.create(THINGS, a_document(deep=[{"count": number}]))


def test_the_largest_whole_numbers_and_digits_in_texts_are_kept(store):
    body = {"count": 2**53, "least": -(2**53), "text": "[12345678901234567890,-12345678901234567890"}

    store.create(THINGS, a_document(**body))

    assert body_of(store.get(THINGS, HERE)) == body


def test_an_id_of_another_partition_is_not_found(store):
    store.create(THINGS, a_document(pk="eu:box-2"))

    with pytest.raises(DocumentNotFound):
        store.get(THINGS, HERE)
    assert store.query(THINGS, HERE.pk).documents == []


def test_a_backslash_before_u0000_is_only_text(store):
    store.create(THINGS, a_document(text="\\u0000"))

    assert body_of(store.get(THINGS, HERE)) == {"text": "\\u0000"}


def test_each_tenant_has_documents_of_its_own(store, mena):
    store.create(THINGS, a_document(count=1))

    with tenancy.scope(mena), pytest.raises(DocumentNotFound):
        store.get(THINGS, HERE)


def test_without_a_tenant_nothing_is_read():
    from marketplace.foundation.documents.postgres.engine import PostgresDocumentStore

    with pytest.raises(tenancy.NoTenantScope):
        PostgresDocumentStore().get(THINGS, HERE)


def test_inside_a_transaction_no_call_is_allowed(store):
    with tenancy.atomic(), pytest.raises(tenancy.ForbiddenInTransaction):
        store.get(THINGS, HERE)


def test_an_expired_document_is_not_there(harness, store):
    etag = store.create(THINGS, a_document(ttl_s=60, count=1))
    assert store.get(THINGS, HERE).ttl_s == 60

    harness.end_life(THINGS, HERE)

    assert store.get_many(THINGS, [HERE]) == []
    assert store.query(THINGS, "eu:box-1").documents == []
    assert store.query_across_partitions(THINGS).documents == []
    for act in (
        lambda: store.get(THINGS, HERE),
        lambda: store.replace(THINGS, a_document(), etag=etag),
        lambda: store.delete(THINGS, HERE, etag=etag),
    ):
        with pytest.raises(DocumentNotFound):
            act()


def test_an_expired_document_may_be_created_over(harness, store):
    store.create(THINGS, a_document(ttl_s=60, count=1))
    harness.end_life(THINGS, HERE)

    store.create(THINGS, a_document(count=2))

    assert body_of(store.get(THINGS, HERE)) == {"count": 2}


def test_a_write_without_life_time_makes_a_document_last(harness, store):
    etag = store.create(THINGS, a_document(ttl_s=60))

    store.replace(THINGS, a_document(), etag=etag)

    assert store.get(THINGS, HERE).ttl_s is None


def test_purging_removes_only_what_has_expired(harness, store):
    store.create(THINGS, a_document("old", ttl_s=60))
    store.create(THINGS, a_document("young", ttl_s=60))
    store.create(THINGS, a_document("lasting"))
    harness.end_life(THINGS, Ref("eu:box-1", "old"))

    store.purge_expired()

    assert [document.id for document in store.query(THINGS, "eu:box-1").documents] == ["lasting", "young"]
    assert store.purge_expired() == 0
