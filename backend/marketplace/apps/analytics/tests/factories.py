"""Visitors and what they do, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from marketplace.apps.analytics import services
from marketplace.apps.analytics.types import Behaviour, EventKind
from marketplace.testing import NOW

WORDS = "You may count what I do here."


def make_visitor(*, customer_id: str = "", now: datetime = NOW) -> str:
    return services.agree(customer_id=customer_id, text=WORDS, language="en", now=now).id


def did(
    visitor_id: str, kind: str, at: datetime = NOW, *, is_program: bool = False, received: datetime | None = None, **facts: Any
) -> None:
    """One event of a visitor, received as it happens unless said."""
    event = Behaviour(id=uuid4(), kind=EventKind(kind), at=at, **facts)
    services.record_behaviour(visitor_id=visitor_id, customer_id="", events=[event], is_program=is_program, now=received or at)
