"""Cash on delivery: the vendor takes the customer's money, and owes the operator its commission."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import (
    OPERATOR_COMMISSION,
    OPERATOR_COMMISSION_VAT,
    Posting,
    cash_account,
    vendor_account,
)
from marketplace.apps.orders.commission import share_of
from marketplace.apps.orders.documents import VendorOrder
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.kit.money import Money, total


def book_collected(vendor_order: VendorOrder, *, now: datetime) -> None:
    """
    Book the sale of a delivered vendor order that was paid at the door; nothing for any other. Safe to repeat.

    The cash passes through the vendor's account and stays in its hands, so what is left there is its debt: the commission.
    """
    if not vendor_order.is_cash or vendor_order.delivered_at is None:
        return
    postings = list(_postings(vendor_order))
    collected = total((posting.amount for posting in postings if posting.type == "cash_collected"), vendor_order.total.currency)
    with tenancy.atomic():
        ledger_services.post(postings, now=now)
        payment_services.record_cash_collected(
            payment_id=vendor_order.payment_id, amount=collected, reference=vendor_order.id, now=now
        )


def _postings(vendor_order: VendorOrder) -> Iterator[Posting]:
    cash, vendor = cash_account(vendor_order.vendor_id), vendor_account(vendor_order.vendor_id)
    facts = {
        "vendor_id": vendor_order.vendor_id,
        "order_id": vendor_order.order_id,
        "vendor_order_id": vendor_order.id,
        "payment_id": vendor_order.payment_id,
    }
    collected = Money.zero(vendor_order.total.currency)
    if vendor_order.shipping:
        collected += vendor_order.shipping
        yield Posting(key=f"shipping:{vendor_order.id}", type="shipping", source=cash, destination=vendor, amount=vendor_order.shipping, **facts)
    for line in vendor_order.lines:
        pieces = {"before": line.canceled, "after": line.quantity, "of": line.quantity}
        sale = share_of(line.total, **pieces)
        if not sale:
            continue
        collected += sale
        key, own = f"{vendor_order.id}:{line.line_id}", {**facts, "line_id": line.line_id}
        yield Posting(key=f"sale:{key}", type="sale", source=cash, destination=vendor, amount=sale, **own)
        why = {"plan": line.commission.plan_id, "rule": line.commission.rule}
        if fee := share_of(line.commission.fee, **pieces):
            yield Posting(key=f"commission:{key}", type="commission", source=vendor, destination=OPERATOR_COMMISSION, amount=fee, details=why, **own)
        if vat := share_of(line.commission.vat, **pieces):
            yield Posting(key=f"commission_vat:{key}", type="commission_vat", source=vendor, destination=OPERATOR_COMMISSION_VAT, amount=vat, **own)
    if collected:
        yield Posting(key=f"cash:{vendor_order.id}", type="cash_collected", source=vendor, destination=cash, amount=collected, **facts)
