"""Cash on delivery: the vendor takes the customer's money, and owes the operator its commission."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, cash_account
from marketplace.apps.orders.commission import share_of
from marketplace.apps.orders.documents import VendorOrder
from marketplace.apps.orders.services.books import PartBooks
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.kit.money import total


def book_collected(vendor_order: VendorOrder, *, now: datetime) -> None:
    """
    Book the sale of a delivered vendor order that was paid at the door; nothing for any other. Safe to repeat.

    The cash passes through the vendor's account and stays in its hands, so what is left there is its debt: the commission.
    """
    if not vendor_order.is_cash or vendor_order.delivered_at is None:
        return
    sales = list(_sales(vendor_order))
    taken = (posting.amount for posting in sales if posting.source == cash_account(vendor_order.vendor_id))
    collected = total(taken, vendor_order.total.currency)
    with tenancy.atomic():
        ledger_services.post([*sales, *_books(vendor_order).cash_collected(collected)], now=now)
        payment_services.record_cash_collected(payment_id=vendor_order.payment_id, amount=collected, reference=vendor_order.id, now=now)


def _sales(vendor_order: VendorOrder) -> Iterator[Posting]:
    """The pieces that were not canceled, with their share of each line's frozen fee."""
    books = _books(vendor_order)
    yield from books.shipping(vendor_order.shipping)
    for line in vendor_order.lines:
        amount, fee, vat = (
            share_of(figure, before=line.canceled, after=line.quantity, of=line.quantity)
            for figure in (line.total, line.commission.fee, line.commission.vat)
        )
        yield from books.sale(line.line_id, amount, fee=fee, vat=vat, commission=line.commission)


def _books(vendor_order: VendorOrder) -> PartBooks:
    return PartBooks(
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.id,
        payment_id=vendor_order.payment_id,
        money=cash_account(vendor_order.vendor_id),
    )
