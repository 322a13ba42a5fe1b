"""What is stored about a customer's browsers, for the copy of their data."""

from __future__ import annotations

from marketplace.apps.analytics.models import BehaviourEvent, Visitor
from marketplace.apps.analytics.types import Behaviour, EventKind, VisitorData
from marketplace.foundation import rows

MOST = 10_000  # of the newest events in a copy


def visitors_of(customer_id: str) -> list[VisitorData]:
    """Every browser in which the customer was logged in and had agreed, with its newest events. Two statements."""
    visitors = rows.every(Visitor, "customer_id = %(id)s AND customer_id <> '' ORDER BY number", {"id": customer_id})
    condition = f"visitor = ANY (%(numbers)s::bigint[]) ORDER BY at DESC LIMIT {MOST}"
    events = rows.every(BehaviourEvent, condition, {"numbers": [visitor.number for visitor in visitors]})
    return [
        VisitorData(
            id=visitor.id,
            agreed_at=visitor.agreed_at,
            text=visitor.text,
            language=visitor.language,
            events=[_behaviour_of(event) for event in events if event.visitor == visitor.number],
        )
        for visitor in visitors
    ]


def _behaviour_of(row: BehaviourEvent) -> Behaviour:
    same = {name: getattr(row, name) for name in Behaviour.__struct_fields__ if name != "kind"}
    return Behaviour(kind=EventKind(row.kind), **same)
