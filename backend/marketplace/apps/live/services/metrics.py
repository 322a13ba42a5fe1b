"""The live metrics, for staff who look."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.analytics import queries as analytics_queries
from marketplace.apps.live import types
from marketplace.apps.live.types import MetricsUpdate
from marketplace.foundation.cache import valkey
from marketplace.foundation.realtime.publishing import publish
from marketplace.foundation.realtime.topics import listened

EVERY_MS = 4_500  # a little less than the schedule's five seconds, so that a task that is late by a moment still publishes


def publish_metrics(*, now: datetime) -> bool:
    """
    Publish what happens now, if anybody looks, or did in the last minutes; returns whether it was. Of several tasks that come at once, or
    have piled up, one does it: the metrics are made once every few seconds in a region, however many people look.
    """
    topic = types.STAFF_METRICS.of(types.REGION)
    if not listened([topic]):
        return False
    (is_first,) = valkey.run(("SET", valkey.key("live:metrics"), "1", "NX", "PX", EVERY_MS))
    if not is_first:
        return False
    found = analytics_queries.live_metrics(now=now)
    publish([MetricsUpdate(made_at=found.made_at, minutes=found.minutes, day=found.day).to(topic)], at=now)
    return True
