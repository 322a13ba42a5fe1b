"""Blocking a credit, and what ends that."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.credit.errors import CreditNotFound
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.types import CreditState, CreditView
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import SYSTEM, Actor


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


def block_disputed(*, payment_id: str, now: datetime) -> None:
    """Block the gift card that was bought by a payment which the customer's bank disputes. Nothing for any other. Safe to repeat."""
    purchase = rows.first(GiftCardPurchase, "payment_id = %(id)s AND credit_id <> ''", {"id": payment_id})
    if purchase is not None:
        block_credit(credit_id=purchase.credit_id, reason="disputed", actor=SYSTEM, now=now)


def _set(state: CreditState, credit_id: str, *, reason: str, actor: Actor, now: datetime) -> CreditView:
    with tenancy.atomic():
        credit = rows.first(Credit, "id = %(id)s", {"id": credit_id}, for_update=True)
        if credit is None:
            raise CreditNotFound
        if credit.state != state:
            old, credit.state = {"state": credit.state}, state
            rows.change(credit, "state")
            action = "credit.blocked" if state is CreditState.BLOCKED else "credit.unblocked"
            audit.record(actor=actor, action=action, resource=credit.id, old=old, new={"state": state}, reason=reason, now=now)
    return credit.as_view()
