"""
What the document store was asked, and what it cost: every engine reports each call here.

    with metering.measure() as meter:
        ...
    assert meter.calls == 1

``totals`` counts everything since the process began, for whoever collects metrics; with debug logging each call is a line.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class Call:
    """One call: ``rows`` that were read or written, ``request_units`` (Cosmos DB; else 0), how long it took."""

    engine: str
    container: str
    name: str
    rows: int = 0
    request_units: float = 0.0
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

    def calls_beside(self, engine: str) -> int:
        """Calls of any other engine: beside "postgres", those that are no SQL statement."""
        return sum(call.engine != engine for call in self.log)

    @property
    def took_ms(self) -> float:
        return sum(call.took_ms for call in self.log)


@dataclass(slots=True)
class Total:
    """Of all calls of one name to one container."""

    calls: int = 0
    failures: int = 0
    rows: int = 0
    request_units: float = 0.0
    took_ms: float = 0.0


log = logging.getLogger(__name__)

_totals: dict[tuple[str, str, str], Total] = {}
_adding = threading.Lock()
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
    has_failed = True
    try:
        yield call
        has_failed = False
    finally:
        call.took_ms = (time.perf_counter() - started) * 1000
        _add(call, has_failed=has_failed)
        for meter in _meters.get():
            meter.log.append(call)


def totals() -> dict[tuple[str, str, str], Total]:
    """What this process has asked so far, by engine, container and call."""
    with _adding:
        return {key: replace(total) for key, total in _totals.items()}


def _add(call: Call, *, has_failed: bool) -> None:
    with _adding:
        total = _totals.setdefault((call.engine, call.container, call.name), Total())
        total.calls += 1
        total.failures += has_failed
        total.rows += call.rows
        total.request_units += call.request_units
        total.took_ms += call.took_ms
    log.debug(
        "%s %s %s: %.2f RU, %d rows, %.1f ms%s",
        call.engine,
        call.container,
        call.name,
        call.request_units,
        call.rows,
        call.took_ms,
        ", failed" if has_failed else "",
    )
