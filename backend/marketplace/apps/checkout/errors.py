"""Why a checkout is refused, or has failed."""

from __future__ import annotations

from typing import Any

from marketplace.kit.errors import Conflict, MarketplaceError, NotFound
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

_OF_FAILURE = {
    "card_declined": Text("The bank declined the card; try another way to pay."),
    "insufficient_funds": Text("There is not enough money on the account of this card; try another way to pay."),
    "expired_card": Text("The card has expired; try another one."),
    "vendor_not_selling": Text("A vendor does not sell any more; nothing was taken."),
    "authentication_failed": Text("The bank could not make sure that it was you; try again or choose another way to pay."),
}


class CheckoutNotFound(NotFound):
    """No such checkout, or another customer's."""

    title = "There is no such checkout"


class PriceChanged(Conflict):
    """The cart no longer costs what the customer saw; ``current_total`` is what it costs now. Nothing was stored."""

    code = "price_changed"
    title = "The total has changed since you saw it"

    def __init__(self, *, current_total: Money, changes: Any) -> None:
        detail = Text("The total has changed since you saw it; it is now {total}", total=current_total)
        super().__init__(detail, current_total=current_total, changes=changes)


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
