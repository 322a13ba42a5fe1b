"""What competitors ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from marketplace.apps.price_advice import statements
from marketplace.apps.price_advice.models import SeenPrice
from marketplace.apps.price_advice.queries.rules import currency
from marketplace.apps.price_advice.types import CompetitorPrice
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

FRESH = timedelta(days=30)  # after which a competitor's price says nothing of today


def list_competitor_prices(vendor_id: str, page: PageRequest) -> Page[CompetitorPrice]:
    """Last seen first."""
    found = SeenPrice.objects.filter(vendor_id=vendor_id)
    if page.cursor:
        at, variant_id, name = decode_cursor(page.cursor, tuple[datetime, str, str])
        after = Q(variant_id__gt=variant_id) | Q(variant_id=variant_id, competitor__gt=name)
        found = found.filter(Q(seen_at__lt=at) | Q(after, seen_at=at))
    listed = list(found.order_by("-seen_at", "variant_id", "competitor")[: page.limit + 1])
    return page_of(listed, page, position=lambda row: (row.seen_at, row.variant_id, row.competitor)).map(_view)


def lowest_now(variant_ids: Iterable[str], *, now: datetime) -> dict[str, int]:
    """The lowest of the competitors' newest prices, by variant, in minor units. One query."""
    named = {"ids": list(set(variant_ids)), "currency": currency(), "since": now - FRESH, "until": now}
    found: dict[str, int] = {}
    for variant_id, _, minor in sql.rows(statements.NEWEST_COMPETITOR_PRICES, named):
        found[variant_id] = min(minor, found.get(variant_id, minor))
    return found


def lowest_by_day(*, since: datetime, until: datetime) -> list[tuple[str, date, int]]:
    """The lowest that was seen of each variant on a day (UTC), in order: for training. One query."""
    named = {"currency": currency(), "since": since, "until": until}
    return [(variant_id, day, minor) for variant_id, day, minor in sql.rows(statements.LOWEST_COMPETITOR_PRICES, named)]


def _view(row: SeenPrice) -> CompetitorPrice:
    return CompetitorPrice(
        variant_id=row.variant_id,
        sku=row.sku,
        competitor=row.competitor,
        price=Money(row.minor, row.currency),
        seen_at=row.seen_at,
        source=row.source,
    )
