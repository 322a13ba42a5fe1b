"""How a reported row compares with what we have: a pure function of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from marketplace.apps.payments.types import MovementKind, ProviderMovement
from marketplace.apps.reconciliation.types import EntryKind, EntryState, ReportRow
from marketplace.kit.money import Money

# A movement, and whether it is its return, such as a refund that failed.
Side = tuple[str, str, bool]

_COUNTERPARTS = {
    EntryKind.CHARGE: MovementKind.CHARGE,
    EntryKind.REFUND: MovementKind.REFUND,
    EntryKind.DISPUTE: MovementKind.DISPUTE,
}
_INCOMING = (EntryKind.CHARGE, EntryKind.RECEIPT)
BOOKED_AS_REPORTED = (EntryKind.FEE, EntryKind.TRANSFER)  # only the provider knows them: there is nothing to compare with


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a row is, and what of ours it is about. ``expected`` and ``found`` are what differs."""

    state: EntryState
    payment_id: str = ""
    subject_id: str = ""
    expected: Money | None = None
    found: Money | None = None


class Matching:
    """
    What there is to match with, by name. ``taken`` are the movements that another row was matched with already; ``fees`` what the rows
    matched so far say that the provider keeps of each payment; what it refunds lowers none of them.
    """

    def __init__(self, movements: Iterable[ProviderMovement], *, taken: Iterable[Side], fees: Mapping[str, int]) -> None:
        self._named: dict[tuple[MovementKind, str], list[ProviderMovement]] = defaultdict(list)
        for movement in movements:
            for name in movement.names:
                self._named[movement.kind, name].append(movement)
        self._taken, self._fees = set(taken), defaultdict(int, fees)

    def judge(self, row: ReportRow) -> Verdict:
        """How the row compares. A movement matches one row, so rows are judged one after the other."""
        if row.kind in BOOKED_AS_REPORTED:
            return Verdict(state=EntryState.MATCHED)
        movement = self._find(row)
        if movement is None:
            return Verdict(state=EntryState.MISSING_HERE, found=row.amount)
        about: dict[str, Any] = {"payment_id": movement.payment_id, "subject_id": movement.id}
        expected = movement.amount if row.amount.minor > 0 else -movement.amount
        if row.amount != expected:
            return Verdict(state=EntryState.OTHER_AMOUNT, expected=expected, found=row.amount, **about)
        if (fee := self._too_little(row, movement)) is not None:
            return Verdict(state=EntryState.OTHER_FEE, expected=movement.fee, found=fee, **about)
        self._taken.add(_side(row.kind, movement.id, is_return(row)))
        self._fees[movement.payment_id] += _kept(row)
        return Verdict(state=EntryState.MATCHED, **about)

    def _find(self, row: ReportRow) -> ProviderMovement | None:
        """The movement of the surest name that no other row has; of several the one of the same amount."""
        kind = _COUNTERPARTS.get(row.kind)
        if kind is None:
            return None
        for name in row.names:
            free = [movement for movement in self._named.get((kind, name), ()) if self._is_free(row, movement)]
            if free:
                return next((movement for movement in free if abs(row.amount.minor) == movement.amount.minor), free[0])
        return None

    def _is_free(self, row: ReportRow, movement: ProviderMovement) -> bool:
        """Whether it can be this row: not matched yet, and for a return, known to us as one."""
        side = _side(row.kind, movement.id, is_return(row))
        return side not in self._taken and (movement.is_reversed or not is_return(row))

    def _too_little(self, row: ReportRow, movement: ProviderMovement) -> Money | None:
        """What the reports say of a charge's fee, if less is reported than is booked. What is more than booked will be booked."""
        if row.fee is None or movement.fee is None or is_return(row):
            return None
        reported = Money(self._fees[movement.payment_id] + _kept(row), row.fee.currency)
        return reported if reported < movement.fee else None


def is_return(row: ReportRow) -> bool:
    """Whether money moves the other way than is usual for the kind."""
    return (row.amount.minor < 0) == (row.kind in _INCOMING)


def _kept(row: ReportRow) -> int:
    """What the provider keeps by this row, in minor units: nothing if it refunds a fee."""
    return max(row.fee.minor, 0) if row.fee else 0


def _side(kind: EntryKind, subject_id: str, is_return: bool) -> Side:
    return (kind.value, subject_id, is_return)
