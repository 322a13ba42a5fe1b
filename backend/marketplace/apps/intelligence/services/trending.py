"""What is bought most in these days, by country: made every hour, so that a request reads one row."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.models import TrendingList
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql

WINDOW = timedelta(days=14)
MOST = 60  # products of a list


def refresh_trending(*, now: datetime) -> int:
    """
    How many lists there are now; one for each country in which anything was bought, and one for all together.

    Of two that run at once the second waits for the first, and leaves what is newer than its own.
    """
    found = sql.rows(statements.TREND, {"now": now, "since": now - WINDOW, "most": MOST})
    made = [TrendingList(country=country, products=json.loads(products), made_at=now) for country, products in found]
    with tenancy.atomic():
        sql.rows(statements.LOCK_TRENDS, {})
        rows.delete_where(TrendingList, "made_at <= %(now)s", {"now": now})
        rows.insert_all(made, unless_there=True)
    return len(made)
