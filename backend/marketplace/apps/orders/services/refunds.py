"""
Refunds that no cancellation explains: a vendor or staff decide on money for a customer who keeps what was delivered.

The vendor order's document decides under its etag, so that all refunds together never exceed what is left of it, however many are asked for
at the same time. A refund is then booked and paid by ``settle_reversal``, as every reversal is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.orders import queries
from marketplace.apps.orders.domain.refundable import refundable_of, refundable_units
from marketplace.apps.orders.domain.reversals import (
    Taken,
    as_sold,
    reverse_amount,
    reverse_units,
    reversed_lines,
    shipping_discount_of,
    spread,
)
from marketplace.apps.orders.errors import CannotRefund, OrderNotFound, RefundExceedsSale, RefundLimitExceeded
from marketplace.apps.orders.region_settings import VENDOR_REFUND_LIMIT_MINOR
from marketplace.apps.orders.services import projection
from marketplace.apps.orders.services.fulfilment import change_vendor_order
from marketplace.apps.orders.services.reversals import find_reversal, reverse, settle_reversal
from marketplace.apps.orders.types import (
    RefundedLine,
    RefundReason,
    RefundRequest,
    ReversalCause,
    ReversedLine,
    TimelineEntry,
    VendorOrder,
)
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total
from marketplace.kit.texts import Text


def refund_sale(
    *,
    vendor_id: str,
    vendor_order_id: str,
    wanted: RefundRequest,
    reason: RefundReason,
    note: str,
    by: str,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> VendorOrder:
    """
    Refund a part of what one vendor sold, which the customer keeps; the same ``request_key`` refunds the same once. ``by`` is vendor or
    staff.

    :raises OrderNotFound: if it is no order of that vendor
    :raises InvalidInput: for a line that is not in the order, an amount in another currency, or one of nothing; for a guest's store credit
    :raises CannotRefund: if it is not paid yet, or units of a line were not delivered, or are refunded already
    :raises RefundExceedsSale: if less is left of what the customer paid
    :raises RefundLimitExceeded: if a vendor wants to refund more than the region lets it
    :raises Unavailable: if a dispute of the order is not booked yet; nothing is written
    """
    reversal_id, is_new = "", False

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal reversal_id, is_new
        reversal_id = _id_of(vendor_order, wanted, reason, by=by, request_key=request_key)
        is_new = find_reversal(vendor_order, reversal_id) is None
        if not is_new:
            return None
        taken = _take(vendor_order, wanted)
        if by == "vendor":
            _require_within_limit(vendor_order, taken.due)
        vendor_order.timeline.append(TimelineEntry(at=now, kind="refunded", detail=note))
        about: dict[str, Any] = {"cause": ReversalCause.REFUND, "reason": note, "reason_code": reason}
        about["as_store_credit"] = wanted.as_store_credit
        return [reverse(vendor_order, taken, reversal_id=reversal_id, by=by, now=now, **about)]

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    if is_new:
        _audit(vendor_order, reversal_id, actor=actor, now=now)
    settle_reversal(vendor_order, reversal_id, now=now)
    return vendor_order


def refund_order(
    *,
    order_id: str,
    vendor_order_id: str,
    wanted: RefundRequest,
    reason: RefundReason,
    note: str,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> VendorOrder:
    """
    The same by staff, for one vendor's part of any order; the order says so at once.

    :raises OrderNotFound: if there is no such order, or it has no such part; and whatever ``refund_sale`` raises
    """
    order = queries.get_any_order(order_id)
    vendor_id = next((part.vendor_id for part in order.parts if part.vendor_order_id == vendor_order_id), None)
    if vendor_id is None:
        raise OrderNotFound
    about: dict[str, Any] = {"reason": reason, "note": note, "by": "staff", "actor": actor, "request_key": request_key, "now": now}
    refunded = refund_sale(vendor_id=vendor_id, vendor_order_id=vendor_order_id, wanted=wanted, **about)
    projection.update_part(refunded, now=now)  # its event does the same; staff should see it in what they read next
    projection.update_refunds(order.owner, order.id, now=now)
    return refunded


def _take(vendor_order: VendorOrder, wanted: RefundRequest) -> Taken:
    """The amounts to reverse. :raises InvalidInput, CannotRefund, RefundExceedsSale: see ``refund_sale``"""
    if not vendor_order.is_paid:
        raise CannotRefund(Text("The order is not paid yet."), state=vendor_order.state)
    _require_known(vendor_order, wanted)
    if wanted.as_store_credit and not vendor_order.takes_store_credit:
        message = Text("Store credit is for customers with an account, of what they paid in advance")
        raise InvalidInput(errors=[FieldError("as_store_credit", "no_store_credit", message)])
    left = refundable_of(vendor_order)
    zero = Money.zero(vendor_order.total.currency)
    if wanted.amount is not None:
        _require_left(wanted.amount, left.items + left.shipping)
        ids = list(left.lines)
        shares, shipping = spread(wanted.amount, [left.lines[line_id] for line_id in ids], left.shipping)
        lines = tuple(RefundedLine(line_id=line_id, amount=share) for line_id, share in zip(ids, shares, strict=True) if share)
    else:
        lines, shipping = wanted.lines, wanted.shipping or zero
        _require_left(shipping, left.shipping)
        _require_left(wanted.fees or zero, left.fees)
    taken = Taken(
        lines=tuple(_reversed(vendor_order, lines)),
        shipping=shipping,
        shipping_discount=shipping_discount_of(shipping, vendor_order.shipping, vendor_order.shipping_discount, vendor_order.reversals),
        fees=wanted.fees or zero,
    )
    if not taken.due:  # units that cost nothing
        raise RefundExceedsSale(refundable=left.total)
    return taken


def _reversed(vendor_order: VendorOrder, lines: Sequence[RefundedLine]) -> Iterator[ReversedLine]:
    for item in lines:
        line = vendor_order.line(item.line_id)
        assert line is not None
        earlier = reversed_lines(vendor_order.reversals, line.line_id)
        if item.amount is not None:
            _require_left(item.amount, refundable_of(vendor_order).lines[line.line_id])
            yield reverse_amount(as_sold(line), earlier, item.amount)
            continue
        units = refundable_units(vendor_order, line)
        if item.quantity > units:
            detail = Text("Units of {sku} that can be refunded: {units}.", sku=line.sku, units=units)
            raise CannotRefund(detail, state=vendor_order.state)
        yield reverse_units(as_sold(line), earlier, item.quantity)


def _require_known(vendor_order: VendorOrder, wanted: RefundRequest) -> None:
    """:raises InvalidInput: for a line named twice or of another order, another currency, or nothing"""
    if len({item.line_id for item in wanted.lines}) != len(wanted.lines):
        raise InvalidInput(errors=[FieldError("lines", "repeated_line", Text("Name each line once"))])
    amounts = {"amount": wanted.amount, "shipping": wanted.shipping, "fees": wanted.fees}
    for index, item in enumerate(wanted.lines):
        if vendor_order.line(item.line_id) is None:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        amounts[f"lines.{index}.amount"] = item.amount
    currency = vendor_order.total.currency
    for field, amount in amounts.items():
        if amount is not None and amount.currency != currency:
            message = Text("The order is in {currency}", currency=currency)
            raise InvalidInput(errors=[FieldError(f"{field}.currency", "other_currency", message)])
        if amount is not None and amount.minor <= 0:
            raise InvalidInput(errors=[FieldError(field, "not_positive", Text("Must be more than zero"))])


def _require_left(amount: Money, left: Money) -> None:
    if amount > left:
        raise RefundExceedsSale(refundable=left)


def _require_within_limit(vendor_order: VendorOrder, due: Money) -> None:
    limit_minor = VENDOR_REFUND_LIMIT_MINOR.current().get(due.currency)
    if limit_minor is None:
        return
    own = (item.due for item in vendor_order.reversals if item.cause is ReversalCause.REFUND and item.by == "vendor")
    left_minor = max(limit_minor - total(own, due.currency).minor, 0)
    if due.minor > left_minor:
        raise RefundLimitExceeded(limit=Money(limit_minor, due.currency), left=Money(left_minor, due.currency))


def _id_of(vendor_order: VendorOrder, wanted: RefundRequest, reason: RefundReason, *, by: str, request_key: str) -> str:
    """The same for a repeated request; another one where the same key comes for something else, or from the other side."""
    content = msgspec.json.encode(wanted).decode()
    return derived_id("rev", vendor_order.id, "refund", by, request_key, reason, content, at=vendor_order.created_at)


def _audit(vendor_order: VendorOrder, reversal_id: str, *, actor: Actor, now: datetime) -> None:
    reversal = find_reversal(vendor_order, reversal_id)
    assert reversal is not None
    assert reversal.reason_code is not None
    new = {"reversal_id": reversal_id, "refund": msgspec.to_builtins(reversal.refund), "reason_code": reversal.reason_code.value}
    with tenancy.atomic():
        audit.record(actor=actor, action="sale.refunded", resource=vendor_order.id, new=new, reason=reversal.reason, now=now)
