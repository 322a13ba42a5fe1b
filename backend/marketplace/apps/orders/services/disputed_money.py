"""
Canceling products whose money a dispute holds or has taken. Stock and duties are canceled all the same; the money is not refunded twice.

What the customer's bank has of it is withheld. In the books the refund then takes the place of the dispute: who bore that part of
the dispute (the vendor, or the operator by the setting ``lost_dispute_borne_by_operator``) gets it back. If the dispute is won
afterwards, the money is here again, and what was withheld is refunded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, Transaction, TransactionType, provider_account, vendor_account
from marketplace.apps.orders import queries
from marketplace.apps.orders.services.fulfilment import change_vendor_order
from marketplace.apps.orders.types import Reversal, VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import DisputeState
from marketplace.foundation import tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.errors import Unavailable
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total

Rows = Sequence[Transaction]


def withheld_of(vendor_order: VendorOrder, due: Money) -> Money:
    """
    What of ``due``, which the payment had paid, is not refunded now, since a dispute holds it or has taken it: all that this vendor order's
    own money does not cover any more. Zero without a dispute, which costs one query.

    :raises Unavailable: if a dispute is recorded and not booked yet, which lasts a moment
    """
    disputes = payment_queries.list_disputes(vendor_order.payment_id) if due else []
    if not disputes:
        return Money.zero(due.currency)
    rows = ledger_queries.rows_of_order(vendor_order.order_id)
    for dispute in disputes:
        _require_booked(dispute.id, dispute.state, rows)
    left = max(_left(vendor_order, rows) - _about_to_be_refunded(vendor_order, rows), Money.zero(due.currency))
    return due - min(due, left)


def relief_postings(vendor_order: VendorOrder, reversal: Reversal) -> list[Posting]:
    """Who bore the withheld part of the dispute gets it back, since the refund of the lines takes it. Empty when it is booked already."""
    if not reversal.withheld:
        return []
    rows = ledger_queries.rows_of_order(vendor_order.order_id)
    if any(row.key.startswith(f"dispute_relief:{reversal.id}:") for row in rows):
        return []
    to_vendor = min(reversal.withheld, borne_by_vendor(vendor_order.id, vendor_order.vendor_id, rows, reversal.withheld.currency))
    shares = ((vendor_account(vendor_order.vendor_id), to_vendor), (OPERATOR_ADJUSTMENTS, reversal.withheld - to_vendor))
    return [
        Posting(
            key=f"dispute_relief:{reversal.id}:{account.partition(':')[0]}",
            type=TransactionType.DISPUTE,
            source=provider_account(vendor_order.provider),
            destination=account,
            amount=amount,
            details={"reversal_id": reversal.id},
            **_about(vendor_order),
        )
        for account, amount in shares
        if amount
    ]


def is_relieved(vendor_order: VendorOrder, reversal: Reversal) -> bool:
    """
    Whether a reversal of which something was withheld is booked. Its refund was decided with that, and what is withheld of it may be less
    by now, since a dispute was won. Without a dispute it costs one query.
    """
    if not payment_queries.list_disputes(vendor_order.payment_id):
        return False
    rows = ledger_queries.rows_of_order(vendor_order.order_id)
    return any(row.key.startswith(f"dispute_relief:{reversal.id}:") for row in rows)


def borne_by_vendor(vendor_order_id: str, vendor_id: str, rows: Rows, currency: str) -> Money:
    """What the disputes of a vendor order have taken from its vendor and not returned, at least zero."""
    account = vendor_account(vendor_id)
    own = [row for row in rows if row.type == "dispute" and row.vendor_order_id == vendor_order_id]
    return Money(max(sum(_signed(row, account) for row in own), 0), currency)


def refund_withheld(*, order_id: str, dispute_id: str, now: datetime) -> None:
    """After a dispute was won and that is booked: refund what was withheld of the order's reversals, if it is one. Safe to repeat."""
    if not queries.owners_of_orders([order_id]):
        return  # it was for a gift card
    for vendor_order in queries.vendor_orders_of(queries.get_any_order(order_id)):
        for reversal in vendor_order.reversals:
            if reversal.withheld:
                _refund_withheld(vendor_order, reversal, dispute_id, now=now)


