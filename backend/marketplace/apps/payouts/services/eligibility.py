"""When the earnings of a vendor order may be paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import VendorOrder, VendorOrderState
from marketplace.apps.payouts.models import PayoutEligibility
from marketplace.apps.payouts.region_settings import RETURN_WINDOW_DAYS
from marketplace.foundation import rows, tenancy
from marketplace.kit.errors import Unavailable

_SIGNS = {"sale": 1, "shipping": 1, "refund": -1}  # what a canceled order's customer paid and got back


def record_eligibility(refs: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """
    Record from when on the earnings of vendor orders (vendor and id) are payable, as the orders are now. Safe to repeat and in any order:
    an order that has ended stays so.

    Delivered: payable when the return window of that day's setting has passed, and not before a courier has remitted what it collected.
    Canceled as a whole: at once.

    :raises Unavailable: if the refund of a canceled one is not booked yet, since its sale would look payable; the event comes again
    """
    vendor_orders = order_queries.vendor_orders_by_ref(refs)
    _require_refunded([order.id for order in vendor_orders if order.state == VendorOrderState.CANCELED])
    awaited = order_queries.owed_by_couriers(order for order in vendor_orders if order.state != VendorOrderState.CANCELED)
    eligibilities = [_eligibility(order, is_open=order.id in awaited, now=now) for order in vendor_orders]
    with tenancy.atomic():
        rows.insert_all(eligibilities, unless_there=True)
        _end([row for row in eligibilities if row.payable_at is not None])


def _eligibility(order: VendorOrder, *, is_open: bool, now: datetime) -> PayoutEligibility:
    ended_at, payable_at = (None if is_open else _ended(order, now=now)) or (None, None)
    facts = {"vendor_order_id": order.id, "vendor_id": order.vendor_id, "order_id": order.order_id}
    return PayoutEligibility(**facts, ended_at=ended_at, payable_at=payable_at)


def _end(ended: Sequence[PayoutEligibility]) -> None:
    """Write the end of those that are stored as open."""
    by_order = {row.vendor_order_id: row for row in ended}
    condition = "vendor_order_id = ANY (%(ids)s::text[]) AND payable_at IS NULL ORDER BY vendor_order_id"
    still_open = rows.every(PayoutEligibility, condition, {"ids": list(by_order)}, for_update=True)
    rows.change_all([by_order[row.vendor_order_id] for row in still_open], "ended_at", "payable_at")


def _ended(order: VendorOrder, *, now: datetime) -> tuple[datetime, datetime] | None:
    """When it ended and from when on it is payable; ``None`` while it is open."""
    if order.state == VendorOrderState.DELIVERED and order.delivered_at is not None:
        window = timedelta(days=RETURN_WINDOW_DAYS.current())
        return order.delivered_at, order.delivered_at + window
    return (now, now) if order.state == VendorOrderState.CANCELED else None


def _require_refunded(vendor_order_ids: Sequence[str]) -> None:
    kept: Counter[str] = Counter()
    for row in ledger_queries.rows_of_vendor_orders(vendor_order_ids) if vendor_order_ids else []:
        kept[row.vendor_order_id] += _SIGNS.get(row.type, 0) * row.amount.minor
    if unbooked := [vendor_order_id for vendor_order_id, minor in kept.items() if minor]:
        raise Unavailable(note=f"the refund of {', '.join(unbooked)} is not booked yet")
