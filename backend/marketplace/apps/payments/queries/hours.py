"""Sums of payments by hour, for reports."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments.types import HourOfPayments
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money

_HOURLY = """
    SELECT date_trunc('hour', created_at, %(timezone)s::text), method, currency, coalesce(sum(captured_minor), 0),
        count(*) FILTER (WHERE state = 'succeeded'), count(*) FILTER (WHERE state IN ('failed', 'canceled'))
    FROM payments WHERE created_at >= %(since)s AND created_at < %(until)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def hourly_payments(*, since: datetime, until: datetime) -> list[HourOfPayments]:
    """What became of the payments that were begun in each hour of the region's clock, by method and currency. One query."""
    asked = {"since": since, "until": until, "timezone": tenancy.current().timezone}
    return [
        HourOfPayments(hour=hour, method=method, paid=Money(int(paid), currency), succeeded=succeeded, failed=failed)
        for hour, method, currency, paid, succeeded, failed in sql.rows(_HOURLY, asked)
    ]
