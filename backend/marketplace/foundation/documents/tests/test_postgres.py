"""What only the PostgreSQL engine has to fear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from marketplace.foundation.documents.errors import StoreUnavailable
from marketplace.foundation.documents.models import StoredDocument
from marketplace.foundation.documents.port import BatchOperation, Ref
from marketplace.foundation.documents.postgres.engine import FEED, PostgresDocumentStore
from marketplace.foundation.documents.tasks import purge_expired_documents
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, body_of, steps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

INSERT_DOCUMENT = """
    INSERT INTO documents (container, partition, document_id, body, etag, changed_xid, changed_seq)
    VALUES ('things', 'eu:box-1', %s, '{}', 'x', pg_current_xact_id(), nextval('documents_changed_seq'))"""
INSERT_EVENT = """
    INSERT INTO document_events (container, event)
    VALUES ('things', '{"id": "evt_late", "wire_name": "t.t.v1", "at": "2026-01-01T00:00:00Z", "payload": {"step": 99}}')"""


@pytest.fixture
def store() -> PostgresDocumentStore:
    return PostgresDocumentStore()


@pytest.fixture
def slow_writer() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own whose transaction stays open until the test commits it."""
    database = settings.DATABASES["eu"]
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"], dbname=database["NAME"], user=database["USER"], password=database["PASSWORD"]
    ) as connection:
        yield connection


def test_a_change_that_commits_late_is_not_passed_over(store, slow_writer):
    store.create(THINGS, a_document("before"))
    slow_writer.execute(INSERT_DOCUMENT, ["late"])
    store.create(THINGS, a_document("after"))

    first = store.changes(THINGS, token=None)
    slow_writer.commit()
    second = store.changes(THINGS, token=first.token)

    assert [document.id for document in first.documents] == ["before"]
    assert [document.id for document in second.documents] == ["late", "after"]


def test_a_full_batch_is_four_statements_at_most(store, django_assert_max_num_queries):
    etags = [store.create(THINGS, a_document(f"old-{n}")) for n in range(40)]
    store.create(THINGS, a_document("expired", ttl_s=60))
    StoredDocument.objects.filter(document_id="expired").update(expires_at="2026-01-01T00:00:00Z")
    writes = [BatchOperation("replace", a_document(f"old-{n}", step=n), etag, [an_event(n)]) for n, etag in enumerate(etags)]
    writes += [BatchOperation("create", a_document(f"new-{n}"), events=[an_event(n)]) for n in range(40, 98)]
    writes += [BatchOperation("create", a_document("expired", step=98), events=[an_event(98)])]

    with django_assert_max_num_queries(6, using="eu"):  # begin and commit are counted, too
        store.batch(THINGS, "eu:box-1", writes)

    assert steps(store.announced(FEED, token=None).events) == list(range(99))
    assert body_of(store.get(THINGS, Ref("eu:box-1", "expired"))) == {"step": 98}


def test_an_announcement_that_commits_late_is_not_passed_over(store, slow_writer):
    store.create(THINGS, a_document("before"), events=[an_event(1)])
    slow_writer.execute(INSERT_EVENT)
    store.create(THINGS, a_document("after"), events=[an_event(2)])

    first = store.announced(FEED, token=None)
    slow_writer.commit()
    second = store.announced(FEED, token=first.token)

    assert (steps(first.events), steps(second.events)) == ([1], [99, 2])


def test_a_change_that_is_rolled_back_holds_nothing_up(store, slow_writer):
    slow_writer.execute(INSERT_DOCUMENT, ["never"])
    store.create(THINGS, a_document("after"))

    slow_writer.rollback()

    assert [document.id for document in store.changes(THINGS, token=None).documents] == ["after"]


def test_transaction_numbers_are_ordered_as_numbers(store):
    for number in range(4):
        store.create(THINGS, a_document(f"t-{number}"), events=[an_event(number)])
    with connections["eu"].cursor() as cursor:  # as if the server were young
        for number, xid in enumerate(("8", "9", "10", "100")):
            cursor.execute("UPDATE documents SET changed_xid = %s WHERE document_id = %s", [xid, f"t-{number}"])
            cursor.execute("UPDATE document_events SET changed_xid = %s WHERE event->'payload'->>'step' = %s", [xid, str(number)])

    changes, announced, token = [], [], {"changes": None, "announced": None}
    for _ in range(2):
        page = store.changes(THINGS, token=token["changes"], limit=2)
        events = store.announced(FEED, token=token["announced"], limit=2)
        token = {"changes": page.token, "announced": events.token}
        changes += [document.id for document in page.documents]
        announced += steps(events.events)

    assert changes == ["t-0", "t-1", "t-2", "t-3"]
    assert announced == [0, 1, 2, 3]


def test_after_a_restore_from_a_dump_the_feeds_go_on(store):
    """There, rows and tokens carry transaction numbers that the new server reaches only in years."""
    store.create(THINGS, a_document("restored"), events=[an_event(1)])
    with connections["eu"].cursor() as cursor:
        for table in ("documents", "document_events"):
            cursor.execute(f"UPDATE {table} SET changed_xid = '9000000000'")
    old_token = "9000000000-1"

    store.provision([THINGS])
    announced = store.announced(FEED, token=old_token)
    store.create(THINGS, a_document("new"), events=[an_event(2)])

    assert steps(announced.events) == [1]
    assert steps(store.announced(FEED, token=announced.token).events) == [2]
    assert [document.id for document in store.changes(THINGS, token=old_token).documents] == ["restored", "new"]


def test_a_token_of_another_server_is_dropped_even_when_nothing_is_announced(store):
    assert store.announced(FEED, token="9000000000-1").token == "0-0"


def test_a_server_that_hangs_up_is_unavailable(store, superuser_url):
    with connections["eu"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(superuser_url("eu")) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])

    with pytest.raises(StoreUnavailable):
        store.get(THINGS, Ref("eu:box-1", "thing-1"))

    connections["eu"].close()
    store.check()


def test_a_statement_that_takes_too_long_is_unavailable(store, slow_writer):
    store.create(THINGS, a_document(count=1))
    slow_writer.execute("SELECT * FROM documents FOR UPDATE")
    with connections["eu"].cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")

    with pytest.raises(StoreUnavailable):
        store.upsert(THINGS, a_document(count=2))

    with connections["eu"].cursor() as cursor:
        cursor.execute("RESET statement_timeout")
    slow_writer.rollback()
    assert body_of(store.get(THINGS, Ref("eu:box-1", "thing-1"))) == {"count": 1}


def test_the_task_clears_expired_documents_away(store, settings):
    store.create(THINGS, a_document("old", ttl_s=60))
    store.create(THINGS, a_document("lasting"))
    with connections["eu"].cursor() as cursor:
        cursor.execute("UPDATE documents SET expires_at = statement_timestamp() WHERE ttl_s = 60")

    settings.DOCUMENTS_ENGINE = "postgres"
    purge_expired_documents.apply(headers={"tenant": "eu"}).get()

    assert StoredDocument.objects.count() == 1
