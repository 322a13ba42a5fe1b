"""The end of a customer's account: closed at once, deleted when nothing else needs it any more."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import statements
from marketplace.apps.accounts.domain import passwords
from marketplace.apps.accounts.models import Account, OneTimeToken
from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import CUSTOMER
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.texts import Text


def check_own_password(*, person_id: str, password: str, now: datetime) -> None:
    """
    That it is really the customer who asks. Outside any transaction: hashing is slow.

    :raises InvalidInput: if it is not the password :raises TooManyAttempts: after wrong tries in a row :raises NotFound:
    """
    person = people.find_person_by_id(CUSTOMER, person_id)
    if person is None:
        raise NotFound
    limits = [attempts.Limit(f"password:{person.id}", free=3, lock=10)]
    attempts.admit(limits, now=now)
    if not passwords.is_right(password, person.password):
        raise InvalidInput(errors=[FieldError("password", "wrong_password", Text("Not your present password"))])
    attempts.forget(limits)


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
