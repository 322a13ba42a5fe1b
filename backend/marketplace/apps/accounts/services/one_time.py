"""One-time tokens: what the links in mails carry, and what leads from a password to a code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.models import OneTimeToken
from marketplace.foundation import rows
from marketplace.kit.ids import hash_secret, new_secret

REGISTER, CONFIRM_EMAIL, RESET_PASSWORD, INVITATION = "register", "confirm_email", "reset_password", "invitation"
SECOND_FACTOR = "second_factor"  # the one that no mail carries: a right password was given, a code has to follow
LIVES = {
    REGISTER: timedelta(days=3),
    CONFIRM_EMAIL: timedelta(days=14),
    RESET_PASSWORD: timedelta(hours=1),
    INVITATION: timedelta(days=14),
    SECOND_FACTOR: timedelta(minutes=10),
}


def issue(purpose: str, *, audience: str, email: str, person_id: str = "", details: dict[str, Any] | None = None, now: datetime) -> str:
    """A new token's secret, to be mailed and then forgotten."""
    secret = new_secret()
    token = OneTimeToken(
        token_hash=hash_secret(secret),
        purpose=purpose,
        audience=audience,
        person_id=person_id,
        email=email,
        details=details or {},
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    rows.insert(token)
    return secret


def end_challenges(person_id: str, *, now: datetime) -> None:
    """What a right password has begun in this region does not end with a code any more."""
    begun = {"person_id": person_id, "purpose": SECOND_FACTOR}
    rows.change_where(OneTimeToken, "person_id = %(person_id)s AND purpose = %(purpose)s", begun, used_at=now)


def take(secret: str, *purposes: str, now: datetime) -> OneTimeToken:
    """
    The token, locked for this transaction; ``used_at`` says whether it was used before. The caller marks it used.

    :raises InvalidToken: if it is unknown, for something else, or too old
    """
    token = OneTimeToken.objects.select_for_update().filter(token_hash=hash_secret(secret)).first()
    if token is None or token.purpose not in purposes or token.expires_at <= now:
        raise InvalidToken
    return token
