from __future__ import annotations

import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.documents.port import DocumentStore, Ref
from marketplace.foundation.documents.tests.builders import (
    THINGS,
    a_document,
    an_event,
    at_once,
    body_of,
    hear,
    heard_steps,
    settled,
    steps,
)

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


def test_a_document_that_changed_is_announced_again_in_its_latest_version(store):
    etag = store.create(THINGS, a_document("a", count=1))
    store.create(THINGS, a_document("b"))
    _, token = read_changes(store)

    etag = store.replace(THINGS, a_document("a", count=2), etag=etag)
    store.replace(THINGS, a_document("a", count=3), etag=etag)

    (document,) = settled(store.changes, THINGS, token=token).documents
    assert body_of(document) == {"count": 3}


def test_a_failed_write_is_not_announced(store):
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

    found, tokens = hear(store)

    assert steps(found) == [0, 1, 2, 3, 4]
    assert hear(store, tokens) == ([], tokens)


def test_announcements_are_read_page_by_page_over_all_containers(store):
    for number in range(7):
        store.create(f"container-{number % 2}", a_document(f"t-{number}"), events=[an_event(number)])

    found, _ = hear(store, limit=2)

    assert sorted(steps(found)) == list(range(7))
    for parity in (0, 1):
        assert [step for step in steps(found) if step % 2 == parity] == list(range(parity, 7, 2))


def test_a_page_of_announcements_is_not_longer_than_asked_for(store):
    for number in range(5):
        store.create(THINGS, a_document(f"t-{number}"), events=[an_event(number)])

    pages = [settled(store.announced, feed, token=None, limit=2) for feed in store.feeds(())]

    assert [len(page.events) for page in pages if page.events] == [2]


def test_a_document_that_changes_a_hundred_times_before_anybody_reads_loses_no_event(store):
    etag = store.create(THINGS, a_document(count=0), events=[an_event(0)])
    for step in range(1, 100):
        etag = store.replace(THINGS, a_document(count=step), etag=etag, events=[an_event(step)])

    assert heard_steps(store) == list(range(100))


def test_a_failed_write_announces_nothing(store):
    store.create(THINGS, a_document(), events=[an_event(1)])

    with pytest.raises(DocumentExists):
        store.create(THINGS, a_document(), events=[an_event(2)])
    with pytest.raises(StaleDocument):
        store.replace(THINGS, a_document(), etag="old", events=[an_event(3)])
    with pytest.raises(StaleDocument):
        store.delete(THINGS, HERE, etag="old", events=[an_event(4)])

    assert heard_steps(store) == [1]


def test_the_token_stays_the_same_while_nothing_is_written(store):
    store.create(THINGS, a_document(), events=[an_event()])
    _, tokens = hear(store)

    assert [settled(store.announced, feed, token=token).token for feed, token in tokens.items()] == list(tokens.values())


def test_a_write_that_announces_nothing_is_passed_over(store):
    store.create(THINGS, a_document(), events=[an_event(1)])
    _, tokens = hear(store)

    store.create(THINGS, a_document("silent"))
    store.create(THINGS, a_document("loud"), events=[an_event(2)])

    assert heard_steps(store, tokens) == [2]


def test_what_was_read_can_be_forgotten_without_losing_the_rest(store):
    for number in range(5):
        store.create(THINGS, a_document(f"t-{number}"), events=[an_event(number)])
    pages = {feed: settled(store.announced, feed, token=None, limit=3) for feed in store.feeds(())}
    ((feed, page),) = [(feed, page) for feed, page in pages.items() if page.events]

    assert store.forget_announced(feed, page) == 3

    assert heard_steps(store) == [3, 4]
    assert heard_steps(store, {feed: page.token}) == [3, 4]
    assert len(store.query(THINGS, "eu:box-1").documents) == 5


def test_feeds_that_are_being_read_stay_what_they_are(store):
    feeds = list(store.feeds(()))

    assert list(store.feeds(feeds)) == feeds
    assert list(store.feeds(["of another engine", *feeds])) == feeds


def test_what_is_announced_is_no_document(store):
    store.create(THINGS, a_document("a"), events=[an_event()])

    assert [document.id for document in store.query(THINGS, "eu:box-1").documents] == ["a"]
    assert [document.id for document in store.query_across_partitions(THINGS).documents] == ["a"]
    assert read_changes(store)[0] == ["a"]


def test_each_tenant_has_feeds_of_its_own(store, mena):
    store.create(THINGS, a_document(), events=[an_event()])

    with tenancy.scope(mena):
        assert settled(store.changes, THINGS, token=None).documents == []
        assert heard_steps(store) == []
