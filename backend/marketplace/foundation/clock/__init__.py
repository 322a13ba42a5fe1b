"""
The clock, read at the edges (views, tasks, commands) and passed in as ``now`` from there.

In development each region's clock can be moved forward, so that a return window passes in a second; the offset lies
in the tenant's cache, for all processes alike. Production settings refuse it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey

_KEY = "development-clock-offset-s"


def now() -> datetime:
    """The present time, UTC. :raises CacheUnavailable: in development, if nobody can say whether it was moved"""
    real = datetime.now(UTC)
    if settings.DEVELOPMENT_CLOCK and tenancy.find_current() is not None:
        return real + timedelta(seconds=float(valkey.run(("GET", valkey.key(_KEY)))[0] or 0))
    return real


def advance(by: timedelta) -> datetime:
    """Move the tenant's clock forward and return its new time. :raises RuntimeError: where the clock is not for moving"""
    if not settings.DEVELOPMENT_CLOCK:
        raise RuntimeError("the clock can be moved in development only")
    valkey.run(("INCRBYFLOAT", valkey.key(_KEY), by.total_seconds()))
    return now()


def reset() -> None:
    valkey.run(("DEL", valkey.key(_KEY)))
