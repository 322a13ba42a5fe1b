"""Customers whom staff lets neither log in nor order."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.errors import BlockUnchanged
from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.queries import get_customer
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import CUSTOMER, CustomerView
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound


def block_customer(*, customer_id: str, reason: str, actor: Actor, now: datetime) -> CustomerView:
    """
    End the customer's sessions, and let them neither log in nor order with their address, also as a guest. Orders go on.

    :raises NotFound: :raises BlockUnchanged: if the customer is blocked already
    """
    with tenancy.atomic():
        account = _locked(customer_id)
        if account.blocked_at is not None:
            raise BlockUnchanged
        account.blocked_at, account.block_reason, account.version = now, reason, account.version + 1
        rows.change(account, "blocked_at", "block_reason", "version")
        end_sessions(person_id=customer_id, reason="blocked", now=now)
        audit.record(actor=actor, action="customer.blocked", resource=customer_id, reason=reason, now=now)
    return get_customer(customer_id)


def unblock_customer(*, customer_id: str, reason: str, actor: Actor, now: datetime) -> CustomerView:
    """:raises NotFound: :raises BlockUnchanged: if the customer is not blocked"""
    with tenancy.atomic():
        account = _locked(customer_id)
        if account.blocked_at is None:
            raise BlockUnchanged
        account.blocked_at, account.block_reason, account.version = None, "", account.version + 1
        rows.change(account, "blocked_at", "block_reason", "version")
        audit.record(actor=actor, action="customer.unblocked", resource=customer_id, reason=reason, now=now)
    return get_customer(customer_id)


def _locked(customer_id: str) -> Account:
    account = Account.objects.select_for_update().filter(audience=CUSTOMER, pk=customer_id).first()
    if account is None:
        raise NotFound
    return account
