"""What is said of orders: those that the toolbox finds for the caller, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.assistant.providers.base import Toolbox
from marketplace.apps.orders.types import OrderDetail, OrderState, Shipment
from marketplace.foundation import tenancy
from marketplace.foundation.texts import amount, day
from marketplace.kit.texts import Text

MOST_LISTED = 5

STATES: dict[OrderState, Text] = {
    OrderState.AWAITING_PAYMENT: Text("waits for the payment"),
    OrderState.DECLINED: Text("not placed, since the payment was declined"),
    OrderState.EXPIRED: Text("not placed, since it was not paid in time"),
    OrderState.REPLACED: Text("replaced by another order"),
    OrderState.REFUNDED: Text("not completed, and paid back"),
    OrderState.CONFIRMED: Text("confirmed, not sent yet"),
    OrderState.PARTLY_SHIPPED: Text("partly sent"),
    OrderState.SHIPPED: Text("sent"),
    OrderState.DELIVERED: Text("delivered"),
    OrderState.CANCELED: Text("canceled"),
}
NEEDS_PROOF = Text(
    "To look up an order I need its number, which stands in every mail about it, and the e-mail address that it was placed with."
    " With an account, log in and ask again."
)
NOT_FOUND = Text("I found no order with this number and e-mail address. With an account, log in and ask again.")
NOT_YOURS = Text("I found no such order in your account.")
NONE_YET = Text("There is no order in your account.")
HOW_TO_CHANGE = Text("On the page of your order you can cancel what was not sent, and return or exchange what has arrived.")


def state(order: OrderDetail, language: str) -> Iterator[Text]:
    """How far it is, with its parcels, and what has been paid back."""
    yield Text(
        "Order {number} of {day}: {state}. Total: {total}.",
        number=order.number,
        day=_day(order.placed_at, language),
        state=STATES[order.state],
        total=amount(order.total, language),
    )
    for part in order.parts:
        for shipment in part.shipments:
            yield from _parcel(part.vendor_name, shipment, language)
    if order.refunded.minor:
        yield Text("Paid back: {amount}.", amount=amount(order.refunded, language))
    if order.refund_pending.minor:
        yield Text("On its way back to you: {amount}.", amount=amount(order.refund_pending, language))


def listed(orders: list[OrderDetail], language: str) -> Iterator[Text]:
    for order in orders[:MOST_LISTED]:
        yield Text(
            "Order {number} of {day}: {state}. Total: {total}.",
            number=order.number,
            day=_day(order.placed_at, language),
            state=STATES[order.state],
            total=amount(order.total, language),
        )


def changes(order: OrderDetail, tools: Toolbox, language: str) -> Iterator[Text]:
    """What can be done with it now, and until when."""
    yield HOW_TO_CHANGE
    for part in tools.returnable(order):
        if any(part.units.values()) and part.window_ends_at is not None and part.reasons:
            yield Text("{vendor}: can be returned until {day}.", vendor=part.vendor_name, day=_day(part.window_ends_at, language))


def _parcel(vendor: str, shipment: Shipment, language: str) -> Iterator[Text]:
    values = {"vendor": vendor, "carrier": shipment.carrier, "tracking": shipment.tracking_number or "–"}
    if shipment.delivered_at is not None:
        yield Text(
            "{vendor}: parcel by {carrier}, number {tracking}, delivered on {day}.", day=_day(shipment.delivered_at, language), **values
        )
    elif shipment.failure is not None:
        yield Text("{vendor}: parcel by {carrier}, number {tracking}, could not be delivered.", **values)
    else:
        yield Text("{vendor}: parcel by {carrier}, number {tracking}, sent on {day}.", day=_day(shipment.shipped_at, language), **values)


def _day(at: datetime, language: str) -> str:
    return day(at, language, tenancy.current().timezone)
