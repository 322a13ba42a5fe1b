"""Becoming a customer, without anybody learning who already is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.accounts.domain import passwords
from marketplace.apps.accounts.errors import InvalidToken, TooManyAttempts
from marketplace.apps.accounts.events import CustomerRegistered
from marketplace.apps.accounts.models import Account, OneTimeToken
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.proof import prove_address
from marketplace.apps.accounts.types import CUSTOMER, WEB_APPS
from marketplace.foundation import mail, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit import limits
from marketplace.kit.ids import new_id

CONFIRMING = (one_time.REGISTER, one_time.CONFIRM_EMAIL)
_IS_OTHER = "audience = %(audience)s AND email = %(email)s AND purpose = %(purpose)s AND token_hash <> %(token_hash)s"
MAX_MAILS = limits.declare(
    "accounts.mails", 5, "mails", "Of one kind to one address, and of all kinds that nobody asked for; then one in 15 minutes is sent."
)


def register(*, email: str, password: str, name: str, language: str, phone: str = "", now: datetime) -> None:
    """
    Mail a link that makes the account. Whether one exists already is said by mail only, to the owner of the mailbox.

    :raises InvalidInput: if the password is not good enough
    """
    email = people.normal_email(email)
    passwords.check_strength(password, email=email, names=[name])
    details = {"name": name, "language": language, "phone": phone, "password": passwords.hash_password(password)}
    if not may_mail_unasked(email, now=now):
        return
    with tenancy.atomic():
        if notify_existing_account(CUSTOMER, email):
            return
        token = one_time.issue(one_time.REGISTER, audience=CUSTOMER, email=email, details=details, now=now)
        _mail_confirmation(CUSTOMER, email=email, name=name, language=language, token=token)


def send_email_confirmation(*, person_id: str, audience: str, email: str, name: str, language: str, now: datetime) -> None:
    """
    Ask a person who was given an account to confirm the address. Inside the caller's transaction.

    A person who already has an account with that address gets a mail that says so instead, and nothing can be confirmed.
    """
    if not may_mail_unasked(email, now=now) or notify_existing_account(audience, email):
        return
    token = one_time.issue(one_time.CONFIRM_EMAIL, audience=audience, email=email, person_id=person_id, now=now)
    _mail_confirmation(audience, email=email, name=name, language=language, token=token)


def mail_confirmation_again(*, audience: str, email: str, now: datetime) -> None:
    """Mail a new link to a person who has registered or applied and not confirmed. For others nothing happens, and no caller sees it."""
    email = people.normal_email(email)
    if not may_mail_unasked(email, now=now):
        return
    waiting = OneTimeToken.objects.filter(audience=audience, email=email, purpose__in=CONFIRMING, used_at=None, expires_at__gt=now)
    newest = waiting.order_by("-created_at").first()
    if newest is None or people.find_person(audience, email) is not None:
        return
    applicant = people.find_person_by_id(audience, newest.person_id)
    known = {"name": applicant.name, "language": applicant.language} if applicant else newest.details
    with tenancy.atomic():
        token = one_time.issue(newest.purpose, audience=audience, email=email, person_id=newest.person_id, details=newest.details, now=now)
        _mail_confirmation(audience, email=email, name=known["name"], language=known["language"], token=token)


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
            row.used_at, row.person_id, row.details = now, person_id, {}
            rows.change(row, "used_at", "person_id", "details")
        return row.audience


def may_mail(kind: str, email: str, *, now: datetime) -> bool:
    """Whether one more mail of that kind may go to that address now: nobody's mailbox is flooded through our forms."""
    try:
        attempts.admit([attempts.Limit(f"mail:{kind}:{email}", free=MAX_MAILS - 1, lock=MAX_MAILS)], now=now)
    except TooManyAttempts:
        return False
    return True


def may_mail_unasked(email: str, *, now: datetime) -> bool:
    """The same for mails of any kind to an address that was typed but never confirmed."""
    return may_mail("unasked", email, now=now)


def notify_existing_account(audience: str, email: str) -> bool:
    """Whether a person can log in with that address already. If so, mails them that an account with it was asked for again."""
    existing = people.find_person(audience, email)
    if existing is None:
        return False
    url = mail.web_url("/reset-password", app=WEB_APPS[audience])
    mail.send("accounts/already_registered", to=email, language=existing.language, name=existing.name, url=url)
    return True


def _create_registered(row: OneTimeToken, *, now: datetime) -> str:
    # A person who asked earlier with this address and another password must not get in by an older link.
    others = {"audience": CUSTOMER, "email": row.email, "purpose": one_time.REGISTER, "token_hash": row.token_hash}
    rows.delete_where(OneTimeToken, _IS_OTHER, others)
    values: dict[str, Any] = row.details
    account = Account(id=new_id("cus", at=now), audience=CUSTOMER, email=row.email, created_at=now, email_confirmed_at=now, **values)
    if not people.insert_account(account):
        raise InvalidToken
    outbox.publish(CustomerRegistered(account_id=account.id), now=now)
    return account.id


def _mark_confirmed(row: OneTimeToken, *, now: datetime) -> str:
    prove_address(person_id=row.person_id, email=row.email, now=now)
    return row.person_id


def _mail_confirmation(audience: str, *, email: str, name: str, language: str, token: str) -> None:
    url = mail.web_url("/confirm-email", app=WEB_APPS[audience], token=token)
    mail.send("accounts/confirm_email", to=email, language=language, name=name, url=url)
