"""
Where the money of a reversal goes back to: the sources that had paid, the last one first. Pure.

Gift cards and store credit pay before the payment does, in their order. So what is reversed goes to the payment first, up to what it had
paid of this vendor order, then to the credits, the last one first. Each gets back what it had paid once everything is reversed.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.pricing.types import Tender
from marketplace.kit.money import Money, total


def credited_of(vendor_order: VendorOrder, due: Money) -> tuple[Tender, ...]:
    """What of ``due``, which the customer had paid, goes back to the gift cards and store credit of the vendor order."""
    if not vendor_order.tenders:
        return ()
    return tuple(_credited(vendor_order, due - min(due, left_of_payment(vendor_order))))


def left_of_payment(vendor_order: VendorOrder) -> Money:
    """What the payment had paid of the vendor order, less its share of the reversals."""
    currency = vendor_order.total.currency
    paid = vendor_order.total - total((item.amount for item in vendor_order.tenders), currency)
    return paid - total((item.of_payment for item in vendor_order.reversals), currency)


def _credited(vendor_order: VendorOrder, rest: Money) -> Iterator[Tender]:
    for tender in reversed(vendor_order.tenders):
        earlier = (item.amount for reversal in vendor_order.reversals for item in reversal.credited if item.reference == tender.reference)
        share = min(rest, tender.amount - total(earlier, rest.currency))
        rest -= share
        if share:
            yield msgspec.structs.replace(tender, amount=share)
