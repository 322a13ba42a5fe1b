from __future__ import annotations

from typing import Any

from marketplace.kit.errors import Conflict, MarketplaceError
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

_OF_STATE = {
    "new": Text("The vendor has not accepted the order yet."),
    "accepted": Text("The vendor has accepted the order."),
    "partly_shipped": Text("Part of the order has been sent."),
    "shipped": Text("The order has been sent."),
    "delivered": Text("The order has been delivered."),
    "canceled": Text("The order is canceled."),
}
_OF_FAILURE = {
    "card_declined": Text("The bank declined the card; try another way to pay."),
    "insufficient_funds": Text("There is not enough money on the account of this card; try another way to pay."),
    "expired_card": Text("The card has expired; try another one."),
    "vendor_not_selling": Text("A vendor does not sell any more; nothing was taken."),
    "authentication_failed": Text("The bank could not make sure that it was you; try again or choose another way to pay."),
}


class PriceChanged(Conflict):
    """The cart no longer costs what the customer saw; ``current_total`` tells what it costs now. Nothing was stored."""

    code = "price_changed"
    title = "The total has changed since you saw it"

    def __init__(self, *, current_total: Money, changes: Any) -> None:
        told = Text("The total has changed since you saw it; it is now {total}", total=current_total)
        super().__init__(told, current_total=current_total, changes=changes)


class CheckoutIncomplete(MarketplaceError):
    """The cart still lacks something; ``missing`` names what."""

    code = "checkout_incomplete"
    status = 422
    title = "Something is still missing before this can be ordered"


class PaymentDeclined(MarketplaceError):
    """The payment was refused; the cart is as it was and the stock is free again. ``failure_code`` is the provider's reason."""

    code = "payment_declined"
    status = 402
    title = "The payment was declined; try another way to pay"

    def __init__(self, *, failure_code: str) -> None:
        super().__init__(_OF_FAILURE.get(failure_code), note=failure_code, failure_code=failure_code)


class CannotFulfil(Conflict):
    """The ``state`` of the vendor order, or of its lines, does not allow this."""

    code = "cannot_fulfil"
    title = "The present state of the order does not allow this"

    def __init__(self, detail: Text | None = None, *, state: str) -> None:
        super().__init__(detail or _OF_STATE[state], state=state)


class CannotCancel(Conflict):
    """More pieces were to be canceled than are neither sent nor canceled."""

    code = "cannot_cancel"
    title = "These pieces can no longer be canceled"
