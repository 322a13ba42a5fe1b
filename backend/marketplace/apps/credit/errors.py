"""Why credit is refused."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, Forbidden, NotFound


class CreditNotFound(NotFound):
    """No such credit, or no gift card with this code."""

    code = "credit_not_found"

    title = "There is no such gift card or store credit"


class CreditNotAvailable(Conflict):
    """A credit cannot pay what it should: another checkout has taken it, or it is blocked or expired by now. Nothing was stored."""

    code = "credit_not_available"
    title = "A gift card or store credit of this cart cannot pay as much any more; look at the cart again"


class IssueNeedsSecondPerson(Conflict):
    """Who proposed to give so much credit cannot approve it."""

    code = "issue_needs_second_person"
    title = "Another person has to approve this amount"


class IssueStateForbids(Conflict):
    """The issue was decided on already; ``state`` says how."""

    code = "issue_state_forbids"
    title = "This was decided on already"


class ExpiryPassed(Conflict):
    """A gift card would have expired before anybody can use it."""

    code = "expiry_passed"
    title = "The expiry lies in the past"


class PurchaseNotFound(NotFound):
    """There is no such purchase of a gift card, or it is another customer's."""

    code = "gift_card_purchase_not_found"
    title = "There is no such purchase of a gift card"


class TooManyPurchases(Conflict):
    """A customer buys only so many gift cards a day: they are what stolen payment cards are tried on."""

    code = "too_many_gift_cards"
    title = "You have bought as many gift cards as is possible in a day"


class PurchaseNotRefundable(Conflict):
    """A gift card that is not paid, that was used, or that was bought too long ago. ``state`` is the purchase's."""

    code = "gift_card_not_refundable"
    title = "This gift card cannot be refunded"


class GiftCardNotSendable(Conflict):
    """A gift card that is not paid, that was used, is blocked or has expired, or whose buyer was erased. ``state`` is the purchase's."""

    code = "gift_card_not_sendable"
    title = "This gift card cannot be sent again"


class AddressNeedsAdmin(Forbidden):
    """The code of a gift card is money: only an admin has it mailed to another address."""

    code = "address_needs_admin"
    title = "Only an admin can send a gift card to another address"
