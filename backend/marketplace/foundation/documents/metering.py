"""
What the document store was asked, and what it cost: every engine reports each call here.

    with metering.measure() as meter:
        ...
    assert meter.calls == 1

All calls are counted among the program's metrics (``foundation.metrics``); with debug logging each is a line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from marketplace.foundation import metrics, tracing


@dataclass(slots=True)
class Call:
    """
    One call: ``rows`` that were read or written, ``request_units`` and how often it had to wait (``throttled``; both of Cosmos DB,
    else 0), how long it took.
    """

    engine: str
    container: str
    name: str
    rows: int = 0
    request_units: float = 0.0
    throttled: int = 0
    took_ms: float = 0.0


@dataclass(slots=True)
class Meter:
    """The calls of one ``measure`` block, also those that failed."""

    log: list[Call] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return len(self.log)

    @property
    def rows(self) -> int:
        return sum(call.rows for call in self.log)

    @property
    def request_units(self) -> float:
        return sum(call.request_units for call in self.log)

    def calls_except(self, engine: str) -> int:
        """Calls of any other engine: except "postgres", those that are no SQL statement."""
        return sum(call.engine != engine for call in self.log)

    @property
    def took_ms(self) -> float:
        return sum(call.took_ms for call in self.log)


log = logging.getLogger(__name__)

_meters: ContextVar[tuple[Meter, ...]] = ContextVar("document_meters", default=())


@contextmanager
def measure() -> Iterator[Meter]:
    """Count the store calls of the block, in this thread or asyncio task. Blocks may nest: the outer one counts all."""
    meter = Meter()
    token = _meters.set((*_meters.get(), meter))
    try:
        yield meter
    finally:
        _meters.reset(token)


@contextmanager
def reported(engine: str, container: str, name: str) -> Iterator[Call]:
    """For engines: the block is one call; it fills in what it learns of the cost."""
    call = Call(engine, container, name)
    started = time.perf_counter()
    outcome = "ok"
    try:
        yield call
    except BaseException as error:
        outcome = metrics.outcome_of(error)
        raise
    finally:
        call.took_ms = (time.perf_counter() - started) * 1000
        _count(call, outcome)
        for meter in _meters.get():
            meter.log.append(call)


def _count(call: Call, outcome: str) -> None:
    tenant = metrics.tenant_in_scope()
    metrics.DOCUMENT_CALLS.labels(tenant, call.engine, call.container, call.name, outcome).observe(call.took_ms / 1000, metrics.exemplar())
    if call.rows:
        metrics.DOCUMENT_ROWS.labels(tenant, call.engine, call.container, call.name).inc(call.rows)
    if call.request_units:
        metrics.REQUEST_UNITS.labels(tenant, call.container, call.name).inc(call.request_units)
    if call.throttled:
        metrics.THROTTLED.labels(tenant, call.container).inc(call.throttled)
    tracing.part_ended("documents", call.took_ms / 1000, outcome, engine=call.engine, container=call.container, call=call.name)
    log.debug(
        "%s %s %s: %.2f RU, %d rows, %.1f ms%s",
        call.engine,
        call.container,
        call.name,
        call.request_units,
        call.rows,
        call.took_ms,
        "" if outcome == "ok" else f", {outcome}",
    )
