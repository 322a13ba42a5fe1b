"""
Traces: what one request has set off, through tasks, events and calls of stores and gateways, as OpenTelemetry's spans.

Spans begin where metrics are counted, and say what the code names there: endpoints, tasks, subscribers, containers, and ids. A text of a
person, an address or the words of an error never is an attribute. Without ``GM_TRACES_URL`` nothing is made, and every function here
returns at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from marketplace.foundation import tenancy
from marketplace.kit.errors import MarketplaceError

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

TRACEPARENT = "traceparent"  # W3C Trace Context: the trace, the span, and whether it is recorded
TENANT = "globalmarket.tenant"
CLIENT, CONSUMER, SERVER = SpanKind.CLIENT, SpanKind.CONSUMER, SpanKind.SERVER

_OFF = nullcontext()
_propagator = TraceContextTextMapPropagator()
_tracer: Tracer | None = None  # of this process, once `exporting.start` has run


def is_on() -> bool:
    return _tracer is not None


def record_with(tracer: Tracer | None) -> None:
    """For ``exporting``: where spans go from now on; None: nowhere."""
    global _tracer
    _tracer = tracer


def span(
    name: str, *, kind: SpanKind = SpanKind.INTERNAL, parent: str = "", links: Sequence[str] = (), facts: Mapping[str, str] | None = None
) -> AbstractContextManager[Any]:
    """
    A span for as long as the block runs: of the current trace, of the one that ``parent`` names (as ``current`` gave it), or the first
    of a new one. ``links`` names other traces that led to it.
    """
    if _tracer is None:
        return _OFF
    context = _context_of(parent) if parent else None
    others = [Link(found) for found in (trace.get_current_span(_context_of(link)).get_span_context() for link in links) if found.is_valid]
    return _open(_tracer, name, kind, context, others, {**_scope(), **(facts or {})})


def part_ended(name: str, took_s: float, outcome: str, **facts: str) -> None:
    """A call that has just ended, as a part of the current span; without one (a program that looks for work) it is left out."""
    if _tracer is None or not trace.get_current_span().is_recording():
        return
    ended_ns = time.time_ns()
    part = _tracer.start_span(
        name, kind=CLIENT, attributes={**_scope(), "outcome": outcome, **facts}, start_time=ended_ns - int(took_s * 1_000_000_000)
    )
    if outcome not in ("ok", "refused"):
        part.set_status(StatusCode.ERROR, outcome)
    part.end(ended_ns)


def past(name: str, *, parent: str, began_ns: int, ended_ns: int, facts: Mapping[str, str]) -> None:
    """A span that is over (in nanoseconds of the system's clock), as a part of ``parent``: of what no single block of code is around."""
    if _tracer is None:
        return
    made = _tracer.start_span(name, context=_context_of(parent), kind=CONSUMER, attributes={**_scope(), **facts}, start_time=began_ns)
    made.end(ended_ns)


def note(name: str, *, facts: Mapping[str, str | int], has_failed: bool = False) -> None:
    """What the current span is called, and facts of it that are known only now."""
    if _tracer is None:
        return
    current_span = trace.get_current_span()
    current_span.update_name(name)
    current_span.set_attributes(dict(facts))
    if has_failed:
        current_span.set_status(StatusCode.ERROR)


def note_error(error: BaseException) -> None:
    """
    The current span has failed. Its words stay here: they may hold what a person has entered. An answer that a caller can do something
    about is none of our failures.
    """
    if _tracer is None:
        return
    current_span = trace.get_current_span()
    current_span.set_attribute("error.type", type(error).__name__)
    if not (isinstance(error, MarketplaceError) and error.status < 500):
        current_span.set_status(StatusCode.ERROR, type(error).__name__)


def current() -> str:
    """The place in the current trace, to go on from in another program; empty without one."""
    if _tracer is None:
        return ""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get(TRACEPARENT, "")


def current_recorded() -> str:
    """As ``current``, but empty where the trace is not recorded: for what is worth nothing then."""
    return current() if current_id() else ""


def current_id() -> str:
    """The id of the current trace, for log lines; empty without one that is recorded."""
    if _tracer is None:
        return ""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.trace_flags.sampled else ""


@contextmanager
def _open(
    tracer: Tracer, name: str, kind: SpanKind, context: Context | None, links: Sequence[Link], facts: Mapping[str, str]
) -> Iterator[None]:
    with tracer.start_as_current_span(
        name, context=context, kind=kind, links=links, attributes=facts, record_exception=False, set_status_on_exception=False
    ):
        try:
            yield
        except BaseException as error:
            note_error(error)
            raise


def _context_of(parent: str) -> Context:
    return _propagator.extract({TRACEPARENT: parent}, Context())


def _scope() -> dict[str, str]:
    tenant = tenancy.find_current()
    return {TENANT: tenant.slug} if tenant else {}
