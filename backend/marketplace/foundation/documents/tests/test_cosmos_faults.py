"""The Cosmos DB engine before a server and a network that fail."""

from __future__ import annotations

from threading import Event

import pytest
from faults.proxy import answer, cut_after, cut_before, cut_within, garble_after, hold, reset_after

from marketplace.foundation import tenancy
from marketplace.foundation.documents import metering
from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.engine import CosmosDocumentStore
from marketplace.foundation.documents.errors import (
    ConditionFailed,
    DocumentExists,
    DocumentNotFound,
    StaleDocument,
    StoreThrottled,
    StoreUnavailable,
)
from marketplace.foundation.documents.port import BatchOperation, Condition, PatchOperation, Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, body_of, steps
from marketplace.foundation.metrics.testing import value

# on this machine the engine asks for no certificate of a known authority
pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")

HERE = Ref("eu:box-1", "thing-1")
INCREMENT = [PatchOperation("increment", "/count", 1)]

FEED = f"{THINGS}:-FF"  # of a container with one range

NOT_DONE = [answer(429, {"x-ms-retry-after-ms": "5"}), answer(449), answer(410)]
LOST_BEFORE = [answer(503), answer(408), cut_before]
LOST_AFTER = [answer(503, is_executed=True), answer(408, is_executed=True), cut_after, reset_after, garble_after, cut_within]


@pytest.fixture
def store(proxy) -> CosmosDocumentStore:
    return CosmosDocumentStore()


@pytest.fixture
def other() -> CosmosDocumentStore:
    """Another writer, whose requests go the same way."""
    return CosmosDocumentStore()


@pytest.fixture
def no_patience(settings) -> None:
    settings.COSMOS_PATIENCE_S = 0.2


def announced_steps(store: CosmosDocumentStore) -> list[int]:
    return steps(store.announced(FEED, token=None).events)


