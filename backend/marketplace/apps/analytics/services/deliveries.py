"""By when vendor orders were due, and whether they came: noted as soon as they are ordered, since methods change afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.domain.due_days import due_by
from marketplace.apps.analytics.models import DueDelivery
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import VendorOrder, VendorOrderState
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql


def due_times_of(parts: Iterable[VendorOrder]) -> dict[str, datetime]:
    """By when each vendor order is due: as it was noted, or, of a new one, by its method now. What is not shipped is never due."""
    found = {part.id: part for part in parts}
    noted = rows.every(DueDelivery, "vendor_order_id = ANY (%(ids)s::text[])", {"ids": list(found)})
    known = {row.vendor_order_id: row.due_at for row in noted}
    new = [part for part in found.values() if part.id not in known]
    methods = _methods_of(new)
    days = shipping_queries.days_of_methods(set(methods.values()))
    zone = ZoneInfo(tenancy.current().timezone)
    made = {part.id: due_by(part.created_at, days[methods[part.id]], zone) for part in new if methods.get(part.id) in days}
    return known | made


def note_deliveries(parts: Sequence[VendorOrder], due: Mapping[str, datetime]) -> list[datetime]:
    """What became of those of the vendor orders that are ever due. Returns when they are due. Safe to repeat, in any order."""
    own = [part for part in parts if part.id in due]
    columns = {
        "ids": [part.id for part in own],
        "vendor_ids": [part.vendor_id for part in own],
        "countries": [part.country for part in own],
        "due_ats": [due[part.id] for part in own],
        "delivered_ats": [part.delivered_at for part in own],
        "canceled": [part.state == VendorOrderState.CANCELED for part in own],
    }
    return [at for (at,) in sql.rows(statements.UPSERT_DELIVERIES, columns)] if own else []


def _methods_of(parts: Sequence[VendorOrder]) -> dict[str, str]:
    """The chosen shipping method of each vendor order, from the orders' quotes. One read."""
    orders = {order.id: order for order in order_queries.orders_by_ref((part.order_owner, part.order_id) for part in parts)}
    return {
        part.id: quoted.shipping_method_id
        for part in parts
        if part.order_id in orders
        for quoted in orders[part.order_id].quote.parts
        if quoted.vendor_id == part.vendor_id and quoted.shipping_method_id
    }
