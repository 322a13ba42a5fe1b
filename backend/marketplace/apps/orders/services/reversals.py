"""
Reversing a part of a vendor order's sale: the one way in which a cancellation, a failed delivery, a return or goodwill takes back stock
and money. The reversal is a value in the document; what it takes back is worked out once, when it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, provider_account
from marketplace.apps.orders.domain.reversals import (
    SoldLine,
    fees_left,
    reverse_units,
    reversed_lines,
    shipping_discount_left,
    shipping_left,
)
from marketplace.apps.orders.events import SaleReversed
from marketplace.apps.orders.services import disputed_money
from marketplace.apps.orders.services.postings import VendorOrderPostings
from marketplace.apps.orders.types import LineQuantity, Reversal, ReversalCause, ReversedLine, VendorOrder
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total


def reverse(
    vendor_order: VendorOrder,
    lines: Sequence[LineQuantity],
    *,
    reversal_id: str,
    cause: ReversalCause,
    cause_id: str = "",
    with_rest: bool,
    reason: str,
    by: str,
    now: datetime,
) -> Event:
    """
    Append the reversal of units to the document, which the caller writes together with the returned event. Where nothing was paid yet,
    nothing is due. ``with_rest`` reverses what is left of the shipping and of the fees, too.

    :raises ExceedsSale: if a line has fewer units left
    :raises Unavailable: if a dispute is not booked yet
    """
    taken = tuple(_reversed(vendor_order, item) for item in lines)
    shipping = shipping_discount = fees = zero = Money.zero(vendor_order.total.currency)
    if with_rest and not vendor_order.settles_on_delivery:
        shipping = shipping_left(vendor_order.shipping, vendor_order.reversals)
        shipping_discount = shipping_discount_left(vendor_order.shipping_discount, vendor_order.reversals)
        fees = fees_left(vendor_order.fees, vendor_order.reversals)
    due = total((line.price for line in taken), zero.currency) + shipping + fees
    reversal = Reversal(
        id=reversal_id,
        cause=cause,
        cause_id=cause_id,
        lines=taken,
        shipping=shipping,
        shipping_discount=shipping_discount,
        fees=fees,
        withheld=disputed_money.withheld_of(vendor_order, due),
        reason=reason,
        by=by,
        reversed_at=now,
    )
    vendor_order.reversals.append(reversal)
    return SaleReversed(
        reversal_id=reversal_id,
        cause=cause,
        vendor_order_id=vendor_order.id,
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
    )


def find_reversal(vendor_order: VendorOrder, reversal_id: str) -> Reversal | None:
    """The reversal with this id, if the document has it."""
    return next((item for item in vendor_order.reversals if item.id == reversal_id), None)


def settle_reversal(vendor_order: VendorOrder, reversal_id: str, *, now: datetime) -> None:
    """
    Restock what was not sent, book the reversal and refund it: for the request and again for its event, whichever survives. Safe to repeat.

    One transaction books it; the provider is asked after it has committed.
    """
    reversal = find_reversal(vendor_order, reversal_id)
    assert reversal is not None
    refund_id = derived_id("rfd", reversal_id, at=reversal.reversed_at)
    with tenancy.atomic():
        if reversal.cause is ReversalCause.CANCELLATION:
            _restock(vendor_order, reversal, now=now)
        if reversal.refund:
            payment_services.request_refund(
                refund_id=refund_id,
                payment_id=vendor_order.payment_id,
                amount=reversal.refund,
                reason=reversal.reason,
                now=now,
                is_due=True,
            )
        relief = disputed_money.relief_postings(vendor_order, reversal)
        ledger_services.post([*_postings(vendor_order, reversal, refund_id if reversal.refund else ""), *relief], now=now)
    if reversal.refund:
        payment_services.execute_refund(refund_id=refund_id, now=now)


def _restock(vendor_order: VendorOrder, reversal: Reversal, *, now: datetime) -> None:
    variant_of = {line.line_id: line.variant_id for line in vendor_order.lines}
    lines = [StockLine(variant_of[item.line_id], item.quantity) for item in reversal.lines]
    inventory_services.restock(owner_id=reversal.id, sold_to=vendor_order.order_id, lines=lines, now=now)


def _reversed(vendor_order: VendorOrder, wanted: LineQuantity) -> ReversedLine:
    line = vendor_order.line(wanted.line_id)
    assert line is not None
    if vendor_order.settles_on_delivery:  # nothing is paid before the delivery, which books what is left
        zero = Money.zero(line.total.currency)
        return ReversedLine(line_id=line.line_id, quantity=wanted.quantity, price=zero, fee=zero, fee_vat=zero, discount=zero)
    sold = SoldLine(
        line_id=line.line_id,
        quantity=line.quantity,
        price=line.total,
        fee=line.commission.fee,
        fee_vat=line.commission.vat,
        discount=line.discount,
    )
    return reverse_units(sold, reversed_lines(vendor_order.reversals, line.line_id), wanted.quantity)


def _postings(vendor_order: VendorOrder, reversal: Reversal, refund_id: str) -> Iterator[Posting]:
    """The sale and its fee, reversed by exactly these amounts."""
    books = VendorOrderPostings(
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.id,
        payment_id=vendor_order.payment_id,
        money=provider_account(vendor_order.provider),
        refund_id=refund_id,
    )
    yield from books.shipping_refund(reversal.id, reversal.shipping, discount=reversal.shipping_discount)
    yield from books.fees_refund(reversal.id, reversal.fees)
    for line in reversal.lines:
        yield from books.refund(reversal.id, line.line_id, line.price, discount=line.discount, fee=line.fee, vat=line.fee_vat)
