"""
What is paid on delivery. A vendor who collects it keeps it, and owes the operator its commission and the fees; a courier owes it whole
until it remits, and the vendor is paid as for any other sale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, collection_account
from marketplace.apps.orders.domain.collections import collected_by_parcel
from marketplace.apps.orders.events import CollectionSettled
from marketplace.apps.orders.models import Collection
from marketplace.apps.orders.services.postings import VendorOrderPostings
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import derived_id
from marketplace.kit.money import total


def book_collected(vendor_order: VendorOrder, *, now: datetime) -> None:
    """
    Book the sale of a delivered vendor order that was paid on delivery; nothing for any other. Safe to repeat.

    What the vendor collected passes through its account and stays in its hands, so what is left there is its debt: the commission and the
    fees. What a courier collected is noted by parcel, for its remittance.
    """
    if not vendor_order.settles_on_delivery or vendor_order.delivered_at is None:
        return
    sales = list(_sales(vendor_order))
    held = collection_account(vendor_order.cash_holder)
    collected = total((posting.amount for posting in sales if posting.source == held), vendor_order.total.currency)
    with tenancy.atomic():
        if vendor_order.courier:
            rows.insert_all(_collections(vendor_order), unless_there=True)
        else:
            sales += _books(vendor_order).collected(collected)
        ledger_services.post(sales, now=now)
        payment_services.record_collection(payment_id=vendor_order.payment_id, amount=collected, reference=vendor_order.id, now=now)


def settle_collections(collection_ids: Iterable[str], *, now: datetime) -> None:
    """
    A courier has remitted these, or staff have resolved what differs: the vendors' earnings wait no longer for it. In the caller's
    transaction, and safe to repeat.
    """
    condition = "id = ANY(%(ids)s) AND settled_at IS NULL ORDER BY id"
    found = rows.every(Collection, condition, {"ids": list(collection_ids)}, for_update=True)
    for row in found:
        row.settled_at = now
    rows.change_all(found, "settled_at")
    about = [{"vendor_order_id": row.vendor_order_id, "vendor_id": row.vendor_id, "order_id": row.order_id} for row in found]
    outbox.store([outbox.record(CollectionSettled(**facts), now=now) for facts in about])


def _collections(vendor_order: VendorOrder) -> list[Collection]:
    assert vendor_order.delivered_at is not None
    return [
        Collection(
            id=derived_id("col", vendor_order.id, number, at=vendor_order.delivered_at),
            courier=vendor_order.courier,
            tracking_number=number,
            vendor_order_id=vendor_order.id,
            vendor_id=vendor_order.vendor_id,
            order_id=vendor_order.order_id,
            payment_id=vendor_order.payment_id,
            currency=amount.currency,
            amount_minor=amount.minor,
            collected_at=vendor_order.delivered_at,
        )
        for number, amount in collected_by_parcel(vendor_order).items()
    ]


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
        money=collection_account(vendor_order.cash_holder),
    )
