"""Where spans go: to a collector, by OpenTelemetry's own protocol over HTTP (``GM_TRACES_URL``), in batches, by a thread of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from marketplace.foundation import tracing
from marketplace.foundation.tracing import tasks

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

EXPORT_TIMEOUT_S = 3  # a collector that does not answer holds up no program's end for longer
BATCH_EVERY_MS = 1_000

_provider: TracerProvider | None = None


def start(program: str) -> None:
    """
    Record spans from now on, where a collector is set. Each process of a program calls it once, after the last fork.

    OpenTelemetry's SDK is imported here, so that a program without a collector does not load it.
    """
    global _provider
    if settings.TRACES_URL is None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    resource = Resource.create({"service.namespace": "globalmarket", "service.name": program})
    # A trace is recorded whole or not at all: where it begins, its id decides.
    _provider = TracerProvider(sampler=ParentBased(TraceIdRatioBased(settings.TRACES_SHARE)), resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{settings.TRACES_URL}/v1/traces", timeout=EXPORT_TIMEOUT_S)
    _provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=BATCH_EVERY_MS))
    tracing.record_with(_provider.get_tracer("globalmarket"))
    tasks.connect()


def stop() -> None:
    """Send what is left, and record nothing more."""
    global _provider
    tracing.record_with(None)
    tasks.disconnect()
    if _provider is not None:
        _provider.shutdown()
        _provider = None
