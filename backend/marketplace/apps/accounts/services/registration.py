"""Becoming a customer, without anybody learning who already is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.accounts import attempts, passwords, people
from marketplace.apps.accounts.errors import InvalidToken, TooManyAttempts
from marketplace.apps.accounts.events import CustomerRegistered
from marketplace.apps.accounts.models import Account, OneTimeToken
from marketplace.apps.accounts.services import one_time
from marketplace.apps.accounts.types import CUSTOMER, WEB_APPS
from marketplace.foundation import mail, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import new_id


def register(*, email: str, password: str, name: str, language: str, phone: str = "", now: datetime) -> None:
    """
    Mail a link that makes the account. Whether there is one already is told by mail only, to whoever has the mailbox.

    :raises InvalidInput: if the password is not good enough
    """
    email = people.normal_email(email)
    passwords.check_strength(password, email=email)
    details = {"name": name, "language": language, "phone": phone, "password": passwords.hash_password(password)}
    if not may_mail("register", email, now=now):
        return
    existing = people.find_person(CUSTOMER, email)
    with tenancy.atomic():
        if existing is not None:
            mail.send(
                "accounts/already_registered", to=email, language=existing.language, name=existing.name, url=mail.web_url("/reset-password")
            )
            return
        token = one_time.issue(one_time.REGISTER, audience=CUSTOMER, email=email, details=details, now=now)
        _mail_confirmation(CUSTOMER, email=email, name=name, language=language, token=token)


def send_email_confirmation(*, person_id: str, audience: str, email: str, name: str, language: str, now: datetime) -> None:
    """Ask somebody who has an account already to confirm the address. Inside the caller's transaction."""
    token = one_time.issue(one_time.CONFIRM_EMAIL, audience=audience, email=email, person_id=person_id, now=now)
    _mail_confirmation(audience, email=email, name=name, language=language, token=token)


def confirm_email(*, token: str, now: datetime) -> str:
    """
    Make the account that waits behind the link, or mark its address as confirmed. Safe to repeat: a link may be opened twice.

    Returns the audience, so that a page can say where to log in.

    :raises InvalidToken: if the link is unknown or too old, or another registration with the address came first
    """
    with tenancy.atomic():
        row = one_time.take(token, one_time.REGISTER, one_time.CONFIRM_EMAIL, now=now)
        if row.used_at is None:
            person_id = _create_registered(row, now=now) if row.purpose == one_time.REGISTER else _mark_confirmed(row, now=now)
            OneTimeToken.objects.filter(pk=row.pk).update(used_at=now, person_id=person_id, details={})
        return row.audience


def may_mail(kind: str, email: str, *, now: datetime) -> bool:
    """Whether one more unasked mail may go to that address now: nobody's mailbox is flooded through our forms."""
    try:
        attempts.admit([attempts.Limit(f"mail:{kind}:{email}", free=4, lock=5)], now=now)
    except TooManyAttempts:
        return False
    return True


def _create_registered(row: OneTimeToken, *, now: datetime) -> str:
    # Whoever asked earlier with this address and another password must not get in by an older link.
    OneTimeToken.objects.filter(audience=CUSTOMER, email=row.email, purpose=one_time.REGISTER).exclude(pk=row.pk).delete()
    values: dict[str, Any] = row.details
    account, is_new = Account.objects.get_or_create(
        audience=CUSTOMER,
        email=row.email,
        defaults={"id": new_id("cus", at=now), "created_at": now, "email_confirmed_at": now, **values},
    )
    if not is_new:
        raise InvalidToken
    outbox.publish(CustomerRegistered(account_id=account.id), now=now)
    return account.id


def _mark_confirmed(row: OneTimeToken, *, now: datetime) -> str:
    if not Account.objects.filter(pk=row.person_id, email=row.email).update(email_confirmed_at=now):
        raise InvalidToken
    return row.person_id


def _mail_confirmation(audience: str, *, email: str, name: str, language: str, token: str) -> None:
    url = mail.web_url("/confirm-email", app=WEB_APPS[audience], token=token)
    mail.send("accounts/confirm_email", to=email, language=language, name=name, url=url)
