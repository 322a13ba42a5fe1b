"""What can be wrong with an order, as callers of the API see it."""

from __future__ import annotations

from marketplace.apps.orders.types import VendorOrderState
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.texts import Text

_OF_STATE: dict[str, Text] = {
    VendorOrderState.NEW: Text("The vendor has not accepted the order yet."),
    VendorOrderState.ACCEPTED: Text("The vendor has accepted the order."),
    VendorOrderState.PARTLY_SHIPPED: Text("Part of the order has been sent."),
    VendorOrderState.SHIPPED: Text("The order has been sent."),
    VendorOrderState.DELIVERED: Text("The order has been delivered."),
    VendorOrderState.CANCELED: Text("The order is canceled."),
}


class OrderNotFound(NotFound):
    """No such order, or another customer's."""

    title = "There is no such order"


class CannotFulfil(Conflict):
    """The ``state`` of the vendor order, or of its lines, does not allow this."""

    code = "cannot_fulfil"
    title = "The present state of the order does not allow this"

    def __init__(self, detail: Text | None = None, *, state: str) -> None:
        super().__init__(detail or _OF_STATE[state], state=state)


class CannotCancel(Conflict):
    """More units were to be canceled than are neither sent nor canceled."""

    code = "cannot_cancel"
    title = "These units can no longer be canceled"
