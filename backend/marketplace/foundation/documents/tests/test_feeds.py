from __future__ import annotations

import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.documents.port import DocumentStore, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, at_once, body_of, settled, steps

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Ref("eu:box-1", "thing-1")


def read_changes(store: DocumentStore, token: str | None = None, limit: int = 3) -> tuple[list[str], str]:
    """Ids of everything behind ``token``, read page by page."""
    ids: list[str] = []
    while True:
        changes = settled(store.changes, THINGS, token=token, limit=limit)
        if not changes.documents:
            return ids, changes.token
        ids += [document.id for document in changes.documents]
        token = changes.token


def test_changes_come_in_their_order_page_by_page(store):
    for number in range(7):
        store.create(THINGS, a_document(f"t-{number}", pk=f"eu:box-{number % 3}"))
    store.create("others", a_document("other"))

    ids, token = read_changes(store)

    assert ids == [f"t-{number}" for number in range(7)]
    assert read_changes(store, token) == ([], token)


def test_a_document_that_changed_is_told_again_in_its_latest_version(store):
    etag = store.create(THINGS, a_document("a", count=1))
    store.create(THINGS, a_document("b"))
    _, token = read_changes(store)

    etag = store.replace(THINGS, a_document("a", count=2), etag=etag)
    store.replace(THINGS, a_document("a", count=3), etag=etag)

    (document,) = settled(store.changes, THINGS, token=token).documents
    assert body_of(document) == {"count": 3}


def test_a_failed_write_is_not_told(store):
    store.create(THINGS, a_document("a"))
    _, token = read_changes(store)

    with pytest.raises(StaleDocument):
        store.replace(THINGS, a_document("a"), etag="old")

    assert read_changes(store, token)[0] == []


def test_no_change_is_passed_over_while_many_write_at_once(store):
    writers, writes = 6, 25
    seen: list[str] = []

    def act(number: int) -> None:
        if number == writers:  # the reader
            token = None
            while len(set(seen)) < writers * writes:
                changes = store.changes(THINGS, token=token, limit=10)
                seen.extend(document.id for document in changes.documents)
                token = changes.token
            return
        for step in range(writes):
            store.create(THINGS, a_document(f"t-{number}-{step}", pk=f"eu:box-{number}"), events=[an_event(step)])

    assert at_once(writers + 1, act) == [None] * (writers + 1)
    assert sorted(seen) == sorted(f"t-{number}-{step}" for number in range(writers) for step in range(writes))


def test_every_write_announces_its_events_once_and_in_order(store):
    etag = store.create(THINGS, a_document(count=0), events=[an_event(0), an_event(1)])
    etag = store.replace(THINGS, a_document(count=1), etag=etag, events=[an_event(2)])
    store.upsert(THINGS, a_document(count=2), events=[an_event(3)])
    etag = store.get(THINGS, HERE).etag
    store.delete(THINGS, HERE, etag=etag, events=[an_event(4)])

    found = settled(store.announced, token=None)

    assert steps(found.events) == [0, 1, 2, 3, 4]
    assert settled(store.announced, token=found.token).events == []


def test_announcements_are_read_page_by_page_over_all_containers(store):
    for number in range(7):
        store.create(f"container-{number % 2}", a_document(f"t-{number}"), events=[an_event(number)])

    found, token = [], None
    while events := (page := settled(store.announced, token=token, limit=2)).events:
        assert len(events) <= 2
        found, token = found + steps(events), page.token

    assert found == list(range(7))


def test_a_document_that_changes_a_hundred_times_before_anybody_reads_loses_no_event(store):
    etag = store.create(THINGS, a_document(count=0), events=[an_event(0)])
    for step in range(1, 100):
        etag = store.replace(THINGS, a_document(count=step), etag=etag, events=[an_event(step)])

    assert steps(settled(store.announced, token=None, limit=200).events) == list(range(100))


def test_a_failed_write_announces_nothing(store):
    store.create(THINGS, a_document(), events=[an_event(1)])

    with pytest.raises(DocumentExists):
        store.create(THINGS, a_document(), events=[an_event(2)])
    with pytest.raises(StaleDocument):
        store.replace(THINGS, a_document(), etag="old", events=[an_event(3)])
    with pytest.raises(StaleDocument):
        store.delete(THINGS, HERE, etag="old", events=[an_event(4)])

    assert steps(settled(store.announced, token=None).events) == [1]


def test_the_token_stays_the_same_while_nothing_is_announced(store):
    store.create(THINGS, a_document(), events=[an_event()])
    token = settled(store.announced, token=None).token

    store.create(THINGS, a_document("silent"))

    assert settled(store.announced, token=token).token == token


def test_what_was_read_can_be_forgotten_without_losing_the_rest(store):
    for number in range(5):
        store.create(THINGS, a_document(f"t-{number}"), events=[an_event(number)])
    token = settled(store.announced, token=None, limit=3).token

    assert store.forget_announced(token=token) == 3

    assert steps(settled(store.announced, token=None).events) == [3, 4]
    assert steps(settled(store.announced, token=token).events) == [3, 4]


def test_each_tenant_has_feeds_of_its_own(store, mena):
    store.create(THINGS, a_document(), events=[an_event()])

    with tenancy.scope(mena):
        assert settled(store.changes, THINGS, token=None).documents == []
        assert settled(store.announced, token=None).events == []
