"""Segments of customers: their sizes, and who is in one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.analytics.domain.segments import CONDITIONS
from marketplace.apps.analytics.models import CustomerValue
from marketplace.apps.analytics.types import CustomerWorth, Segment, SegmentCustomer, SegmentSize
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_SIZES = " UNION ALL ".join(
    f"SELECT '{segment.value}', count(*), coalesce(sum(spent_minor), 0) FROM analytics_customers"  # noqa: S608  # constant text
    f" WHERE currency = %(currency)s AND {condition}"
    for segment, condition in CONDITIONS.items()
)
_ORDER = "ORDER BY spent_minor DESC, customer_id LIMIT %(limit)s"
_AFTER = "(spent_minor < %(spent)s OR spent_minor = %(spent)s AND customer_id > %(after)s)"


def segment_sizes(currency: str, *, now: datetime) -> list[SegmentSize]:
    """Of each segment; a customer may be in several. One statement."""
    found = sql.rows(_SIZES, {"currency": currency, "now": now})
    return [SegmentSize(segment=Segment(segment), customers=count, spent=Money(int(spent), currency)) for segment, count, spent in found]


def list_segment(segment: Segment, currency: str, page: PageRequest, *, now: datetime) -> Page[SegmentCustomer]:
    """The customers of a segment, who spent most first. Two statements, and one for their names."""
    condition = f"currency = %(currency)s AND {CONDITIONS[segment]}"
    parameters = {"currency": currency, "now": now, "limit": page.limit + 1}
    if page.cursor:
        spent, after = decode_cursor(page.cursor, tuple[int, str])
        found = rows.every(CustomerValue, f"{condition} AND {_AFTER} {_ORDER}", {**parameters, "spent": spent, "after": after})
    else:
        found = rows.every(CustomerValue, f"{condition} {_ORDER}", parameters)
    shown = page_of(found, page, position=lambda row: (row.spent_minor, row.customer_id))
    contacts = account_queries.contacts_by_id(row.customer_id for row in shown.items)
    return shown.map(lambda row: _customer(row, contacts))


def values_of(customer_id: str) -> list[CustomerWorth]:
    """What the customer bought, by currency, for the copy of what is stored about them."""
    found = rows.every(CustomerValue, "customer_id = %(id)s ORDER BY currency", {"id": customer_id})
    return [CustomerWorth(**_amounts(row), **_same(row, CustomerWorth)) for row in found]


def _customer(row: CustomerValue, contacts: dict) -> SegmentCustomer:
    contact = contacts.get(row.customer_id)
    return SegmentCustomer(
        name=contact.name if contact else "",
        email=contact.email if contact else "",
        **_amounts(row),
        **_same(row, SegmentCustomer),
    )


def _amounts(row: CustomerValue) -> dict[str, Any]:
    expected = None if row.expected_minor is None else Money(row.expected_minor, row.currency)
    return {"spent": Money(row.spent_minor, row.currency), "expected": expected}


def _same(row: CustomerValue, view: type[CustomerWorth] | type[SegmentCustomer]) -> dict[str, Any]:
    """What the view names as the row does."""
    return {name: getattr(row, name) for name in view.__struct_fields__ if hasattr(row, name)}
