"""The end of a customer's account: closed at once, deleted when nothing else needs it any more."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import statements
from marketplace.apps.accounts.models import Account, OneTimeToken
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import CUSTOMER
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.errors import NotFound


def close_account(*, account_id: str, now: datetime) -> str:
    """Let nobody log in any more, and end all sessions; in the caller's transaction. Returns the e-mail address. :raises NotFound:"""
    account = Account.objects.select_for_update().filter(audience=CUSTOMER, pk=account_id).first()
    if account is None:
        raise NotFound
    account.is_active, account.version = False, account.version + 1
    rows.change(account, "is_active", "version")
    end_sessions(person_id=account_id, reason="removed", now=now)
    return account.email


def delete_account(*, account_id: str, email: str) -> None:
    """Delete all that is stored about the customer in this app: account, addresses, consents, sessions, links. Safe to repeat."""
    with tenancy.atomic():
        sql.run(statements.DELETE_SESSIONS_OF, {"person_id": account_id})
        rows.delete_where(OneTimeToken, "person_id = %(person_id)s", {"person_id": account_id})
        rows.delete_where(OneTimeToken, "audience = %(audience)s AND email = %(email)s", {"audience": CUSTOMER, "email": email})
        sql.run(statements.DELETE_ACCOUNT, {"id": account_id, "audience": CUSTOMER})
