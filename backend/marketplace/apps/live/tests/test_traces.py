"""A change is one trace from its commit, over the relay and the process of live updates, to the sockets that hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.foundation import tracing
from marketplace.foundation.metrics.tests.programs import eventually
from marketplace.foundation.realtime.tests.server import Realtime, running_realtime
from marketplace.foundation.tracing import exporting
from marketplace.foundation.tracing.tests.collector import Collector, Span, listening
from marketplace.kit.actors import SYSTEM
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def collector(settings: Any) -> Iterator[Collector]:
    with listening() as (collector, url):
        settings.TRACES_URL, settings.TRACES_SHARE = url, 1.0
        exporting.start("tests")
        yield collector
        exporting.stop()


@pytest.fixture
def traced_live(collector: Collector, settings: Any) -> Iterator[Realtime]:
    with running_realtime(GM_TRACES_URL=settings.TRACES_URL) as server:
        yield server


def sent(collector: Collector) -> list[Span]:
    return [span for span in collector.spans if span.name == "live.send"]


def restock(product: Any, on_hand: int) -> None:
    level = Level(variant_id=product.variants[0].id, on_hand=on_hand, tracks_stock=True, allows_backorders=False)
    inventory_services.set_levels([level], actor=SYSTEM, now=NOW, cause_id="of_tests", vendor_id=product.vendor_id)


def test_a_change_and_the_sockets_that_hear_of_it_are_one_trace(tenant: Any, collector: Any, traced_live: Any, drain: Any):
    product = make_listing(stock=5)
    drain()
    sockets = [traced_live.ready(products=product.id) for _ in range(3)]

    with tracing.span("change"):
        restock(product, 0)
    drain()
    exporting.stop()
    heard = [socket.next() for socket in sockets]

    assert {message["type"] for message in heard} == {"product_changed"}
    assert eventually(lambda: sent(collector))
    (send,) = sent(collector)
    change = collector.named("change")
    (delivery,) = [span for span in collector.spans if span.name == "deliver live.publish_products" and span.trace_id == change.trace_id]
    assert (send.trace_id, send.parent_id) == (change.trace_id, delivery.span_id)
    assert (send.program, send.facts["globalmarket.tenant"], send.facts["globalmarket.topic"]) == ("realtime", "eu", "product")
    assert send.facts["globalmarket.connections"] == "3"
    assert all("trace" not in message and "place" not in message for message in heard)


def test_a_change_that_is_not_recorded_reaches_sockets_without_a_span(
    tenant: Any, collector: Any, traced_live: Any, settings: Any, drain: Any
):
    product = make_listing(stock=5)
    drain()
    socket = traced_live.ready(products=product.id)
    exporting.stop()
    settings.TRACES_SHARE = 0.0
    exporting.start("tests")

    with tracing.span("silent"):
        restock(product, 0)
    drain()
    exporting.stop()
    settings.TRACES_SHARE = 1.0
    exporting.start("tests")
    with tracing.span("change"):
        restock(product, 7)
    drain()
    exporting.stop()

    assert [socket.next()["type"] for _ in range(2)] == ["product_changed"] * 2
    assert eventually(lambda: sent(collector))
    assert [span.trace_id for span in sent(collector)] == [collector.named("change").trace_id]