@pytest.mark.parametrize("fault", [*NOT_DONE, *LOST_BEFORE, *LOST_AFTER])
class TestOneFailure:
    def test_a_read_is_repeated(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        assert body_of(store.get(THINGS, HERE)) == {"count": 1}

    def test_a_query_is_repeated(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        assert [document.id for document in store.query(THINGS, HERE.pk).documents] == ["thing-1"]

    def test_many_reads_are_repeated(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        assert [document.id for document in store.get_many(THINGS, [HERE, Ref("eu:box-2", "x")])] == ["thing-1"]

    def test_a_creation_is_executed_once_and_its_etag_known(self, store, proxy, fault):
        proxy.plan(fault)

        etag = store.create(THINGS, a_document(count=1))

        assert store.get(THINGS, HERE).etag == etag

    def test_a_replacement_is_executed_once_and_its_etag_known(self, store, proxy, fault):
        first = store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        etag = store.replace(THINGS, a_document(count=2), etag=first)

        found = store.get(THINGS, HERE)
        assert (found.etag, body_of(found)) == (etag, {"count": 2})

    def test_an_upsert_is_executed(self, store, proxy, fault):
        proxy.plan(fault)

        etag = store.upsert(THINGS, a_document(count=1))

        assert store.get(THINGS, HERE).etag == etag

    def test_a_deletion_is_executed(self, store, proxy, fault):
        etag = store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        store.delete(THINGS, HERE, etag=etag)

        with pytest.raises(DocumentNotFound):
            store.get(THINGS, HERE)

    def test_a_batch_is_executed_once_with_its_events(self, store, proxy, fault):
        first = store.create(THINGS, a_document("b", count=1))
        proxy.plan(fault)

        etags = store.batch(
            THINGS,
            HERE.pk,
            [
                BatchOperation("create", a_document("a"), events=[an_event(1)]),
                BatchOperation("replace", a_document("b", count=2), first, [an_event(2)]),
            ],
        )

        assert etags == [document.etag for document in store.query(THINGS, HERE.pk).documents]
        assert announced_steps(store) == [1, 2]

    def test_what_was_announced_is_read_on(self, store, proxy, fault):
        store.create(THINGS, a_document(), events=[an_event(1)])
        proxy.plan(fault)

        assert announced_steps(store) == [1]

    def test_a_page_of_all_partitions_is_read(self, store, proxy, fault):
        store.create(THINGS, a_document())
        proxy.plan(fault)

        assert [document.id for document in store.query_across_partitions(THINGS).documents] == ["thing-1"]


class TestAConflictAfterAnUnknownOutcome:
    """It may be with its own first attempt, or with another writer."""

    @pytest.mark.parametrize("fault", LOST_BEFORE)
    def test_a_creation_that_never_arrived_meets_another_ones(self, store, proxy, fault):
        store.create(THINGS, a_document(by="another"))
        proxy.plan(fault)

        with pytest.raises(DocumentExists):
            store.create(THINGS, a_document(by="me"))

        assert body_of(store.get(THINGS, HERE)) == {"by": "another"}

    @pytest.mark.parametrize("fault", LOST_BEFORE)
    def test_a_replacement_that_never_arrived_meets_another_ones(self, store, proxy, fault):
        first = store.create(THINGS, a_document(by="nobody"))
        store.replace(THINGS, a_document(by="another"), etag=first)
        proxy.plan(fault)

        with pytest.raises(StaleDocument):
            store.replace(THINGS, a_document(by="me"), etag=first, events=[an_event()])

        assert announced_steps(store) == []

    @pytest.mark.parametrize("fault", LOST_BEFORE)
    def test_a_deletion_that_never_arrived_spares_what_another_has_stored(self, store, proxy, fault):
        first = store.create(THINGS, a_document(by="nobody"))
        store.replace(THINGS, a_document(by="another"), etag=first)
        proxy.plan(fault)

        with pytest.raises(StaleDocument):
            store.delete(THINGS, HERE, etag=first)

        assert body_of(store.get(THINGS, HERE)) == {"by": "another"}

    @pytest.mark.parametrize("fault", LOST_AFTER)
    def test_a_batch_that_deletes_and_announces_is_known_by_its_events(self, store, proxy, fault):
        gone = store.create(THINGS, a_document("gone"))
        proxy.plan(fault)

        etags = store.batch(
            THINGS,
            HERE.pk,
            [
                BatchOperation("delete", a_document("gone"), gone, [an_event(1)]),
                BatchOperation("create", a_document("new")),
            ],
        )

        assert etags == ["", store.get(THINGS, Ref(HERE.pk, "new")).etag]
        assert announced_steps(store) == [1]

    def test_a_write_whose_events_the_relay_has_taken_meanwhile_is_known_by_what_it_stored(self, store, other, proxy, tenant):
        def relayed(exchange):
            exchange.forward()
            with tenancy.scope(tenant):
                other.forget_announced(FEED, other.announced(FEED, token=None))
            exchange.cut()

        proxy.plan(relayed)

        etag = store.create(THINGS, a_document(by="me"), events=[an_event(1)])

        assert store.get(THINGS, HERE).etag == etag

    def test_a_write_that_was_overwritten_before_it_was_heard_of_is_known_by_its_events(self, store, other, proxy, tenant):
        def overwritten(exchange):
            exchange.forward()
            with tenancy.scope(tenant):
                other.upsert(THINGS, a_document(by="another"))
            exchange.cut()

        proxy.plan(overwritten)

        etag = store.create(THINGS, a_document(by="me"), events=[an_event(1)])

        assert etag == ""  # nobody knows: a replacement by it is refused as stale, as it should be
        assert announced_steps(store) == [1]


class TestAPatch:
    @pytest.mark.parametrize("fault", NOT_DONE)
    def test_is_repeated_if_it_was_not_done(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        assert body_of(store.patch(THINGS, HERE, INCREMENT)) == {"count": 2}

    @pytest.mark.parametrize("fault", LOST_AFTER)
    def test_that_was_done_unheard_is_not_done_twice(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        changed = store.patch(THINGS, HERE, INCREMENT, condition=Condition("/count", (1,)))

        assert body_of(changed) == {"count": 2}
        assert changed.etag == store.get(THINGS, HERE).etag

    @pytest.mark.parametrize("fault", LOST_BEFORE)
    def test_that_was_lost_says_so_and_changes_nothing(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        proxy.plan(fault)

        with pytest.raises(StoreUnavailable):
            store.patch(THINGS, HERE, INCREMENT)

        assert body_of(store.get(THINGS, HERE)) == {"count": 1}

    @pytest.mark.parametrize("fault", [*NOT_DONE, *LOST_BEFORE, *LOST_AFTER])
    def test_that_announces_is_done_once(self, store, proxy, fault):
        store.create(THINGS, a_document(count=1))
        store.get(THINGS, HERE)
        proxy.plan(lambda exchange: exchange.answer(*exchange.forward()), fault)

        store.patch(THINGS, HERE, INCREMENT, events=[an_event(1)])

        assert body_of(store.get(THINGS, HERE)) == {"count": 2}
        assert announced_steps(store) == [1]

    def test_whose_condition_does_not_hold_is_refused_after_a_failure_too(self, store, proxy):
        store.create(THINGS, a_document(count=1))
        proxy.plan(NOT_DONE[0])

        with pytest.raises(ConditionFailed):
            store.patch(THINGS, HERE, INCREMENT, condition=Condition("/count", (2,)))


class TestWithoutEnd:
    def test_a_wait_longer_than_the_budget_reaches_the_caller(self, store, proxy):
        proxy.always(answer(429, {"x-ms-retry-after-ms": "60000"}))

        with pytest.raises(StoreThrottled) as refused:
            store.get(THINGS, HERE)

        assert refused.value.headers == {"Retry-After": "60"}
        assert len(proxy.seen) == 1

    def test_short_waits_are_kept_until_the_budget_is_used_up(self, store, proxy, settings):
        settings.COSMOS_PATIENCE_S = 1.5
        proxy.always(answer(429, {"x-ms-retry-after-ms": "250"}))

        with pytest.raises(StoreThrottled):
            store.get(THINGS, HERE)

        assert 2 <= len(proxy.seen) <= 7

    @pytest.mark.usefixtures("no_patience")
    @pytest.mark.parametrize("fault", [answer(503), answer(449), cut_before, cut_within])
    def test_a_store_that_only_fails_is_unavailable(self, store, proxy, fault):
        store.create(THINGS, a_document())
        proxy.always(fault)

        for act in (
            lambda: store.get(THINGS, HERE),
            lambda: store.create(THINGS, a_document("new")),
            lambda: store.query(THINGS, HERE.pk),
            lambda: store.query_across_partitions(THINGS),
            lambda: store.patch(THINGS, HERE, [PatchOperation("set", "/a", 1)]),
            lambda: store.changes(THINGS, token=None),
        ):
            with pytest.raises(StoreUnavailable):
                act()

    @pytest.mark.usefixtures("no_patience")
    def test_a_server_that_is_not_there_is_unavailable(self, store, proxy):
        proxy.stop()

        with pytest.raises(StoreUnavailable):
            store.check()
        with pytest.raises(StoreUnavailable):
            store.get(THINGS, HERE)

    @pytest.mark.usefixtures("no_patience")
    def test_an_answer_that_does_not_come_in_time_is_none(self, store, proxy, settings):
        store.create(THINGS, a_document(count=1))
        settings.COSMOS_READ_TIMEOUT_S = 0.3
        client.forget()
        release = Event()
        proxy.always(hold(release))

        with pytest.raises(StoreUnavailable):
            store.get(THINGS, HERE)

        release.set()
        proxy.always(None)
        assert body_of(store.get(THINGS, HERE)) == {"count": 1}

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_key_that_is_refused_is_not_tried_again(self, store, proxy, status, caplog):
        proxy.always(answer(status))

        with pytest.raises(StoreUnavailable):
            store.get(THINGS, HERE)

        assert "refuses the key" in caplog.text


def test_what_failed_requests_cost_is_counted_with_their_call(store, proxy):
    store.create(THINGS, a_document())
    proxy.plan(answer(429, {"x-ms-retry-after-ms": "1", "x-ms-request-charge": "0.5"}))

    throttled = value("globalmarket_document_throttled_total", tenant="eu", container=THINGS)
    with metering.measure() as meter:
        store.get(THINGS, HERE)

    assert (meter.calls, meter.request_units) == (1, 1.5)
    assert value("globalmarket_document_throttled_total", tenant="eu", container=THINGS) == throttled + 1
