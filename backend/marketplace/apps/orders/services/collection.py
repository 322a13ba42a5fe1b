"""What is paid on delivery: the vendor collects the customer's money, and owes the operator its commission and the fees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, collection_account
from marketplace.apps.orders.services.postings import VendorOrderPostings
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.kit.money import total


def book_collected(vendor_order: VendorOrder, *, now: datetime) -> None:
    """
    Book the sale of a delivered vendor order that was paid on delivery; nothing for any other. Safe to repeat.

    The money passes through the vendor's account and stays in its hands, so what is left there is its debt: the commission
    and the fees.
    """
    if not vendor_order.settles_on_delivery or vendor_order.delivered_at is None:
        return
    sales = list(_sales(vendor_order))
    taken = (posting.amount for posting in sales if posting.source == collection_account(vendor_order.vendor_id))
    collected = total(taken, vendor_order.total.currency)
    with tenancy.atomic():
        ledger_services.post([*sales, *_books(vendor_order).collected(collected)], now=now)
        payment_services.record_collection(payment_id=vendor_order.payment_id, amount=collected, reference=vendor_order.id, now=now)


def _sales(vendor_order: VendorOrder) -> Iterator[Posting]:
    """The units that were not canceled, with their share of each line's frozen fee."""
    books = _books(vendor_order)
    yield from books.shipping(vendor_order.shipping, discount=vendor_order.shipping_discount)
    yield from books.fees(vendor_order.fees)
    for line in vendor_order.lines:
        amount, discount, fee, vat = (
            amount.slice(line.canceled, line.quantity, of=line.quantity)
            for amount in (line.total, line.discount, line.commission.fee, line.commission.vat)
        )
        yield from books.sale(line.line_id, amount, discount=discount, fee=fee, vat=vat, commission=line.commission)


def _books(vendor_order: VendorOrder) -> VendorOrderPostings:
    return VendorOrderPostings(
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.id,
        payment_id=vendor_order.payment_id,
        money=collection_account(vendor_order.vendor_id),
    )
