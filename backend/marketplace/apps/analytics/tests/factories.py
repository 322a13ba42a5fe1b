"""Visitors and what they do, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import Aggregate, SaleLine
from marketplace.apps.analytics.types import Behaviour, EventKind, Grain, Measure
from marketplace.foundation import rows
from marketplace.testing import NOW

_numbers = count(1)
WORDS = "You may count what I do here."


def make_visitor(*, customer_id: str = "", now: datetime = NOW) -> str:
    return services.agree(customer_id=customer_id, text=WORDS, language="en", now=now).id


def did(
    visitor_id: str, kind: str, at: datetime = NOW, *, is_program: bool = False, received: datetime | None = None, **facts: Any
) -> None:
    """One event of a visitor, received as it happens unless said."""
    event = Behaviour(id=uuid4(), kind=EventKind(kind), at=at, **facts)
    services.record_behaviour(visitor_id=visitor_id, customer_id="", events=[event], is_program=is_program, now=received or at)


def bought(customer: str, *days_ago: int, minor: int = 1_000, canceled: int = 0, now: datetime = NOW) -> None:
    """An order of one unit on each of these days."""
    for days in days_ago:
        number = next(_numbers)
        line = SaleLine(
            vendor_order_id=f"vord_{number}",
            line_id="1",
            order_id=f"ord_{number}",
            vendor_id="ven_1",
            product_id="prod_1",
            customer_id=customer,
            country="NL",
            currency="EUR",
            quantity=1,
            canceled=canceled,
            amount_minor=minor,
            settles_on_delivery=False,
            sold_at=now - timedelta(days=days),
            revision=1,
        )
        rows.insert(line)


def summed(hours_ago: int, value: int, *, measure: Measure = Measure.ORDERS, currency: str = "", now: datetime = NOW) -> None:
    """A sum of the hour that began so long before ``now``'s."""
    starts_at = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    rows.insert(Aggregate(grain=Grain.HOUR, starts_at=starts_at, measure=measure, currency=currency, value=value))
