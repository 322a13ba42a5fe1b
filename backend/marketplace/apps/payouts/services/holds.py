"""Holds on earnings: while a vendor order has one, its earnings are not paid. Each is placed and released by its own cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from marketplace.apps.payouts.models import Hold, PayoutEligibility
from marketplace.apps.payouts.types import HoldCause
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id


def place_holds(cause: HoldCause, cause_id: str, *, vendor_orders: Mapping[str, str], now: datetime) -> None:
    """
    Hold the earnings of ``vendor_orders`` (their vendors by their ids) for this cause, in the caller's transaction. Safe to repeat: a hold
    that was released stays released.
    """
    about = {"cause": cause, "cause_id": cause_id, "placed_at": now}
    holds = [Hold(vendor_order_id=vendor_order_id, vendor_id=vendor_id, **about) for vendor_order_id, vendor_id in vendor_orders.items()]
    rows.insert_all(holds, key="vendor_order_id", unless_there=True)


def release_holds(cause: HoldCause, cause_id: str, *, now: datetime) -> None:
    """Release what this cause holds; what other causes hold stays held. Safe to repeat."""
    held = {"cause": cause, "cause_id": cause_id}
    rows.change_where(Hold, "cause = %(cause)s AND cause_id = %(cause_id)s AND released_at IS NULL", held, released_at=now)


def hold_for_review(*, vendor_order_id: str, reason: str, actor: Actor, now: datetime) -> Hold:
    """
    Hold the earnings of one vendor order while staff look into it.

    :raises NotFound: if payouts know no such vendor order
    """
    order = PayoutEligibility.objects.filter(pk=vendor_order_id).first()
    if order is None:
        raise NotFound
    review_id = new_id("hold", at=now)
    with tenancy.atomic():
        place_holds(HoldCause.REVIEW, review_id, vendor_orders={order.vendor_order_id: order.vendor_id}, now=now)
        new = {"vendor_order_id": vendor_order_id, "vendor_id": order.vendor_id}
        audit.record(actor=actor, action="hold.placed", resource=review_id, new=new, reason=reason, now=now)
    return Hold.objects.get(cause=HoldCause.REVIEW, cause_id=review_id)


def release_review(*, review_id: str, reason: str, actor: Actor, now: datetime) -> Hold:
    """
    Release a hold that staff placed. Safe to repeat. A dispute's hold ends with the dispute alone.

    :raises NotFound: if staff placed no such hold
    """
    with tenancy.atomic():
        review = {"cause": HoldCause.REVIEW, "cause_id": review_id}
        hold = rows.first(Hold, "cause = %(cause)s AND cause_id = %(cause_id)s", review, for_update=True)
        if hold is None:
            raise NotFound
        if hold.released_at is None:
            hold.released_at = now
            rows.change(hold, "released_at")
            new = {"released": True}
            audit.record(actor=actor, action="hold.released", resource=review_id, new=new, reason=reason, now=now)
    return hold
