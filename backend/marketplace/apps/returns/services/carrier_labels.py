"""Labels of returns that the vendor buys with its account at a carrier. They are kept as one that was uploaded is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.carriers import queries as carrier_queries
from marketplace.apps.carriers import services as carrier_services
from marketplace.apps.carriers.types import LabelOption, LabelState, LabelView, LabelWish
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.returns.errors import ReturnStateForbids
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.services import labels, states
from marketplace.kit.actors import SYSTEM, Actor


def list_label_options(*, return_id: str, vendor_id: str, weight_g: int) -> Sequence[LabelOption]:
    """
    The ways for the products to come back, with what the carrier asks the vendor for each.

    :raises ReturnNotFound: if the vendor has no such return. Raises what the carriers' ``list_options`` does.
    """
    row = states.find(return_id, vendor_id=vendor_id)
    return carrier_services.list_options(vendor_id=vendor_id, vendor_order_id=row.vendor_order_id, weight_g=weight_g, is_return=True)


def buy_label(*, return_id: str, vendor_id: str, wish: LabelWish, actor: Actor, now: datetime) -> LabelView:
    """
    Buy the label by which the products come back, once; the customer downloads it as any other. Safe to repeat.

    :raises ReturnNotFound: if the vendor has no such return
    :raises ReturnStateForbids: once something has arrived, or the return has ended
    :raises Stale: if the return changed meanwhile: the label is bought, and a repeat shows it to the customer. Raises what the carriers'
        ``buy_return_label`` does, and ``BlobsUnavailable``
    """
    row = _before_arrival(return_id, vendor_id)
    lines = [LineQuantity(line.line_id, line.quantity) for line in row.units]
    named = {"return_id": row.id, "vendor_id": vendor_id, "vendor_order_id": row.vendor_order_id}
    bought = carrier_services.buy_return_label(lines=lines, wish=wish, actor=actor, now=now, **named)
    content = carrier_services.content_of_return_label(row.id)
    labels.set_label(return_id=row.id, content=content, drop_off=row.drop_off, vendor_id=vendor_id, source=bought.id, actor=actor, now=now)
    return bought


def void_bought_label(*, return_id: str, vendor_id: str, actor: Actor, now: datetime) -> LabelView:
    """
    Void the bought label; the customer cannot download it any more. Safe to repeat while it is not known whether the carrier took it.

    :raises ReturnNotFound: if the vendor has no such return :raises LabelNotFound: if it has no bought label. Raises what the carriers'
        ``void_return_label`` does
    """
    row = states.find(return_id, vendor_id=vendor_id)
    voided = carrier_services.void_return_label(return_id=row.id, now=now)
    if voided.state == LabelState.VOIDED:
        labels.take_label(return_id=row.id, label_id=voided.id, actor=actor, now=now)
    return voided


def follow_carrier_label(*, return_id: str, label_id: str, now: datetime) -> None:
    """
    The customer has the label that is bought for the return, and no voided one, also if that was only found out later. A label that the
    vendor uploaded stays. Safe to repeat.

    :raises Stale: if the return changed meanwhile: try again, also if the carrier or the store of files cannot be reached
    """
    label = carrier_queries.find_return_label(return_id)
    if label is None or label.id != label_id:
        labels.take_label(return_id=return_id, label_id=label_id, actor=SYSTEM, now=now)
        return
    row = states.find(return_id)
    if label.state != LabelState.BOUGHT or row.label_path or row.state not in labels.BEFORE_ARRIVAL:
        return
    content = carrier_services.content_of_return_label(return_id)
    labels.set_label(return_id=return_id, content=content, drop_off=row.drop_off, source=label_id, actor=SYSTEM, now=now)


def _before_arrival(return_id: str, vendor_id: str) -> Return:
    row = states.find(return_id, vendor_id=vendor_id)
    if row.state not in labels.BEFORE_ARRIVAL:
        raise ReturnStateForbids(state=row.state)
    return row
