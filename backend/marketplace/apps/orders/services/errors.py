from __future__ import annotations

from marketplace.kit.errors import Conflict, MarketplaceError


class PriceChanged(Conflict):
    """The cart no longer costs what the customer saw; ``current_total`` tells what it costs now. Nothing was stored."""

    code = "price_changed"
    title = "The total has changed since you saw it"


class CheckoutIncomplete(MarketplaceError):
    """The cart still lacks something; ``missing`` names what."""

    code = "checkout_incomplete"
    status = 422
    title = "Something is still missing before this can be ordered"


class PaymentDeclined(MarketplaceError):
    """The payment was refused; the cart is as it was and the stock is free again."""

    code = "payment_declined"
    status = 402
    title = "The payment was declined; try another way to pay"


class CannotFulfil(Conflict):
    """The state of the vendor order, or of its lines, does not allow this."""

    code = "cannot_fulfil"
    title = "The present state of the order does not allow this"


class CannotCancel(Conflict):
    """More pieces were to be canceled than are neither sent nor canceled."""

    code = "cannot_cancel"
    title = "These pieces can no longer be canceled"
