"""What was sold, as the vendor orders say now, and which hours are to be summed again for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.models import CustomerValue, SaleLine
from marketplace.apps.analytics.services.customers import refresh_customers
from marketplace.apps.analytics.services.deliveries import due_times_of, note_deliveries
from marketplace.apps.analytics.types import Source
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.returns import queries as return_queries
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql

BATCH = 500
_OF_CUSTOMER = "customer_id = %(customer_id)s"

_COLUMNS = [str(field.column) for field in SaleLine._meta.concrete_fields]


def record_sales(refs: Iterable[tuple[str, str]]) -> None:
    """Copy the lines of these vendor orders (each by its vendor and its id), and score who ordered. Safe to repeat, and in any order."""
    found = list(order_queries.vendor_orders_by_ref(refs))
    copy_lines(found)
    due = due_times_of(found)
    with tenancy.atomic():
        mark(Source.DELIVERIES, note_deliveries(found, due))
    refresh_customers({part.order_owner for part in found if part.order_owner != part.order_id})


def record_past_sales() -> int:
    """The same for all vendor orders that there are; returns how many."""
    found = order_queries.scan_vendor_orders()
    copied = 0
    while batch := list(islice(found, BATCH)):
        copy_lines(batch)
        copied += len(batch)
    return copied


def note_payments(payment_ids: Iterable[str]) -> None:
    """Something became of these payments: the hours in which they began are to be summed again."""
    found = payment_queries.payments_by_id(list(payment_ids))
    mark(Source.PAYMENTS, [payment.created_at for payment in found.values()])


def note_returns(return_ids: Iterable[str]) -> None:
    """These returns were asked for, or changed."""
    mark(Source.RETURNS, [found.requested_at for found in return_queries.returns_by_id(return_ids)])


def mark(source: Source, times: list[datetime]) -> None:
    """The hours of these times are to be summed again."""
    if times:
        sql.run(statements.MARK_HOURS, {"source": source, "times": times, "timezone": tenancy.current().timezone})


def forget_sales(*, customer_id: str) -> None:
    """What the customer bought stays as the purchase of nobody. Safe to repeat."""
    if customer_id:
        rows.change_where(SaleLine, _OF_CUSTOMER, {"customer_id": customer_id}, customer_id="")
        rows.delete_where(CustomerValue, _OF_CUSTOMER, {"customer_id": customer_id})


def copy_lines(parts: Iterable[VendorOrder]) -> None:
    """Write the lines of these vendor orders, and mark their hours. What is known as of a later revision stays as it is."""
    lines = [line for part in parts for line in _lines_of(part)]
    if not lines:
        return
    columns = {column: [getattr(line, column) for line in lines] for column in _COLUMNS}
    with tenancy.atomic():
        sql.run(statements.UPSERT_LINES, columns)
        mark(Source.SALES, columns["sold_at"])


def _lines_of(part: VendorOrder) -> list[SaleLine]:
    """An order without an address is an erased customer's, whose number must not come back: it counts as a guest's."""
    is_known = part.email and part.order_owner != part.order_id
    return [
        SaleLine(
            vendor_order_id=part.id,
            line_id=line.line_id,
            order_id=part.order_id,
            vendor_id=part.vendor_id,
            product_id=line.product_id,
            customer_id=part.order_owner if is_known else "",
            country=part.country,
            currency=line.total.currency,
            quantity=line.quantity,
            canceled=line.canceled,
            amount_minor=line.total.minor,
            settles_on_delivery=part.settles_on_delivery,
            sold_at=part.created_at,
            revision=part.revision,
        )
        for line in part.lines
    ]
