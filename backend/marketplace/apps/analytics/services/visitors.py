"""Who agreed to be counted, and taking it back."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.errors import VisitorNotFound
from marketplace.apps.analytics.models import Visitor
from marketplace.apps.analytics.types import VisitorView
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id

_BY_ID = "id = %(id)s"
_OF_CUSTOMER = "customer_id = %(customer_id)s"


def agree(*, customer_id: str, text: str, language: str, now: datetime) -> VisitorView:
    """Record that a person agreed to ``text``; ``customer_id`` is empty for a guest. From now on what this browser does may be counted."""
    visitor = Visitor(id=new_id("vis", at=now), customer_id=customer_id, text=text, language=language, agreed_at=now)
    rows.insert(visitor)
    return VisitorView(id=visitor.id, agreed_at=visitor.agreed_at)


def take_back(*, visitor_id: str) -> None:
    """Delete the visitor with everything that was counted under the pseudonym. :raises VisitorNotFound:"""
    with tenancy.atomic():
        found = rows.every(Visitor, _BY_ID, {"id": visitor_id}, for_update=True)
        if not found:
            raise VisitorNotFound
        _delete(found)


def forget_visitors(*, customer_id: str) -> None:
    """The same for every browser in which the customer was logged in. Safe to repeat."""
    with tenancy.atomic():
        _delete(rows.every(Visitor, _OF_CUSTOMER, {"customer_id": customer_id}, for_update=True))


def _delete(visitors: list[Visitor]) -> None:
    numbers = [visitor.number for visitor in visitors]
    sql.run(statements.ERASE_EVENTS, {"numbers": numbers})
    rows.delete_where(Visitor, "number = ANY (%(numbers)s::bigint[])", {"numbers": numbers})
