"""When a request that failed is sent again, and when its endpoint is turned off."""

from __future__ import annotations

from datetime import datetime, timedelta

# From each attempt that fails to the next: some 45 hours in all, so a system may be away for a night or a day.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
DISABLED_AFTER = timedelta(days=3)  # without any success


def next_attempt_at(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after so many attempts have failed; ``None`` after the last."""
    return now + RETRY_AFTER[attempts - 1] if attempts < MAX_ATTEMPTS else None
