"""When the earnings of a vendor order may be paid."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payouts.models import Maturity
from marketplace.foundation import tenancy

DEFAULT_RETURN_WINDOW_DAYS = 14


def note_maturity(*, vendor_id: str, vendor_order_id: str, now: datetime) -> None:
    """
    Write down how far a vendor order is, as it stands now. Safe to repeat and in any order: what was once ended stays so.

    Delivered: payable when the return window of that day's setting has passed. Canceled as a whole: at once.

    :raises OrderNotFound: if there is no such vendor order
    """
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    window = timedelta(days=tenancy.current().setting("return_window_days", DEFAULT_RETURN_WINDOW_DAYS))
    ended_at = payable_at = None
    if part.state == "delivered" and part.delivered_at is not None:
        ended_at, payable_at = part.delivered_at, part.delivered_at + window
    elif part.state == "canceled":
        ended_at = payable_at = now
    with tenancy.atomic():
        row, _ = Maturity.objects.select_for_update().get_or_create(
            vendor_order_id=part.id, defaults={"vendor_id": part.vendor_id, "order_id": part.order_id}
        )
        if row.payable_at is None and payable_at is not None:
            row.ended_at, row.payable_at = ended_at, payable_at
            row.save(update_fields=["ended_at", "payable_at"])
