"""
The clock, read at the edges (views, tasks, commands) and passed in as ``now`` from there.

In development each region's clock can be moved forward, so that a return window passes in a second; the offset lies
in the tenant's cache, for all processes alike. Production settings refuse it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from marketplace.foundation import tenancy

_KEY = "development-clock-offset-s"


def now() -> datetime:
    """The present time, UTC."""
    real = datetime.now(UTC)
    if settings.DEVELOPMENT_CLOCK and tenancy.find_current() is not None:
        return real + timedelta(seconds=cache.get(_KEY, 0))
    return real


def advance(by: timedelta) -> datetime:
    """Move the tenant's clock forward and return its new time. :raises RuntimeError: where the clock is not for moving"""
    if not settings.DEVELOPMENT_CLOCK:
        raise RuntimeError("the clock can be moved in development only")
    cache.set(_KEY, cache.get(_KEY, 0) + by.total_seconds(), timeout=None)
    return now()


def reset() -> None:
    cache.delete(_KEY)
