"""Blocking a credit, and what ends that."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.credit.errors import CreditNotFound
from marketplace.apps.credit.models import Credit
from marketplace.apps.credit.types import CreditState, CreditView
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor


def block_credit(*, credit_id: str, reason: str, actor: Actor, now: datetime) -> CreditView:
    """
    Have a credit pay nothing more, such as a gift card that was stolen. It keeps its balance; a checkout that has reserved some of it
    already may go on. Safe to repeat.

    :raises CreditNotFound: if there is none
    """
    return _set(CreditState.BLOCKED, credit_id, reason=reason, actor=actor, now=now)


def unblock_credit(*, credit_id: str, reason: str, actor: Actor, now: datetime) -> CreditView:
    """Have it pay again. Safe to repeat. :raises CreditNotFound: if there is none"""
    return _set(CreditState.ACTIVE, credit_id, reason=reason, actor=actor, now=now)


def _set(state: CreditState, credit_id: str, *, reason: str, actor: Actor, now: datetime) -> CreditView:
    with tenancy.atomic():
        credit = rows.first(Credit, "id = %(id)s", {"id": credit_id}, for_update=True)
        if credit is None:
            raise CreditNotFound
        block_reason = reason if state is CreditState.BLOCKED else ""
        if (credit.state, credit.block_reason) != (state, block_reason):
            old = {"state": credit.state}
            credit.state, credit.block_reason = state, block_reason
            rows.change(credit, "state", "block_reason")
            action = "credit.blocked" if state is CreditState.BLOCKED else "credit.unblocked"
            audit.record(actor=actor, action=action, resource=credit.id, old=old, new={"state": state}, reason=reason, now=now)
    return credit.as_view()
