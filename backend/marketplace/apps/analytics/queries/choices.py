"""What visitors chose of what search found: what ranking learns from."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.types import SearchChoices
from marketplace.foundation.postgres import sql

LEAST_VISITORS = 3  # who asked the same: what fewer typed may say who they are
MOST_QUESTIONS = 20_000


def search_choices(*, since: datetime, until: datetime) -> list[SearchChoices]:
    """
    Of the questions that most visitors of the region asked in that time, programs left out; a question that nobody chose anything for has
    one row without a product. One statement over the partitions of these days, for a worker.
    """
    parameters = {"since": since, "until": until, "visitors": LEAST_VISITORS, "most": MOST_QUESTIONS}
    found = sql.rows(statements.SEARCH_CHOICES, parameters)
    return [
        SearchChoices(
            query=query, askers=askers, product_id=product_id or "", position=position or 0, chosen=chosen, added=added, bought=bought
        )
        for query, askers, product_id, position, chosen, added, bought in found
    ]
