"""The words of a checkout: its states, what was agreed on, how to pay."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.pricing.types import Quote
from marketplace.kit.money import Money


class CheckoutState(StrEnum):
    """
    How far turning a cart into an order has come, or how it ended.

    ``services/states.py`` has the table of moves; ``docs/concepts/checkout.md`` draws it.
    """

    PREPARED = "prepared"
    ORDERED = "ordered"
    SETTLED = "settled"
    COMPLETED = "completed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELED = "canceled"
    REPLACED = "replaced"
    REFUNDED = "refunded"


OPEN = (CheckoutState.PREPARED, CheckoutState.ORDERED)
UNFINISHED = (*OPEN, CheckoutState.SETTLED)
SOLD = (CheckoutState.SETTLED, CheckoutState.COMPLETED)
LIVE = (*OPEN, *SOLD)
# Where a further payment may take the place of one that ended.
PAYABLE = (CheckoutState.ORDERED, CheckoutState.DECLINED)
# Ended before anything was paid. A payment that comes all the same is a late one: it settles the checkout, or is refunded.
UNPAID = (CheckoutState.DECLINED, CheckoutState.EXPIRED, CheckoutState.REPLACED, CheckoutState.CANCELED)


class CheckoutStatus(StrEnum):
    """What the customer reads of a checkout's state."""

    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELED = "canceled"
    REPLACED = "replaced"
    REFUNDED = "refunded"


def status_of(state: CheckoutState) -> CheckoutStatus:
    """What the customer reads of ``state``."""
    if state in OPEN:
        return CheckoutStatus.AWAITING_PAYMENT
    return CheckoutStatus.CONFIRMED if state in SOLD else CheckoutStatus(state)


class CheckoutSnapshot(msgspec.Struct, kw_only=True, frozen=True):
    """What was agreed on when the checkout was opened: all that later steps need, so that none of them reads the cart."""

    quote: Quote
    commissions: tuple[FrozenCommission, ...]
    cart_seen_at: datetime  # the cart's ``updated_at`` when the order was made of it
    customer_id: str
    email: str
    language: str
    country: str
    shipping_address: Address | None  # None where nothing is sent
    billing_address: Address | None
    payment_method: str
    provider: str
    settles_on_delivery: bool
    note: str = ""
    exchange_of: str = ""  # the return whose exchange it is


class PaymentChoice(msgspec.Struct, frozen=True, kw_only=True):
    """
    How to pay. A hosted page sends the customer back to ``return_url``; a ``card_token`` of the provider replaces the page, and so does the
    customer's saved card ``card_id``. ``saves_card``: the customer agrees to have the new card saved. ``network`` is where the request came
    from, or empty.
    """

    method: str
    return_url: str = ""
    card_token: str = ""
    card_id: str = ""
    saves_card: bool = False
    network: str = ""


class SaleShares(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator keeps of a sale, ``vat`` on it being its own, and what is left to the vendor."""

    commission: Money
    vat: Money
    earnings: Money


class PreviewedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was sold, ``amount`` being what it sold for as the vendor sees it, and as other terms would share it."""

    line_id: str
    title: str
    quantity: int
    amount: Money
    was: SaleShares
    would_be: SaleShares


class PreviewedSale(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor order as the plan of its day shared it, and as other terms would: before anything was canceled or refunded. ``amount`` is its
    lines' and its delivery's, as the vendor sees them; no commission is taken of the delivery.
    """

    vendor_order_id: str
    order_id: str
    number: str
    placed_at: datetime
    amount: Money
    was: SaleShares
    would_be: SaleShares
    lines: list[PreviewedLine]
