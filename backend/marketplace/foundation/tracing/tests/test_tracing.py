"""What a collector receives of a request and of all that it sets off."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from opentelemetry.exporter.otlp.proto.http import trace_exporter

from marketplace.foundation import tracing
from marketplace.foundation.documents.store import store
from marketplace.foundation.documents.tests.builders import a_document
from marketplace.foundation.events import outbox
from marketplace.foundation.events.tests.events import CupBroke, publish
from marketplace.foundation.idempotency.tasks import purge_expired_keys
from marketplace.foundation.logs.scope_filter import ScopeFilter
from marketplace.foundation.logs.seldom import Seldom
from marketplace.foundation.metrics.tests.programs import WORKER, eventually, running
from marketplace.foundation.relay import relay
from marketplace.foundation.tracing import exporting
from marketplace.foundation.tracing.tests.collector import Collector, listening
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def collector(settings) -> Iterator[Collector]:
    with listening() as (collector, url):
        settings.TRACES_URL, settings.TRACES_SHARE = url, 1.0
        exporting.start("tests")
        yield collector
        exporting.stop()


def test_a_request_is_a_trace_with_its_endpoint_its_region_and_the_stores_that_it_asked(api, collector):
    api.get("store/products", q="jane.doe@mail.example")
    exporting.stop()

    request = collector.named("GET api/v1/store/products")
    assert request.parent_id == ""
    assert request.facts["globalmarket.tenant"] == "eu"
    assert request.facts["http.response.status_code"] == 200
    search = next(span for span in collector.spans if span.name == "search")
    assert (search.trace_id, search.parent_id, search.facts["outcome"]) == (request.trace_id, request.span_id, "ok")


def test_nothing_that_a_person_entered_is_in_a_trace(api, collector):
    api.get("store/products", q="jane.doe@mail.example")
    api.get("store/products/parcel-for-jane-doe")
    api.post("auth/login", {"audience": "customer", "email": "jane.doe@mail.example", "password": "hunter2-hunter2"})
    exporting.stop()

    sent = b"".join(collector.bodies).lower()
    assert b"api/v1/auth/login" in sent
    for entered in (b"jane", b"hunter2", b"127.0.0.1", b"mail.example"):
        assert entered not in sent


def test_a_collector_that_does_not_answer_fills_no_log():
    (seldom,) = logging.getLogger(trace_exporter.__name__).filters
    assert isinstance(seldom, Seldom)
    fresh = Seldom(seldom.every_s)

    passed = [fresh.filter(logging.makeLogRecord({"created": at_s})) for at_s in (1_000, 1_001, 1_059, 1_060)]

    assert passed == [True, False, False, True]


def test_what_a_caller_claims_of_a_trace_is_not_believed(api, collector):
    claimed = "0af7651916cd43dd8448eb211c80319c"

    api.get("store/region", headers={"traceparent": f"00-{claimed}-b7ad6b7169203331-01"})
    exporting.stop()

    assert collector.named("GET api/v1/store/region").trace_id != claimed


def test_events_are_delivered_in_the_trace_in_which_they_were_published(tenant, collector, subscribe):
    subscribe("tests.one")
    with tracing.span("one"):
        publish(1)
    with tracing.span("other"):
        store().upsert("cups", a_document("cup-2"), events=[outbox.record(CupBroke(number=2), now=NOW)])
    relay.drain(now=NOW)
    exporting.stop()

    delivered = [span for span in collector.spans if span.name == "deliver tests.one"]
    assert [span.trace_id for span in delivered] == [collector.named("one").trace_id, collector.named("other").trace_id]
    assert delivered[0].facts["globalmarket.event"] == CupBroke.wire_name


def test_events_that_are_delivered_together_name_the_traces_in_which_they_were_published(tenant, collector, subscribe_to_many):
    subscribe_to_many("tests.many")
    for name in ("one", "other"):
        with tracing.span(name):
            publish(1)
    relay.drain(now=NOW)
    exporting.stop()

    delivered = collector.named("deliver tests.many")
    assert delivered.links == [collector.named("one").trace_id, collector.named("other").trace_id]
    assert delivered.trace_id not in delivered.links


def test_a_failure_is_marked_by_its_kind_and_its_words_stay_here(tenant, collector, subscribe):
    def fail(event: object) -> None:
        raise LookupError("jane.doe@mail.example is not there")

    subscribe("tests.one", fail)
    publish(1)
    relay.drain(now=NOW)
    exporting.stop()

    failed = collector.named("deliver tests.one")
    assert (failed.has_failed, failed.facts["error.type"]) == (True, "LookupError")
    assert b"jane" not in b"".join(collector.bodies)


def test_a_task_goes_on_in_the_trace_of_the_code_that_sent_it(tenant, collector, settings, monkeypatch, tmp_path):
    """In a worker of its own, which sends what it has when it ends."""
    monkeypatch.setenv("GM_TRACES_URL", settings.TRACES_URL)
    with tracing.span("sender"):
        purge_expired_keys.apply_async()
    exporting.stop()
    with (tmp_path / "log").open("w+") as log, running(None, *WORKER, stderr=log.fileno()):
        assert eventually(lambda: any(span.name == purge_expired_keys.name for span in collector.spans))

    sender, task = collector.named("sender"), collector.named(purge_expired_keys.name)
    assert (task.trace_id, task.parent_id, task.facts["globalmarket.tenant"]) == (sender.trace_id, sender.span_id, "eu")
    assert task.program == "worker"
    (line,) = [line for line in (tmp_path / "log").read_text().splitlines() if "succeeded" in line]
    assert f"tenant=eu request={task.facts['globalmarket.task_id']}" in line


def test_log_lines_name_the_trace(collector):
    record = logging.LogRecord("marketplace.tests", logging.INFO, __file__, 1, "a line", (), None)
    with tracing.span("one"):
        ScopeFilter().filter(record)
    exporting.stop()

    assert record.trace_id == collector.named("one").trace_id


def test_the_share_decides_and_a_trace_that_is_not_recorded_leaves_nothing(settings, tenant, collector, subscribe):
    exporting.stop()
    settings.TRACES_SHARE = 0.0
    exporting.start("tests")
    subscribe("tests.one")
    with tracing.span("one"):
        publish(1)
    relay.drain(now=NOW)
    exporting.stop()

    assert collector.spans == []


def test_without_a_collector_nothing_is_made(api, tenant, subscribe):
    heard = subscribe("tests.one")
    with tracing.span("one"):
        publish(1)
    relay.drain(now=NOW)

    assert api.get("store/region").status_code == 200
    assert (tracing.current(), tracing.current_id(), heard[0].trace) == ("", "", "")
