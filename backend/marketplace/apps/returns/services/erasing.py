"""Taking a customer's personal data out of returns that have to stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.apps.returns.types import ExchangeState
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import delete_blob


def erase_customer(*, customer_id: str, now: datetime) -> None:
    """
    Delete the photos and labels of a customer's returns, and what was written in them; what was to come instead of them does not come, and
    its stock is free. Safe to repeat.
    """
    erase_orders(list(Return.objects.filter(customer_id=customer_id).order_by().values_list("order_id", flat=True).distinct()), now=now)


def erase_orders(order_ids: Sequence[str], *, now: datetime) -> None:
    """The same of the returns of these orders. Safe to repeat."""
    theirs, ids = "order_id = ANY (%(order_ids)s::text[])", {"order_ids": list(order_ids)}
    for photo in ReturnPhoto.objects.filter(order_id__in=order_ids):
        delete_blob(photo.path)
    for row in Return.objects.filter(order_id__in=order_ids).exclude(label_path=""):  # it has the customer's address
        delete_blob(row.label_path)
    _end_exchanges(order_ids, now=now)
    rows.delete_where(ReturnPhoto, theirs, ids)
    rows.change_where(Return, theirs, ids, comment="", declared_by="", customer_id="", label_path="")


def _end_exchanges(order_ids: Sequence[str], *, now: datetime) -> None:
    with tenancy.atomic():
        open_ones = rows.every(
            Return,
            "order_id = ANY (%(order_ids)s::text[]) AND exchange_state = ANY (%(states)s::text[]) ORDER BY id",
            {"order_ids": list(order_ids), "states": [ExchangeState.WANTED, ExchangeState.HELD, ExchangeState.DUE]},
            for_update=True,
        )
        for row in open_ones:
            row.exchange_state, row.exchange_until = ExchangeState.ENDED, None
            inventory_services.release(owner_id=row.id, now=now)
        rows.change_all(open_ones, "exchange_state", "exchange_until")
