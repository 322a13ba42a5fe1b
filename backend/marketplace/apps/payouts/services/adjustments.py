"""Booking on a vendor's account by hand: corrections, repayments and write-offs, proposed by one person and approved by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import (
    BANK_REPAYMENTS,
    OPERATOR_ADJUSTMENTS,
    OPERATOR_WRITE_OFFS,
    Posting,
    TransactionType,
    vendor_account,
)
from marketplace.apps.payouts.errors import AdjustmentNeedsSecondPerson, AdjustmentStateForbids, WriteOffExceedsDebt
from marketplace.apps.payouts.models import Adjustment
from marketplace.apps.payouts.services.moves import one_at_a_time
from marketplace.apps.payouts.types import AdjustmentState, BalanceAdjustmentKind
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

# Where the money comes from that is booked for the vendor's good.
_SOURCES = {"adjustment": OPERATOR_ADJUSTMENTS, "repayment": BANK_REPAYMENTS, "write_off": OPERATOR_WRITE_OFFS}


def propose_adjustment(
    *, vendor_id: str, kind: BalanceAdjustmentKind, amount: Money, reason: str, reference: str = "", actor: Actor, now: datetime
) -> Adjustment:
    """
    Propose to book ``amount`` on a vendor's account: positive for the vendor's good. Nothing is in the books before it is approved.

    :raises NotFound: if there is no such vendor
    :raises InvalidInput: for nothing, or for a repayment or write-off that would take something from the vendor
    """
    vendor_queries.get_vendor(vendor_id)
    if not amount or (kind != "adjustment" and amount.minor < 0):
        raise InvalidInput(errors=[FieldError("amount", "not_positive", Text("Must be more than zero"))])
    with tenancy.atomic():
        adjustment = Adjustment(
            id=new_id("adj", at=now),
            vendor_id=vendor_id,
            kind=kind,
            currency=amount.currency,
            amount_minor=amount.minor,
            reason=reason,
            reference=reference,
            created_by=actor.id,
            created_at=now,
        )
        rows.insert(adjustment)
        audit.record(actor=actor, action="adjustment.proposed", resource=adjustment.id, new=_facts(adjustment), reason=reason, now=now)
    return adjustment


def approve_adjustment(*, adjustment_id: str, reason: str, actor: Actor, now: datetime) -> Adjustment:
    """
    Book a proposed adjustment; the vendor's next payout nets it. Safe to repeat.

    :raises NotFound: if there is none
    :raises AdjustmentStateForbids: if it was rejected
    :raises AdjustmentNeedsSecondPerson: if the same person proposed it
    :raises VendorStateForbids: if the vendor is closed
    :raises WriteOffExceedsDebt: if the vendor owes less by now than is to be written off
    """
    with tenancy.atomic():
        adjustment = _locked(adjustment_id)
        if adjustment.state == AdjustmentState.APPROVED:
            return adjustment
        if adjustment.state != AdjustmentState.PROPOSED:
            raise AdjustmentStateForbids(state=adjustment.state)
        if adjustment.created_by == actor.id:
            raise AdjustmentNeedsSecondPerson
        one_at_a_time(adjustment.currency)
        if vendor_services.hold_vendors([adjustment.vendor_id])[adjustment.vendor_id] == VendorState.CLOSED:
            raise VendorStateForbids(state=VendorState.CLOSED)
        if adjustment.kind == "write_off":
            _require_debt(adjustment)
        ledger_services.post([_posting(adjustment)], now=now)
        _decide(adjustment, AdjustmentState.APPROVED, reason=reason, actor=actor, now=now)
    return adjustment


def reject_adjustment(*, adjustment_id: str, reason: str, actor: Actor, now: datetime) -> Adjustment:
    """
    Reject a proposed adjustment; the person who proposed it may do so, too. Safe to repeat.

    :raises NotFound: if there is none
    :raises AdjustmentStateForbids: if it was approved
    """
    with tenancy.atomic():
        adjustment = _locked(adjustment_id)
        if adjustment.state == AdjustmentState.REJECTED:
            return adjustment
        if adjustment.state != AdjustmentState.PROPOSED:
            raise AdjustmentStateForbids(state=adjustment.state)
        _decide(adjustment, AdjustmentState.REJECTED, reason=reason, actor=actor, now=now)
    return adjustment


def _locked(adjustment_id: str) -> Adjustment:
    adjustment = rows.first(Adjustment, "id = %(id)s", {"id": adjustment_id}, for_update=True)
    if adjustment is None:
        raise NotFound
    return adjustment


def _require_debt(adjustment: Adjustment) -> None:
    balance = ledger_queries.get_balance(vendor_account(adjustment.vendor_id), adjustment.currency)
    if (balance + adjustment.amount).minor > 0:
        raise WriteOffExceedsDebt(debt=Money(max(-balance.minor, 0), adjustment.currency))


def _posting(adjustment: Adjustment) -> Posting:
    vendor, other = vendor_account(adjustment.vendor_id), _SOURCES[adjustment.kind]
    source, destination = (other, vendor) if adjustment.amount_minor > 0 else (vendor, other)
    return Posting(
        key=f"adjustment:{adjustment.id}",
        type=TransactionType(adjustment.kind),
        source=source,
        destination=destination,
        amount=Money(abs(adjustment.amount_minor), adjustment.currency),
        vendor_id=adjustment.vendor_id,
        details={"adjustment_id": adjustment.id, "reason": adjustment.reason, "reference": adjustment.reference},
    )


def _decide(adjustment: Adjustment, state: AdjustmentState, *, reason: str, actor: Actor, now: datetime) -> None:
    adjustment.state, adjustment.decided_by, adjustment.decided_at = state, actor.id, now
    rows.change(adjustment, "state", "decided_by", "decided_at")
    new = {**_facts(adjustment), "state": state}
    audit.record(
        actor=actor,
        action=f"adjustment.{state}",
        resource=adjustment.id,
        old={"state": AdjustmentState.PROPOSED},
        new=new,
        reason=reason,
        now=now,
    )


def _facts(adjustment: Adjustment) -> dict[str, Any]:
    return {name: getattr(adjustment, name) for name in ("vendor_id", "kind", "currency", "amount_minor", "reference")}
