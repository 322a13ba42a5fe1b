"""
What of a checkout can be sold when its payment is secured: everything, the parts of some vendors, or nothing.

Everything here runs in the transaction that settles the checkout, or decides how much of an authorization is captured for it. Locks are
taken in one order: the checkout, its cart's place among the live ones, the vendors, the stock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services.opening import take_over
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.errors import OutOfStock, ReservationGone
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders.types import UnsoldPart, UnsoldReason
from marketplace.apps.pricing.types import QuoteLine
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import rows
from marketplace.kit.money import Money


class CannotSell(Exception):
    """No order can be had for the payment; ``reason`` is what the customer reads."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def keep_stock(checkout: Checkout, *, until: datetime, now: datetime) -> None:
    """
    Reserve until then what can be sold, before anything is captured; note the parts as unsold that cannot.

    :raises CannotSell: if nothing can be sold; the caller's transaction has to roll back
    """
    refused = _release_refused(checkout, now=now)
    short = _reserve(checkout, without=refused, until=until, now=now)
    _note_unsold(checkout, refused=refused, short=short, is_paid=False)


def sell_stock(checkout: Checkout, *, is_reserved: bool, now: datetime) -> None:
    """
    Sell the stock of every part whose vendor may sell and whose products can be had; note the others as unsold.

    ``is_reserved``: the checkout has not ended before, so its stock is reserved, unless that ran out a moment ago.

    :raises CannotSell: if nothing can be sold; the caller's transaction has to roll back
    """
    refused, short = _release_refused(checkout, now=now), set[str]()
    if refused or not is_reserved:
        short = _reserve(checkout, without=refused, until=now, now=now)
    try:
        inventory_services.sell(owner_id=checkout.order_id, now=now)
    except ReservationGone:
        short = _reserve(checkout, without=refused, until=now, now=now)
        inventory_services.sell(owner_id=checkout.order_id, now=now)
    _note_unsold(checkout, refused=refused, short=short, is_paid=not checkout.agreed.settles_on_delivery)


def _release_refused(checkout: Checkout, *, now: datetime) -> set[str]:
    """The vendors that may not sell, held in their state. If there are any, all stock is released, for the others to reserve again."""
    refused = set(vendor_services.hold_selling(part.vendor_id for part in checkout.sold_parts))
    if refused:
        inventory_services.release(owner_id=checkout.order_id, now=now)
    return refused


def _reserve(checkout: Checkout, *, without: Collection[str], until: datetime, now: datetime) -> set[str]:
    """
    Reserve the stock of all parts but those ``without``, as far as there is enough. Returns the vendors of the parts that are short.

    :raises CannotSell: if nothing can be reserved
    """
    take_over(checkout, now=now)
    selling = {part.vendor_id for part in checkout.sold_parts} - set(without)
    short: set[str] = set()
    while lines := [line for line in checkout.agreed.quote.lines if line.vendor_id in selling]:
        missing = _missing(checkout.order_id, lines, until=until, now=now)
        if not missing:
            return short
        short |= {line.vendor_id for line in lines if line.variant_id in missing}
        selling -= short
    raise CannotSell(UnsoldReason.OUT_OF_STOCK if short else UnsoldReason.VENDOR_NOT_SELLING)


def _missing(order_id: str, lines: Sequence[QuoteLine], *, until: datetime, now: datetime) -> set[str]:
    """The variants of which there is not enough; empty once all of the lines are reserved."""
    wanted = [StockLine(line.variant_id, line.quantity) for line in lines]
    try:
        inventory_services.reserve(owner_id=order_id, lines=wanted, until=until, now=now)
    except OutOfStock as error:
        return {item["variant_id"] for item in error.extra["lines"]}
    return set()


def _note_unsold(checkout: Checkout, *, refused: Collection[str], short: Collection[str], is_paid: bool) -> None:
    if not refused and not short:
        return
    unsold = list(checkout.unsold_parts)
    for part in checkout.sold_parts:
        if part.vendor_id in refused or part.vendor_id in short:
            reason = UnsoldReason.VENDOR_NOT_SELLING if part.vendor_id in refused else UnsoldReason.OUT_OF_STOCK
            refund = part.amount_due if is_paid else Money.zero(part.amount_due.currency)
            unsold.append(UnsoldPart(vendor_id=part.vendor_id, reason=reason, refund=refund))
    checkout.unsold = msgspec.to_builtins(unsold)
    rows.change(checkout, "unsold")
