"""Taking a customer's personal data out of labels."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.carriers.models import CarrierLabel
from marketplace.foundation import rows
from marketplace.foundation.blobs import delete_blob


def erase_orders(order_ids: Sequence[str]) -> None:
    """Delete the labels' files of these orders: they hold the customer's address. Safe to repeat."""
    for path in CarrierLabel.objects.filter(order_id__in=order_ids).exclude(path="").values_list("path", flat=True):
        delete_blob(path)
    theirs = "order_id = ANY (%(order_ids)s::text[])"
    rows.change_where(CarrierLabel, theirs, {"order_ids": list(order_ids)}, path="", parcel="", tracking_url="")