def _refund_withheld(vendor_order: VendorOrder, reversal: Reversal, dispute_id: str, *, now: datetime) -> None:
    refund_id = derived_id("rfd", reversal.id, dispute_id, at=reversal.reversed_at)
    key = f"withheld_refund:{reversal.id}:{dispute_id}"
    with tenancy.atomic():
        rows = ledger_queries.rows_of_order(vendor_order.order_id)
        booked = next((row.amount for row in rows if row.key == key), None)
        amount = booked or min(reversal.withheld, _left(vendor_order, rows))
        if amount and not booked:
            ledger_services.post([_withheld_refund(vendor_order, key, amount, refund_id)], now=now)
            payment_services.request_refund(
                refund_id=refund_id, payment_id=vendor_order.payment_id, amount=amount, reason=reversal.reason, now=now, is_due=True
            )
    if amount:
        payment_services.execute_refund(refund_id=refund_id, now=now)
        _note_refunded(vendor_order, reversal.id, now=now)


def _note_refunded(vendor_order: VendorOrder, reversal_id: str, *, now: datetime) -> None:
    """What is still withheld by the books, in the document: what people see."""
    relief, refunds = f"dispute_relief:{reversal_id}:", f"withheld_refund:{reversal_id}:"
    rows = ledger_queries.rows_of_order(vendor_order.order_id)
    minor = sum(row.amount.minor * (row.key.startswith(relief) - row.key.startswith(refunds)) for row in rows)

    def change(part: VendorOrder) -> list[Event] | None:
        for index, item in enumerate(part.reversals):
            if item.id == reversal_id and item.withheld.minor != minor:
                part.reversals[index] = msgspec.structs.replace(item, withheld=Money(minor, item.withheld.currency))
                return []
        return None

    change_vendor_order(vendor_order.vendor_id, vendor_order.id, change, now=now)


def _withheld_refund(vendor_order: VendorOrder, key: str, amount: Money, refund_id: str) -> Posting:
    return Posting(
        key=key,
        type=TransactionType.DISPUTE,
        source=vendor_account(vendor_order.vendor_id),
        destination=provider_account(vendor_order.provider),
        amount=amount,
        refund_id=refund_id,
        **_about(vendor_order),
    )


def _about(vendor_order: VendorOrder) -> dict[str, Any]:
    return {
        "vendor_id": vendor_order.vendor_id,
        "order_id": vendor_order.order_id,
        "vendor_order_id": vendor_order.id,
        "payment_id": vendor_order.payment_id,
    }


def _left(vendor_order: VendorOrder, rows: Iterable[Transaction]) -> Money:
    """What the provider's account has given to this vendor order and not taken back."""
    provider = provider_account(vendor_order.provider)
    own = (row for row in rows if row.vendor_order_id == vendor_order.id)
    return Money(max(sum(_signed(row, provider) for row in own), 0), vendor_order.total.currency)


def _about_to_be_refunded(vendor_order: VendorOrder, rows: Rows) -> Money:
    """By reversals that are in the document and not in the books yet: another request is at them."""
    booked = {row.key.split(":")[1] for row in rows if row.type == "refund"}
    return total((item.to_payment for item in vendor_order.reversals if item.id not in booked), vendor_order.total.currency)


def _signed(row: Transaction, account: str) -> int:
    """Minor units that left the account, negative for what came in."""
    return row.amount.minor * ((row.source == account) - (row.destination == account))


def _require_booked(dispute_id: str, state: DisputeState, rows: Iterable[Transaction]) -> None:
    taken, won = f"dispute:{dispute_id}:", f"dispute_won:{dispute_id}:"
    keys = [row.key for row in rows]
    is_taken, is_won = (any(key.startswith(start) for key in keys) for start in (taken, won))
    if not is_taken or (state == DisputeState.WON and not is_won):
        raise Unavailable(note=f"dispute {dispute_id} is not booked as {state} yet")
