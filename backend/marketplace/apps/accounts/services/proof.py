"""The moment at which a person proves that an address is theirs: by a link that was mailed to it."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.events import EmailConfirmed
from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.foundation import rows
from marketplace.foundation.events import outbox


def prove_address(*, person_id: str, email: str, now: datetime) -> None:
    """
    Mark the account's address as confirmed, inside the caller's transaction. The first proof ends every session from before it.

    The others that claim the address are locked first, so that of two proofs at once only one succeeds.

    :raises InvalidToken: if the account is gone or has another address by now, or another account has confirmed this one
    """
    claims = {account.pk: account for account in Account.objects.select_for_update().filter(email=email).order_by("pk")}
    account = claims.pop(person_id, None)
    if account is None:
        raise InvalidToken
    if account.email_confirmed_at is not None:
        return
    if any(other.email_confirmed_at is not None for other in claims.values() if other.audience == account.audience):
        raise InvalidToken
    account.email_confirmed_at = now
    rows.change(account, "email_confirmed_at")
    end_sessions(person_id=person_id, reason="confirmed", now=now)
    outbox.publish(EmailConfirmed(account_id=person_id, vendor_id=account.vendor_id), now=now)
