"""What can be wrong with an order, as callers of the API see it."""

from __future__ import annotations

from marketplace.apps.orders.types import VendorOrderState
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.money import Money
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


class CannotRefund(Conflict):
    """The ``state`` of the vendor order does not allow this refund: it is not paid, or the units were not delivered."""

    code = "cannot_refund"
    title = "The present state of the order does not allow this refund"


class RefundExceedsSale(Conflict):
    """Less is left of what the customer paid; ``refundable`` says how much."""

    code = "refund_exceeds_sale"
    title = "Less is left to refund"

    def __init__(self, *, refundable: Money) -> None:
        super().__init__(Text("At most {refundable} can be refunded here.", refundable=refundable), refundable=refundable)


class RefundLimitExceeded(Conflict):
    """A vendor may refund less of one order by itself; ``left`` says how much. Staff may refund more."""

    code = "refund_limit_exceeded"
    title = "You may refund less of this order yourself"

    def __init__(self, *, limit: Money, left: Money) -> None:
        detail = Text("You may refund {left} more of this order yourself; ask the marketplace for anything above it.", left=left)
        super().__init__(detail, limit=limit, left=left)
