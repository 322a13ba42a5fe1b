"""Differences: noted when they are found, handled by staff, and resolved by themselves once the books and the reports agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.ledger.types import CASH
from marketplace.apps.orders import services as order_services
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.domain.matching import Verdict
from marketplace.apps.reconciliation.errors import DifferenceNotFound, DifferenceStateForbids
from marketplace.apps.reconciliation.models import Difference, Entry
from marketplace.apps.reconciliation.types import DifferenceKind, DifferenceState, DifferenceView, Missing
from marketplace.apps.staff import queries as staff_queries
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.rows import StaleRow
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

_CHANGED = ("state", "owner_id", "reason", "version", "changed_at")
_FOUND = ("kind", "payment_id", "subject_id", "expected_minor", "expected_currency", "found_minor", "found_currency")


def change_difference(
    *,
    difference_id: str,
    etag: str,
    actor: Actor,
    now: datetime,
    owner_id: str | None = None,
    state: DifferenceState | None = None,
    reason: str = "",
) -> DifferenceView:
    """
    Give a difference an owner (an empty text: none), or say that it is explained or resolved, with a reason. Once one about what a courier
    collected is resolved, its vendor is paid, whatever the courier did.

    :raises DifferenceNotFound: if there is none
    :raises StaleRow: if ``etag`` is not its present one
    :raises DifferenceStateForbids: if it is resolved
    :raises InvalidInput: if the owner is no member of staff who handles money, or a state comes without a reason
    """
    _require_sense(owner_id, state, reason)
    with tenancy.atomic():
        row = rows.first(Difference, "id = %(id)s", {"id": difference_id}, for_update=True)
        if row is None:
            raise DifferenceNotFound
        if str(row.version) != etag:
            raise StaleRow(note=difference_id)
        if row.state == DifferenceState.RESOLVED:
            raise DifferenceStateForbids(state=row.state)
        old = _facts(row)
        row.owner_id = row.owner_id if owner_id is None else owner_id
        row.state, row.reason = (row.state, row.reason) if state is None else (state, reason)
        row.version, row.changed_at = row.version + 1, now
        rows.change(row, *_CHANGED)
        action = "settlement_difference.assigned" if state is None else f"settlement_difference.{state.value}"
        audit.record(actor=actor, action=action, resource=row.id, old=old, new=_facts(row), reason=reason, now=now)
        if row.provider.startswith(CASH) and row.state == DifferenceState.RESOLVED and row.subject_id:
            order_services.settle_collections([row.subject_id], now=now)  # nobody waits for the courier any more
    return queries.get_difference(difference_id)


def keep_differences(entries: Sequence[Entry], verdicts: Mapping[str, Verdict], *, now: datetime) -> None:
    """
    Note what does not match: one difference for each entry. One that is there already says what was found last; if that is something else
    than before it is a new version, and open again where it was resolved.
    """
    there = {row.entry_id: row for row in rows.every(Difference, "entry_id = ANY(%(ids)s) ORDER BY id", _ids(entries), for_update=True)}
    new = [_difference(entry, verdicts[entry.id], now=now) for entry in entries]
    changed = []
    for row in new:
        old = there.get(row.entry_id)
        if old is not None and any(getattr(old, name) != getattr(row, name) for name in _FOUND):
            changed.append((old, _facts(old)))
            for name in _FOUND:
                setattr(old, name, getattr(row, name))
            old.version, old.changed_at = old.version + 1, now
            old.state = DifferenceState.OPEN if old.state == DifferenceState.RESOLVED else old.state
    rows.change_all([row for row, _ in changed], *_FOUND, "state", "version", "changed_at")
    for row, before in changed:
        if row.state != before["state"]:
            about: dict[str, Any] = {"old": before, "new": _facts(row), "reason": "changed"}
            audit.record(actor=SYSTEM, action="settlement_difference.reopened", resource=row.id, now=now, **about)
    rows.insert_all([row for row in new if row.entry_id not in there])


def keep_missing(provider: str, missing: Sequence[Missing], *, now: datetime) -> None:
    """Note what we have and no report of the provider does: one difference for each."""
    new = [
        Difference(
            id=new_id("sdf", at=now),
            kind=DifferenceKind.MISSING_THERE,
            provider=provider,
            entry_kind=each.kind,
            payment_id=each.payment_id,
            subject_id=_side(each.subject_id, is_return=each.is_return),
            **_amounts("expected", each.expected),
            opened_at=now,
            changed_at=now,
        )
        for each in missing
    ]
    rows.insert_all(new, unless_there=True)


def resolve_matched(matched: Sequence[Entry], *, now: datetime) -> None:
    """Resolve what differed of these entries, and what no report had before they came."""
    wanted = {
        **_ids(matched),
        "subjects": [_side(entry.subject_id, is_return=entry.is_return) for entry in matched if entry.subject_id],
        "resolved": DifferenceState.RESOLVED,
    }
    of_them = "(entry_id = ANY(%(ids)s) OR entry_id IS NULL AND subject_id = ANY(%(subjects)s))"
    ended = rows.every(Difference, f"{of_them} AND state <> %(resolved)s ORDER BY id", wanted, for_update=True)
    before = {row.id: _facts(row) for row in ended}
    for row in ended:
        row.state, row.version, row.changed_at = DifferenceState.RESOLVED, row.version + 1, now
    rows.change_all(ended, *_CHANGED)
    for row in ended:  # an entry for each
        about: dict[str, Any] = {"old": before[row.id], "new": _facts(row), "reason": "matched"}
        audit.record(actor=SYSTEM, action="settlement_difference.resolved", resource=row.id, now=now, **about)


def _require_sense(owner_id: str | None, state: DifferenceState | None, reason: str) -> None:
    if state is not None and not reason:
        raise InvalidInput(errors=[FieldError("reason", "required", Text("A reason is needed"))])
    if owner_id and owner_id not in {member.id for member in staff_queries.members_with_role("admin", "finance")}:
        raise InvalidInput(errors=[FieldError("owner_id", "not_in_finance", Text("Not a member of staff who handles money"))])


def _difference(entry: Entry, verdict: Verdict, *, now: datetime) -> Difference:
    return Difference(
        id=new_id("sdf", at=now),
        kind=DifferenceKind(verdict.state.value),
        provider=entry.provider,
        entry=entry,
        entry_kind=entry.kind,
        payment_id=verdict.payment_id,
        subject_id=verdict.subject_id,
        **_amounts("expected", verdict.expected),
        **_amounts("found", verdict.found),
        opened_at=now,
        changed_at=now,
    )


def _side(subject_id: str, *, is_return: bool) -> str:
    """What a difference without an entry is about: a movement may be missing in both directions."""
    return f"{subject_id}:returned" if is_return else subject_id


def _amounts(name: str, amount: Money | None) -> dict[str, Any]:
    return {} if amount is None else {f"{name}_minor": amount.minor, f"{name}_currency": amount.currency}


def _ids(entries: Sequence[Entry]) -> dict[str, list[str]]:
    return {"ids": [entry.id for entry in entries]}


def _facts(row: Difference) -> dict[str, Any]:
    return {"state": row.state, "owner_id": row.owner_id, "kind": row.kind}
