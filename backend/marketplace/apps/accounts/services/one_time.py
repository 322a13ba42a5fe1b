"""One-time tokens: what the links in mails carry, and what leads from a password to a code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.models import OneTimeToken
from marketplace.foundation import rows
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.ids import hash_secret, new_secret

REGISTER, CONFIRM_EMAIL, RESET_PASSWORD, INVITATION = "register", "confirm_email", "reset_password", "invitation"
# No mail carries these. SECOND_FACTOR: a right password was given, the factor has to follow; the others are challenges for passkeys.
SECOND_FACTOR, ADD_PASSKEY, REAUTHENTICATE = "second_factor", "add_passkey", "reauthenticate"
SUPPORT_VIEW = "support_view"  # leads a member of staff from the panel to the shop
LIVES = {
    REGISTER: timedelta(days=3),
    CONFIRM_EMAIL: timedelta(days=14),
    RESET_PASSWORD: timedelta(hours=1),
    INVITATION: timedelta(days=14),
    SECOND_FACTOR: timedelta(minutes=10),
    ADD_PASSKEY: timedelta(minutes=10),
    REAUTHENTICATE: timedelta(minutes=10),
    SUPPORT_VIEW: timedelta(minutes=1),
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


def take_unused(secret: str, purpose: str, *, refusal: type[MarketplaceError], now: datetime) -> OneTimeToken:
    """The token, locked for this transaction. :raises refusal: if it is unknown, for something else, used or too old"""
    try:
        token = take(secret, purpose, now=now)
    except InvalidToken:
        raise refusal from None
    if token.used_at is not None:
        raise refusal
    return token


def use(secret: str, purpose: str, *, person_id: str, refusal: type[MarketplaceError], now: datetime) -> None:
    """Mark a person's token used. :raises refusal: as ``take_unused``, or if it is another person's"""
    token = take_unused(secret, purpose, refusal=refusal, now=now)
    if token.person_id != person_id:
        raise refusal
    token.used_at = now
    rows.change(token, "used_at")
