"""When the earnings of a vendor order may be paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.queries import VendorOrder
from marketplace.apps.payouts.models import Maturity
from marketplace.foundation import tenancy
from marketplace.kit.errors import Unavailable

DEFAULT_RETURN_WINDOW_DAYS = 14
_SIGNS = {"sale": 1, "shipping": 1, "refund": -1}  # what a canceled order's customer paid and got back


def note_maturities(refs: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """
    Write down how far vendor orders are, each by its vendor and its id, as they stand now. Safe to repeat and in any order: what was
    once ended stays so.

    Delivered: payable when the return window of that day's setting has passed. Canceled as a whole: at once.

    :raises Unavailable: if the refund of a canceled one is not booked yet, since its sale would look payable; the event comes again
    """
    parts = order_queries.vendor_orders_by_ref(refs)
    _require_given_back([part.id for part in parts if part.state == "canceled"])
    rows = [Maturity(vendor_order_id=part.id, vendor_id=part.vendor_id, order_id=part.order_id) for part in parts]
    with tenancy.atomic():
        Maturity.objects.bulk_create(rows, ignore_conflicts=True)
        for part in parts:
            if (ended := _ended(part, now=now)) is not None:
                Maturity.objects.filter(pk=part.id, payable_at=None).update(ended_at=ended[0], payable_at=ended[1])


def _ended(part: VendorOrder, *, now: datetime) -> tuple[datetime, datetime] | None:
    """When it ended and from when on it is payable; ``None`` while it is open."""
    if part.state == "delivered" and part.delivered_at is not None:
        window = timedelta(days=tenancy.current().setting("return_window_days", DEFAULT_RETURN_WINDOW_DAYS))
        return part.delivered_at, part.delivered_at + window
    return (now, now) if part.state == "canceled" else None


def _require_given_back(vendor_order_ids: Sequence[str]) -> None:
    kept: Counter[str] = Counter()
    for row in ledger_queries.rows_of_vendor_orders(vendor_order_ids) if vendor_order_ids else []:
        kept[row.vendor_order_id] += _SIGNS.get(row.type, 0) * row.amount_minor
    if unbooked := [vendor_order_id for vendor_order_id, minor in kept.items() if minor]:
        raise Unavailable(note=f"the refund of {', '.join(unbooked)} is not booked yet")
