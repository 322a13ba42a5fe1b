"""The days for which behaviour is kept, each a partition of its own: a day that is over its time is dropped, not deleted row by row."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.analytics import statements
from marketplace.foundation.postgres import sql
from marketplace.kit import limits

KEPT_DAYS = limits.declare("analytics.kept_days", 90, "days", "For which single events of behaviour are kept; sums of them stay.")
AHEAD_DAYS = 7  # so that a week without the task loses nothing


def keep_partitions(*, now: datetime) -> None:
    """Make the partitions of days to come; drop those of days that are over their time, and visitors without events. Safe to repeat."""
    sql.rows(statements.KEEP_PARTITIONS, {"today": now.date(), "ahead": AHEAD_DAYS, "kept": KEPT_DAYS})
    sql.run(statements.FORGET_IDLE_VISITORS, {"before": now - timedelta(days=KEPT_DAYS)})
