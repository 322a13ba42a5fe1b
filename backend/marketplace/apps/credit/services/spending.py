"""
Paying with credit: reserved when a checkout opens, redeemed when its order is settled, released when it ends otherwise, and refunded.

Everything here runs in the caller's transaction, under the locks of the credits' rows, which are taken in the order of their ids. So two
checkouts never spend the same cent. Who takes stock, too, takes it before; who locks a payment does so after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.credit.errors import CreditNotAvailable
from marketplace.apps.credit.models import Credit, CreditReservation
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.credit.region_settings import CREDIT_VALIDITY_DAYS
from marketplace.apps.credit.types import CreditUse, ReservationState
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, TransactionType, credit_account, provider_account
from marketplace.apps.pricing.types import Tender, TenderKind
from marketplace.foundation import rows
from marketplace.kit.money import Money

_OF_ORDER = "id IN (SELECT credit_id FROM credit_reservations WHERE order_id = %(order_id)s) ORDER BY id"


def reserve(*, order_id: str, cart_id: str, tenders: Sequence[Tender], now: datetime) -> None:
    """
    Set aside what the tenders of an order are to pay, all of it or nothing. Safe to repeat: what is held already stays. One that has
    nothing to pay, since those before it pay all, is left alone.

    :raises CreditNotAvailable: if a credit is blocked, expired, or has less; the caller's transaction has to roll back
    """
    paying = [item for item in tenders if item.amount]
    locked = _locked([item.reference for item in paying])
    known = _reservations_of(order_id)
    fresh, again = [], []
    for item in paying:
        credit, present = locked.get(item.reference), known.get(item.reference)
        if present is not None and present.state == ReservationState.HELD and present.amount_minor == item.amount.minor:
            continue
        if credit is None or credit.currency != item.amount.currency or not credit.can_pay(item.amount.minor, at=now):
            raise CreditNotAvailable
        credit.reserved_minor += item.amount.minor
        if present is None:
            fresh.append(_reservation(order_id, cart_id, item, now))
        else:
            present.state, present.amount_minor, present.reserved_at, present.ended_at = ReservationState.HELD, item.amount.minor, now, None
            again.append(present)
    rows.change_all(list(locked.values()), "reserved_minor")
    rows.insert_all(fresh)
    rows.change_all(again, "state", "amount_minor", "reserved_at", "ended_at")


def release(*, order_id: str, now: datetime) -> None:
    """Free what is still held for an order that ends without a sale. Safe to repeat."""
    locked = _locked_of(order_id)
    held = [item for item in _reservations_of(order_id).values() if item.state == ReservationState.HELD]
    for item in held:
        locked[item.credit_id].reserved_minor -= item.amount_minor
        item.state, item.ended_at = ReservationState.RELEASED, now
    rows.change_all(list(locked.values()) if held else [], "reserved_minor")
    rows.change_all(held, "state", "ended_at")


def redeem(uses: Sequence[CreditUse], *, order_id: str, now: datetime) -> None:
    """
    Take what was reserved for an order, as much as ``uses`` say, book it, and release the rest. Once for each order.

    What was released before, since the order is paid late, is taken from what is available by now.

    :raises CreditNotAvailable: if that is not enough; the caller's transaction has to roll back
    """
    locked, reservations = _locked_of(order_id), _reservations_of(order_id)
    taken: dict[str, int] = defaultdict(int)
    for use in uses:
        taken[use.credit_id] += use.amount.minor
    if any(item.state == ReservationState.REDEEMED for item in reservations.values()):
        return
    if taken.keys() - reservations.keys():
        raise CreditNotAvailable
    for credit_id, item in reservations.items():
        credit, amount_minor = locked[credit_id], taken[credit_id]
        if item.state == ReservationState.HELD:
            credit.reserved_minor -= item.amount_minor
        elif amount_minor and not credit.can_pay(amount_minor, at=now):
            raise CreditNotAvailable
        credit.balance_minor -= amount_minor
        item.state = ReservationState.REDEEMED if amount_minor else ReservationState.RELEASED
        item.amount_minor, item.ended_at = amount_minor or item.amount_minor, now
    rows.change_all(list(locked.values()), "balance_minor", "reserved_minor")
    rows.change_all(list(reservations.values()), "state", "amount_minor", "ended_at")
    ledger_services.post([_redeemed(use) for use in uses], now=now)


def refund(uses: Sequence[CreditUse], *, reversal_id: str, customer_id: str, now: datetime) -> None:
    """
    Return to credits what a reversal refunds to them, and book it. Safe to repeat: each credit gets it once for each reversal.

    The store credit of ``customer_id`` is made where there is none yet. A credit that has expired can be used again, for as long as a new
    one of the region could.
    """
    own = next((use for use in uses if use.credit_id == store_credit_id(customer_id, use.amount.currency)), None)
    if own is not None:
        ensure_store_credit(customer_id, own.amount.currency, now=now)
    locked = _locked([use.credit_id for use in uses])
    booked = ledger_queries.keys_in_books([_refund_key(reversal_id, use) for use in uses])
    fresh = [use for use in uses if _refund_key(reversal_id, use) not in booked]
    for use in fresh:
        credit = locked[use.credit_id]
        credit.balance_minor += use.amount.minor
        if credit.expires_at is not None and credit.expires_at <= now:
            credit.expires_at = valid_until(now)
    rows.change_all([locked[use.credit_id] for use in fresh], "balance_minor", "expires_at")
    ledger_services.post([_refunded(reversal_id, use) for use in fresh], now=now)


def ensure_store_credit(customer_id: str, currency: str, *, now: datetime) -> str:
    """The id of the customer's store credit, made if there is none."""
    credit_id = store_credit_id(customer_id, currency)
    row = Credit(id=credit_id, kind=TenderKind.STORE_CREDIT, currency=currency, customer_id=customer_id, created_at=now)
    rows.insert(row, unless_there=True)
    return credit_id


