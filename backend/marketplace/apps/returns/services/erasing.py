"""Taking a customer's personal data out of returns that have to stay."""

from __future__ import annotations

from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.foundation import rows
from marketplace.foundation.blobs import delete_blob


def erase_customer(*, customer_id: str) -> None:
    """Delete the photos and labels of a customer's returns, and what was written in them. Safe to repeat."""
    order_ids = list(Return.objects.filter(customer_id=customer_id).order_by().values_list("order_id", flat=True).distinct())
    for photo in ReturnPhoto.objects.filter(order_id__in=order_ids):
        delete_blob(photo.path)
    labelled = list(Return.objects.filter(customer_id=customer_id).exclude(label_path=""))
    for row in labelled:  # it has the customer's address
        delete_blob(row.label_path)
    rows.delete_where(ReturnPhoto, "order_id = ANY (%(order_ids)s::text[])", {"order_ids": order_ids})
    whose = {"customer_id": customer_id}
    rows.change_where(Return, "customer_id = %(customer_id)s", whose, comment="", declared_by="", customer_id="", label_path="")
