"""
Reversing a part of a vendor order's sale: the one way in which a cancellation, a failed delivery, a return or goodwill takes back stock
and money. The reversal is a value in the document; what it takes back is worked out once, when it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from marketplace.apps.credit import queries as credit_queries
from marketplace.apps.credit import services as credit_services
from marketplace.apps.credit.types import CreditUse
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, collection_account, provider_account
from marketplace.apps.orders.domain.reversals import (
    Taken,
    as_sold,
    fees_left,
    reverse_units,
    reversed_lines,
    shipping_discount_left,
    shipping_left,
)
from marketplace.apps.orders.domain.sources import credited_of
from marketplace.apps.orders.events import SaleReversed
from marketplace.apps.orders.services import collection, disputed_money, refund_rules
from marketplace.apps.orders.services.postings import VendorOrderPostings
from marketplace.apps.orders.types import (
    LineQuantity,
    RefundReason,
    Reversal,
    ReversalCause,
    ReversedLine,
    VendorOrder,
)
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total


def reverse(
    vendor_order: VendorOrder,
    taken: Taken,
    *,
    reversal_id: str,
    cause: ReversalCause,
    cause_id: str = "",
    reason: str,
    reason_code: RefundReason | None = None,
    by: str,
    as_store_credit: bool = False,
    now: datetime,
) -> Event:
    """
    Append a reversal of these amounts to the document, which the caller writes together with the returned event.

    :raises Unavailable: if a dispute is not booked yet
    """
    credited = credited_of(vendor_order, taken.due)
    of_payment = taken.due - total((item.amount for item in credited), taken.due.currency)
    reversal = Reversal(
        id=reversal_id,
        cause=cause,
        cause_id=cause_id,
        lines=taken.lines,
        shipping=taken.shipping,
        shipping_discount=taken.shipping_discount,
        fees=taken.fees,
        withheld=disputed_money.withheld_of(vendor_order, of_payment),
        reason=reason,
        by=by,
        reversed_at=now,
        reason_code=reason_code,
        keeps_commission=reason_code is not None and refund_rules.keeps_commission(reason_code),
        provider_fee=refund_rules.provider_fee_of(vendor_order, of_payment, reason_code) if reason_code is not None else None,
        credited=credited,
        as_store_credit=as_store_credit,
    )
    vendor_order.reversals.append(reversal)
    whose = {"vendor_order_id": vendor_order.id, "vendor_id": vendor_order.vendor_id, "order_id": vendor_order.order_id}
    return SaleReversed(reversal_id=reversal_id, cause=cause, **whose)


def take_units(vendor_order: VendorOrder, lines: Sequence[LineQuantity], *, with_rest: bool) -> Taken:
    """
    What reversing these units takes back. Where nothing was paid yet, nothing is due. ``with_rest`` takes what is left of the shipping and
    of the fees, too.

    :raises ExceedsSale: if a line has fewer units left
    """
    taken = tuple(_reversed(vendor_order, item) for item in lines)
    shipping = shipping_discount = fees = Money.zero(vendor_order.total.currency)
    if with_rest and vendor_order.is_paid:
        shipping = shipping_left(vendor_order.shipping, vendor_order.reversals)
        shipping_discount = shipping_discount_left(vendor_order.shipping_discount, vendor_order.reversals)
        fees = fees_left(vendor_order.fees, vendor_order.reversals)
    return Taken(lines=taken, shipping=shipping, shipping_discount=shipping_discount, fees=fees)


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
    if reversal.refund:
        collection.book_collected(vendor_order, now=now)  # of cash there is nothing to refund before
    if disputed_money.is_relieved(vendor_order, reversal):
        return  # all of it is decided, and its refund has an event of its own
    with tenancy.atomic():
        if reversal.cause is ReversalCause.CANCELLATION:
            _restock(vendor_order, reversal, now=now)
        if reversal.to_credit:
            uses = list(_credit_uses(vendor_order, reversal))
            credit_services.refund(uses, reversal_id=reversal.id, customer_id=vendor_order.order_owner, now=now)
        if reversal.to_payment:
            payment_services.request_refund(
                refund_id=refund_id,
                payment_id=vendor_order.payment_id,
                amount=reversal.to_payment,
                reason=reversal.reason,
                now=now,
                is_due=True,
            )
        relief = disputed_money.relief_postings(vendor_order, reversal)
        ledger_services.post([*_postings(vendor_order, reversal, refund_id if reversal.to_payment else ""), *relief], now=now)
    if reversal.to_payment:
        payment_services.execute_refund(refund_id=refund_id, now=now)


def _credit_uses(vendor_order: VendorOrder, reversal: Reversal) -> Iterator[CreditUse]:
    """What each credit gets: once each, also where the customer's store credit had paid and gets the payment's share, too."""
    currency = reversal.shipping.currency
    amounts = {item.reference: item.amount for item in reversal.credited}
    if wished := reversal.to_credit - total(amounts.values(), currency):
        own = credit_queries.store_credit_id(vendor_order.order_owner, currency)
        amounts[own] = amounts.get(own, Money.zero(currency)) + wished
    for credit_id, amount in amounts.items():
        yield CreditUse(
            credit_id=credit_id,
            amount=amount,
            vendor_id=vendor_order.vendor_id,
            order_id=vendor_order.order_id,
            vendor_order_id=vendor_order.id,
            payment_id=vendor_order.payment_id,
            provider=vendor_order.provider,
        )


def _restock(vendor_order: VendorOrder, reversal: Reversal, *, now: datetime) -> None:
    variant_of = {line.line_id: line.variant_id for line in vendor_order.lines}
    lines = [StockLine(variant_of[item.line_id], item.quantity) for item in reversal.lines]
    inventory_services.restock(owner_id=reversal.id, sold_to=vendor_order.order_id, lines=lines, now=now)


def _reversed(vendor_order: VendorOrder, wanted: LineQuantity) -> ReversedLine:
    line = vendor_order.line(wanted.line_id)
    assert line is not None
    if not vendor_order.is_paid:  # the delivery books what is left
        zero = Money.zero(line.total.currency)
        return ReversedLine(line_id=line.line_id, quantity=wanted.quantity, price=zero, fee=zero, fee_vat=zero, discount=zero)
    return reverse_units(as_sold(line), reversed_lines(vendor_order.reversals, line.line_id), wanted.quantity)


def _postings(vendor_order: VendorOrder, reversal: Reversal, refund_id: str) -> Iterator[Posting]:
    """The sale and its fee, reversed by exactly these amounts, and what the vendor pays for it."""
    is_cash = vendor_order.settles_on_delivery
    books = VendorOrderPostings(
        vendor_id=vendor_order.vendor_id,
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.id,
        payment_id=vendor_order.payment_id,
        money=collection_account(vendor_order.vendor_id) if is_cash else provider_account(vendor_order.provider),
        refund_id=refund_id,
        details=_explanation(reversal),
    )
    yield from books.shipping_refund(reversal.id, reversal.shipping, discount=reversal.shipping_discount)
    yield from books.fees_refund(reversal.id, reversal.fees)
    nothing = Money.zero(reversal.shipping.currency)
    for line in reversal.lines:
        fee, vat = (nothing, nothing) if reversal.keeps_commission else (line.fee, line.fee_vat)
        yield from books.refund(reversal.id, line.line_id, line.price, discount=line.discount, fee=fee, vat=vat)
    yield from books.provider_fee_share(reversal.id, reversal.provider_fee or nothing)
    if is_cash:
        yield from books.cash_returned(reversal.id, reversal.due)


def _explanation(reversal: Reversal) -> dict[str, str]:
    """Why the rows are there, for whom reads them."""
    code = {"reason": reversal.reason_code.value} if reversal.reason_code is not None else {}
    return {"cause": reversal.cause.value, **code}