def valid_until(now: datetime) -> datetime | None:
    """When credit that is given at that time expires by the region's setting; None for never."""
    days = CREDIT_VALIDITY_DAYS.current()
    return now + timedelta(days=days) if days else None


def _locked(credit_ids: Sequence[str]) -> dict[str, Credit]:
    found = rows.every(Credit, "id = ANY (%(ids)s::text[]) ORDER BY id", {"ids": sorted(set(credit_ids))}, for_update=True)
    return {row.id: row for row in found}


def _locked_of(order_id: str) -> dict[str, Credit]:
    return {row.id: row for row in rows.every(Credit, _OF_ORDER, {"order_id": order_id}, for_update=True)}


def _reservations_of(order_id: str) -> dict[str, CreditReservation]:
    """By credit. Read once the credits are locked: who writes a reservation has that lock."""
    found = rows.every(CreditReservation, "order_id = %(order_id)s ORDER BY credit_id", {"order_id": order_id})
    return {row.credit_id: row for row in found}


def _reservation(order_id: str, cart_id: str, tender: Tender, now: datetime) -> CreditReservation:
    return CreditReservation(
        credit_id=tender.reference, order_id=order_id, cart_id=cart_id, amount_minor=tender.amount.minor, reserved_at=now
    )


def _redeemed(use: CreditUse) -> Posting:
    return Posting(
        key=f"credit_redeemed:{use.vendor_order_id}:{use.credit_id}",
        type=TransactionType.CREDIT_REDEEMED,
        source=credit_account(use.credit_id),
        destination=provider_account(use.provider),
        **_about(use),
    )


def _refund_key(reversal_id: str, use: CreditUse) -> str:
    return f"credit_refunded:{reversal_id}:{use.credit_id}"


def _refunded(reversal_id: str, use: CreditUse) -> Posting:
    return Posting(
        key=_refund_key(reversal_id, use),
        type=TransactionType.CREDIT_REFUNDED,
        source=provider_account(use.provider),
        destination=credit_account(use.credit_id),
        details={"reversal_id": reversal_id},
        **_about(use),
    )


def _about(use: CreditUse) -> dict[str, Any]:
    names = ("vendor_id", "order_id", "vendor_order_id", "payment_id")
    return {"amount": Money(use.amount.minor, use.amount.currency), **{name: getattr(use, name) for name in names}}
