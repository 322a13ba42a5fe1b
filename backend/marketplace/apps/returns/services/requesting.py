"""What customers do: request a return, withdraw from the purchase, keep the products after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import LineQuantity, Order, RefundReason, VendorOrder, VendorOrderLine
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.types import HoldCause
from marketplace.apps.returns import queries
from marketplace.apps.returns.errors import NotReturnable
from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.apps.returns.region_settings import RETURN_SEND_DAYS
from marketplace.apps.returns.services import exchanging, states
from marketplace.apps.returns.types import ExchangeState, ReturnLine, ReturnState, ReturnView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id
from marketplace.kit.texts import Text

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('returns'), hashtext(%(vendor_order_id)s))"


def request_returns(
    *,
    order: Order,
    lines: Sequence[LineQuantity],
    reason: RefundReason,
    comment: str,
    photo_ids: Sequence[str] = (),
    declared_by: str = "",
    as_store_credit: bool = False,
    exchanges: Mapping[str, str] | None = None,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> list[ReturnView]:
    """
    Request to return units, one return for each vendor of them; the same ``request_key`` requests the same once. What the law grants is
    approved at once. ``exchanges`` has the variants that the customer wants instead, by line: these lines are a return of their own unless
    all is ``as_store_credit``, since their refund alone is store credit.

    :raises InvalidInput: for a line or a photo that is not of this order, for store credit where there can be none, or for what is no other
        variant of the product
    :raises OutOfStock: if what the customer wants instead cannot be had, and the return is approved at once; nothing is stored
    :raises NotReturnable: if the time is over, or more is wanted of a line than was delivered and is not returned yet; nothing is stored
    """
    _require_photos(order, photo_ids)
    chosen = _chosen(order, lines)
    titles = exchanging.titles_of_exchanges(exchanges or {}, chosen, language=order.language)
    wanted: dict[tuple[str, bool], list[ReturnLine]] = defaultdict(list)
    for item in lines:
        _, part, line = chosen[item.line_id]
        instead = {"exchange_for": (exchanges or {}).get(item.line_id, ""), "exchange_title": titles.get(item.line_id, "")}
        wanted[part.id, as_store_credit or bool(instead["exchange_for"])].append(_line(line, item, instead))
    by_id = {part.id: part for _, part, _ in chosen.values()}
    about: dict[str, Any] = {"reason": reason, "comment": comment, "photo_ids": list(photo_ids), "declared_by": declared_by}
    with tenancy.atomic():
        stored = [
            _store(
                order,
                by_id[part_id],
                wanted[part_id, is_credit],
                {**about, "as_store_credit": is_credit},
                actor=actor,
                request_key=request_key,
                now=now,
            )
            for part_id, is_credit in sorted(wanted)
        ]
    return [row.as_view() for row in stored]


def withdraw(
    *,
    order: Order,
    lines: Sequence[LineQuantity] | None,
    name: str,
    as_store_credit: bool = False,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> list[ReturnView]:
    """
    The withdrawal function of Directive (EU) 2023/2673: the customer, who gives a name, withdraws from the purchase of these units, or of
    all that can be returned. Each return says when; the customer gets a mail with the declaration and its time.

    :raises NotReturnable: if nothing can be returned any more, or not all of it; nothing is stored
    """
    about: dict[str, Any] = {"reason": RefundReason.WITHDRAWAL, "comment": "", "declared_by": name, "as_store_credit": as_store_credit}
    if lines is None:
        known = Return.objects.filter(order_id=order.id, id__in=_ids(order, request_key, about))
        if again := list(known.order_by("id")):
            return [row.as_view() for row in again]
        lines = [
            LineQuantity(line_id, quantity)
            for part in queries.returnable_parts(order, now=now)
            if RefundReason.WITHDRAWAL in part.reasons
            for line_id, quantity in part.units.items()
            if quantity
        ]
    if not lines:
        raise NotReturnable(Text("Nothing of this order can be returned now."))
    return request_returns(order=order, lines=lines, actor=actor, request_key=request_key, now=now, **about)


def cancel_return(*, order_id: str, return_id: str, actor: Actor, now: datetime) -> ReturnView:
    """
    The customer keeps the products. Safe to repeat.

    :raises ReturnNotFound: if the order has no such return
    :raises ReturnStateForbids: once something of it has arrived, or it has ended otherwise
    """
    row = states.find(return_id, order_id=order_id)
    if row.state != ReturnState.CANCELED:
        states.move(row, ReturnState.CANCELED, actor=actor, now=now)
    return row.as_view()


def _chosen(order: Order, lines: Sequence[LineQuantity]) -> dict[str, tuple[int, VendorOrder, VendorOrderLine]]:
    """By line: its place in the request, its part, itself. :raises InvalidInput: for one that is not of the order, or named twice"""
    known = {line.line_id: (part, line) for part in order_queries.vendor_orders_of(order) for line in part.lines}
    chosen: dict[str, tuple[int, VendorOrder, VendorOrderLine]] = {}
    for index, item in enumerate(lines):
        if item.line_id not in known or item.line_id in chosen:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        chosen[item.line_id] = (index, *known[item.line_id])
    return chosen


def _store(
    order: Order,
    part: VendorOrder,
    wanted: Sequence[ReturnLine],
    about: Mapping[str, Any],
    *,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> Return:
    """The return of one vendor's units; the first one of the same request, if there is one. In the caller's transaction."""
    sql.run(_ONE_AT_A_TIME, {"vendor_order_id": part.id})
    return_id = _id(order, part.id, request_key, about, is_exchange=_is_exchange(wanted))
    if known := Return.objects.filter(pk=return_id).first():
        return known
    _require_returnable(order, part, wanted, about["reason"], now=now)
    _require_credit(part, about)
    is_granted = queries.windows_for(order, part).grants_withdrawal(about["reason"], country=order.country, now=now)
    row = Return(
        id=return_id,
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        state=ReturnState.APPROVED if is_granted else ReturnState.REQUESTED,
        is_granted_by_law=is_granted,
        lines=msgspec.to_builtins(wanted),
        instructions=queries.get_policy(part.vendor_id).instructions if is_granted else "",
        requested_at=now,
        decided_at=now if is_granted else None,
        decided_by="customer" if is_granted else "",
        send_until=now + timedelta(days=RETURN_SEND_DAYS.current()) if is_granted else None,
        exchange_state=ExchangeState.WANTED if _is_exchange(wanted) else "",
        **about,
    )
    exchanging.hold_at_once(row, now=now)
    rows.insert(row, events=[states.changed(row, now=now)])
    payout_services.place_holds(HoldCause.RETURN, row.id, vendor_orders={part.id: part.vendor_id}, now=now)
    audit.record(actor=actor, action="return.requested", resource=row.id, new={"state": row.state, "lines": row.lines}, now=now)
    return row


def _require_credit(part: VendorOrder, about: Mapping[str, Any]) -> None:
    if about["as_store_credit"] and not part.takes_store_credit:
        message = Text("Store credit is for customers with an account, of what they paid in advance")
        raise InvalidInput(errors=[FieldError("as_store_credit", "no_store_credit", message)])


def _require_returnable(order: Order, part: VendorOrder, wanted: Sequence[ReturnLine], reason: RefundReason, *, now: datetime) -> None:
    if not queries.windows_for(order, part).allows(reason, now=now):
        raise NotReturnable(Text("The time to return this is over."))
    units = queries.units_left(part)
    for item in wanted:
        if item.quantity > units[item.line_id]:
            raise NotReturnable(Text("Units of {sku} that can be returned: {units}.", sku=item.sku, units=units[item.line_id]))


def _require_photos(order: Order, photo_ids: Sequence[str]) -> None:
    known = set(ReturnPhoto.objects.filter(order_id=order.id, pk__in=photo_ids).values_list("pk", flat=True))
    for index, photo_id in enumerate(photo_ids):
        if photo_id not in known:
            raise InvalidInput(errors=[FieldError(f"photos.{index}", "unknown_photo", Text("Not a photo of this order"))])


def _line(line: VendorOrderLine, item: LineQuantity, instead: Mapping[str, Any]) -> ReturnLine:
    title = " ".join(filter(None, (line.title, line.option_text)))
    return ReturnLine(line_id=line.line_id, variant_id=line.variant_id, sku=line.sku, title=title, quantity=item.quantity, **instead)


def _is_exchange(wanted: Sequence[ReturnLine]) -> bool:
    return any(line.exchange_for for line in wanted)


def _ids(order: Order, request_key: str, about: Mapping[str, Any]) -> list[str]:
    return [_id(order, part.vendor_order_id, request_key, about) for part in order.parts]


def _id(order: Order, vendor_order_id: str, request_key: str, about: Mapping[str, Any], *, is_exchange: bool = False) -> str:
    kind = ["exchange"] if is_exchange else []
    return derived_id("ret", vendor_order_id, request_key, about["reason"], *kind, at=order.placed_at)
