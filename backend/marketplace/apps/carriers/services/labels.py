"""What vendors do with labels: choose, buy, ship, void, print; for parcels to customers, and for returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carriers import queries
from marketplace.apps.carriers.errors import (
    CarrierKeysRefused,
    CarrierNotConnected,
    CarrierUnavailable,
    LabelNotFound,
    LabelNotPossible,
    LabelRefused,
    LabelsCoverUnits,
    LabelStateForbids,
)
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.providers.base import Item, LabelRequest, Party
from marketplace.apps.carriers.services import accounts, at_carrier
from marketplace.apps.carriers.types import ENDED, LabelOption, LabelPurpose, LabelState, LabelView, LabelWish
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.errors import CannotFulfil
from marketplace.apps.orders.types import LineQuantity, VendorOrder, VendorOrderState
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink, open_blob, private_link
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id
from marketplace.kit.texts import Text

CONTENT_TYPE = "application/pdf"
CAN_SHIP = (VendorOrderState.NEW, VendorOrderState.ACCEPTED, VendorOrderState.PARTLY_SHIPPED)
_WITH_FILE = (LabelState.BOUGHT, LabelState.SHIPPING, LabelState.USED)


def list_options(*, vendor_id: str, vendor_order_id: str, weight_g: int, is_return: bool = False) -> Sequence[LabelOption]:
    """
    The ways to send a parcel of this weight to the order's customer, or back, with what the carrier asks for each.

    :raises OrderNotFound: if it is no order of that vendor :raises LabelNotPossible: :raises CarrierNotConnected:
    :raises CarrierKeysRefused: :raises CarrierUnavailable: :raises LabelRefused: if the carrier does not understand the parcel
    """
    part, account = order_queries.get_vendor_order(vendor_id, vendor_order_id), accounts.account_of(vendor_id)
    request = _request(part, [], LabelWish(service="", weight_g=weight_g), label_id="", is_return=is_return)
    with at_carrier.opened_for(account) as carrier:
        return carrier.list_options(request)


def buy_label(
    *,
    vendor_id: str,
    vendor_order_id: str,
    lines: Sequence[LineQuantity],
    wish: LabelWish,
    actor: Actor,
    request_key: str,
    now: datetime,
) -> LabelView:
    """
    Buy a label for a parcel with these units; the same ``request_key`` buys the same one once. Units that a label is there for cannot have
    another one.

    :raises OrderNotFound: if it is no order of that vendor
    :raises CannotFulfil: if nothing of it can be sent :raises InvalidInput: for a line that is not in the order, or named twice
    :raises LabelsCoverUnits: if labels and parcels leave too few units :raises LabelNotPossible: for this order
    :raises CarrierNotConnected: :raises LabelRefused: nothing is bought :raises CarrierKeysRefused: as well
    :raises CarrierUnavailable: if it is not known whether it was bought :raises LabelUnderWay: while that is being found out
    """
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    label_id = derived_id("lbl", part.id, request_key, at=part.created_at)
    known = CarrierLabel.objects.filter(pk=label_id).first()
    if known is not None:
        return _finished(known, now=now)
    if part.state not in CAN_SHIP:
        raise CannotFulfil(state=part.state)
    request = _request(part, lines, wish, label_id=label_id, is_return=False)
    row = _row(part, lines, wish, label_id=label_id, purpose=LabelPurpose.SHIPMENT, now=now)
    with tenancy.atomic():
        accounts.take_turns(vendor_id)
        known = CarrierLabel.objects.filter(pk=label_id).first()
        if known is None:
            account = _claimed_by(row)
            _require_uncovered(part, lines)
            rows.insert(row)
    if known is not None:  # the same request was faster
        return _finished(known, now=now)
    return _with_file(at_carrier.buy(row, request, account, actor=actor, now=now))


def buy_return_label(
    *, return_id: str, vendor_id: str, vendor_order_id: str, lines: Sequence[LineQuantity], wish: LabelWish, actor: Actor, now: datetime
) -> LabelView:
    """
    Buy the label by which a return comes back, once: while there is one, it is the answer. For the app of returns, which says whether
    a return may have one. Raises what ``buy_label`` does.
    """
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    if (known := _of_return(return_id)) is not None:
        return _finished(known, now=now)
    number = CarrierLabel.objects.filter(return_id=return_id).count()
    label_id = derived_id("lbl", part.id, return_id, str(number), at=part.created_at)
    request = _request(part, lines, wish, label_id=label_id, is_return=True)
    row = _row(part, lines, wish, label_id=label_id, purpose=LabelPurpose.RETURN, return_id=return_id, now=now)
    with tenancy.atomic():
        accounts.take_turns(vendor_id)
        account = _claimed_by(row)
        is_ours = rows.insert(row, unless_there=True)
    if not is_ours:  # another request was faster
        return _finished(CarrierLabel.objects.get(pk=label_id), now=now)
    return _with_file(at_carrier.buy(row, request, account, actor=actor, now=now))


def ship_label(*, vendor_id: str, vendor_order_id: str, label_id: str, now: datetime) -> LabelView:
    """
    The parcel that the label was bought for is on its way: it is entered into the order, with the label's carrier and tracking number.
    Safe to repeat.

    :raises LabelNotFound: :raises LabelStateForbids: unless it is bought
    :raises CannotFulfil: if its units were sent or canceled meanwhile: the label can be voided
    """
    row = queries.find_label(vendor_id, label_id, vendor_order_id=vendor_order_id)
    _move(row, (LabelState.BOUGHT, LabelState.SHIPPING, LabelState.USED), LabelState.SHIPPING, unless=LabelState.USED)
    try:
        order = order_services.ship(
            vendor_id=vendor_id,
            vendor_order_id=vendor_order_id,
            lines=row.units,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            tracking_url=row.tracking_url,
            request_key=row.id,
            now=now,
        )
    except (CannotFulfil, InvalidInput):
        _move(row, (LabelState.SHIPPING,), LabelState.BOUGHT)
        raise
    row.state, row.shipment_id = LabelState.USED, order_services.shipment_id_of(order, row.units, row.id)
    rows.change(row, "state", "shipment_id")
    return row.as_view()


def void_label(*, vendor_id: str, vendor_order_id: str, label_id: str, now: datetime) -> LabelView:
    """
    Void a label that was not used; of an unknown one the person says so that there is none at the carrier. Safe to repeat.

    :raises LabelNotFound: :raises LabelStateForbids: unless it is bought :raises LabelRefused: if the carrier does not take it back
    :raises CarrierNotConnected: :raises CarrierUnavailable: if it is not known; that is found out later
    """
    return _void(queries.find_label(vendor_id, label_id, vendor_order_id=vendor_order_id), now=now)


def void_return_label(*, return_id: str, now: datetime) -> LabelView:
    """The same for the label of a return. :raises LabelNotFound: if it has none"""
    row = _of_return(return_id)
    if row is None:
        raise LabelNotFound
    return _void(row, now=now)


def link_to_label(*, vendor_id: str, vendor_order_id: str, label_id: str, now: datetime) -> PrivateLink:
    """
    A link that downloads the label, which is fetched from the carrier the first time.

    :raises LabelNotFound: :raises LabelStateForbids: if there is none to print :raises LabelNotPossible: if it cannot be had any more
    :raises CarrierUnavailable: :raises BlobsUnavailable:
    """
    row = queries.find_label(vendor_id, label_id, vendor_order_id=vendor_order_id)
    if row.state not in _WITH_FILE:
        raise LabelStateForbids(state=row.state)
    return private_link(at_carrier.fetch_file(row), filename=f"label-{row.id}.pdf", content_type=CONTENT_TYPE, now=now)


def content_of_return_label(return_id: str) -> bytes:
    """The PDF. :raises LabelNotFound: if the return has none that is bought. Raises what ``link_to_label`` does"""
    row = _of_return(return_id)
    if row is None or row.state not in _WITH_FILE:
        raise LabelNotFound
    with open_blob(at_carrier.fetch_file(row)) as file:
        return file.read()


def _finished(row: CarrierLabel, *, now: datetime) -> LabelView:
    """
    What became of a label that was asked for before.

    :raises LabelRefused: if it was not bought :raises LabelNotPossible: if a person has to look at the carrier for it
    """
    found = at_carrier.finish(row, now=now)
    if found.state == LabelState.UNKNOWN:
        raise LabelNotPossible(
            Text("It may be bought already: look at the carrier. If there is none, or once it is voided there, void it here.")
        )
    if found.state == LabelState.FAILED:
        raise LabelRefused(reason=found.problem)
    return _with_file(found)


def _with_file(row: CarrierLabel) -> LabelView:
    """The label, whose file is kept if it can be had at once; else the first who prints it has it fetched."""
    if row.state in _WITH_FILE:
        with suppress(CarrierUnavailable, CarrierNotConnected, CarrierKeysRefused, LabelNotPossible, LabelRefused, BlobsUnavailable):
            at_carrier.fetch_file(row)
    return row.as_view()


def _void(row: CarrierLabel, *, now: datetime) -> LabelView:
    if row.state in (LabelState.VOIDED, LabelState.VOIDING):
        return at_carrier.finish(row, now=now).as_view()
    if row.state == LabelState.UNKNOWN:
        return at_carrier.end_unknown(row, now=now).as_view()
    account = accounts.account_of(row.vendor_id)
    if account.public_key != row.account:
        message = Text("It was bought with another account at the carrier: void it there, or connect that account again.")
        raise LabelNotPossible(message)
    return at_carrier.void(at_carrier.begin_to_void(row, now=now), account, now=now).as_view()


def _of_return(return_id: str) -> CarrierLabel | None:
    return CarrierLabel.objects.filter(return_id=return_id, purpose=LabelPurpose.RETURN).exclude(state__in=ENDED).first()


def _move(row: CarrierLabel, sources: Sequence[LabelState], target: LabelState, *, unless: LabelState | None = None) -> None:
    """Change the state. :raises LabelStateForbids: if it is none of ``sources`` by then; ``unless`` it is in that one already"""
    parameters = {"id": row.id, "sources": [state for state in sources if state != unless]}
    if rows.change_where(CarrierLabel, "id = %(id)s AND state = ANY (%(sources)s::text[])", parameters, state=target):
        row.state = target
        return
    state = CarrierLabel.objects.get(pk=row.pk).state
    if unless is None or state != unless:
        raise LabelStateForbids(state=state)


def _claimed_by(row: CarrierLabel) -> CarrierAccount:
    """The account that the label is bought with, in the transaction in which the account cannot be changed."""
    account = accounts.account_of(row.vendor_id)
    row.account = account.public_key
    return account


def _row(part: VendorOrder, lines: Sequence[LineQuantity], wish: LabelWish, *, now: datetime, **more: Any) -> CarrierLabel:
    label_id = more.pop("label_id")
    return CarrierLabel(
        id=label_id,
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        order_id=part.order_id,
        lines=msgspec.to_builtins(list(lines)),
        service=wish.service,
        weight_g=wish.weight_g,
        requested_at=now,
        claimed_until=now + at_carrier.CLAIMED_FOR,
        **more,
    )


def _require_uncovered(part: VendorOrder, lines: Sequence[LineQuantity]) -> None:
    """
    That the order has these units besides the ones that labels are there for: read in the transaction in which no other label of the vendor
    begins.

    :raises LabelsCoverUnits: if it has not
    """
    sent = {shipment.id for shipment in part.shipments}
    labels = CarrierLabel.objects.filter(vendor_order_id=part.id, purpose=LabelPurpose.SHIPMENT).exclude(state__in=ENDED)
    covered: Counter[str] = Counter()
    for label in labels:
        if not (label.shipment_id and label.shipment_id in sent):
            covered.update({item.line_id: item.quantity for item in label.units})
    for item in lines:
        line = part.line(item.line_id)
        assert line is not None
        if item.quantity > line.unsent - covered[item.line_id]:
            raise LabelsCoverUnits(line_id=item.line_id, left=max(line.unsent - covered[item.line_id], 0))


def _request(part: VendorOrder, lines: Sequence[LineQuantity], wish: LabelWish, *, label_id: str, is_return: bool) -> LabelRequest:
    """
    What the carrier is asked for.

    :raises InvalidInput: for a line that is not in the order, or named twice
    :raises LabelNotPossible: where it cannot be asked
    """
    if part.settles_on_delivery and not is_return:
        raise LabelNotPossible(Text("It is paid on delivery: the courier who collects the money takes the parcel."))
    if part.shipping_address is None:
        raise LabelNotPossible(Text("Nothing is sent for this order, or its address has been erased."))
    vendor = vendor_queries.get_vendor(part.vendor_id)
    if vendor.address is None:
        raise LabelNotPossible(Text("Give your business address in your profile first: it stands on the label."))
    ours = Party(address=_of_business(vendor.address, vendor.name, vendor.phone), email=vendor.email)
    theirs = Party(address=part.shipping_address, email=part.email)
    return LabelRequest(
        label_id=label_id,
        order_number=part.number,
        service=wish.service,
        weight_g=wish.weight_g,
        sender=theirs if is_return else ours,
        recipient=ours if is_return else theirs,
        items=tuple(_items(part, lines)),
        is_return=is_return,
    )


def _of_business(address: Address, name: str, phone: str) -> Address:
    named = {"name": address.name or name, "company": address.company or name, "phone": address.phone or phone}
    return msgspec.structs.replace(address, **named)


def _items(part: VendorOrder, lines: Sequence[LineQuantity]) -> list[Item]:
    if len({item.line_id for item in lines}) != len(lines):
        raise InvalidInput(errors=[FieldError("lines", "repeated_line", Text("Name each line once"))])
    items = []
    for index, item in enumerate(lines):
        line = part.line(item.line_id)
        if line is None:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        items.append(Item(sku=line.sku, title=line.title, quantity=item.quantity, value=line.unit_price))
    return items
