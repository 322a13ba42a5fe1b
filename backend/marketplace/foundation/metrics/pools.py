"""How busy this process's database connections are."""

from __future__ import annotations

from marketplace.foundation import metrics
from marketplace.foundation.postgres.base import pools


def measure() -> None:
    """Record the pools as they are now."""
    for database, pool in pools().items():
        stats = pool.get_stats()
        idle = stats.get("pool_available", 0)
        for state, count in (
            ("used", stats.get("pool_size", 0) - idle),
            ("idle", idle),
            ("waiting", stats.get("requests_waiting", 0)),
        ):
            metrics.DATABASE_POOL.labels(database, state).set(count)
