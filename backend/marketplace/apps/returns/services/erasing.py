"""Taking a customer's personal data out of returns that have to stay."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.foundation import rows
from marketplace.foundation.blobs import delete_blob


def erase_customer(*, customer_id: str) -> None:
    """Delete the photos and labels of a customer's returns, and what was written in them. Safe to repeat."""
    erase_orders(list(Return.objects.filter(customer_id=customer_id).order_by().values_list("order_id", flat=True).distinct()))


def erase_orders(order_ids: Sequence[str]) -> None:
    """The same of the returns of these orders. Safe to repeat."""
    theirs, ids = "order_id = ANY (%(order_ids)s::text[])", {"order_ids": list(order_ids)}
    for photo in ReturnPhoto.objects.filter(order_id__in=order_ids):
        delete_blob(photo.path)
    for row in Return.objects.filter(order_id__in=order_ids).exclude(label_path=""):  # it has the customer's address
        delete_blob(row.label_path)
    rows.delete_where(ReturnPhoto, theirs, ids)
    rows.change_where(Return, theirs, ids, comment="", declared_by="", customer_id="", label_path="")
