"""Everybody who can log in, whichever table they are in: what sessions and passwords need to know of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.types import STAFF, Person, SecondFactor
from marketplace.apps.staff import queries as staff_queries
from marketplace.apps.staff import services as staff_services
from marketplace.apps.staff.types import StaffView
from marketplace.foundation import rows
from marketplace.kit.errors import NotFound
from marketplace.kit.plain_text import clean_email


def find_person(audience: str, email: str) -> Person | None:
    """Who can log in with an e-mail address, in any letter case: an account that has not confirmed the address is nobody's."""
    email = normal_email(email)
    if audience == STAFF:
        member = staff_queries.find_member_by_email(email)
        return _of_staff(member) if member else None
    account = Account.objects.filter(audience=audience, email=email, email_confirmed_at__isnull=False).first()
    return _of_account(account) if account else None


def find_applicant(audience: str, email: str) -> Person | None:
    """Who last chose a password for that address and has not confirmed it."""
    unconfirmed = Account.objects.filter(audience=audience, email=normal_email(email), email_confirmed_at=None).exclude(password="")
    account = unconfirmed.order_by("-id").first()
    return _of_account(account) if account else None


def find_person_by_id(audience: str, person_id: str) -> Person | None:
    if audience == STAFF:
        try:
            return _of_staff(staff_queries.get_member(person_id))
        except NotFound:
            return None
    account = Account.objects.filter(audience=audience, pk=person_id).first()
    return _of_account(account) if account else None


def insert_account(account: Account) -> bool:
    """
    Whether the account could be entered; not if its address is taken.

    A failed statement would say the same, and PostgreSQL would write its values into the server's log.
    """
    return rows.insert(account, unless_there=True)


def store_password(person: Person, password_hash: str) -> None:
    if person.audience == STAFF:
        staff_services.set_password(member_id=person.id, password_hash=password_hash)
    else:
        rows.change_where(Account, "id = %(id)s", {"id": person.id}, password=password_hash, version=rows.Plus(1))


def store_second_factor(person: Person, factor: SecondFactor | None) -> bool:
    """Put ``factor`` in the place of the one that ``person`` was read with. False, and nothing is written, if that changed meanwhile."""
    before, after = (msgspec.to_builtins(one) if one else None for one in (person.second_factor, factor))
    if person.audience == STAFF:
        return staff_services.replace_second_factor(member_id=person.id, before=before, after=after)
    text = None if before is None else msgspec.json.encode(before).decode()
    condition = "id = %(id)s AND second_factor IS NOT DISTINCT FROM %(before)s::jsonb"
    return rows.change_where(Account, condition, {"id": person.id, "before": text}, second_factor=after) == 1


def clear_second_factor(person: Person, *, now: datetime) -> None:
    """Whatever the person's second factor is by now, there is none. For staff the same statement ends the sessions of all regions."""
    if person.audience == STAFF:
        staff_services.clear_second_factor(member_id=person.id, now=now)
    else:
        rows.change_where(Account, "id = %(id)s", {"id": person.id}, second_factor=None)


def normal_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return clean_email(email)


def _of_account(account: Account) -> Person:
    return Person(
        id=account.id,
        audience=account.audience,
        email=account.email,
        name=account.name,
        language=account.language,
        password=account.password,
        roles=tuple(account.roles),
        vendor_id=account.vendor_id,
        is_active=account.is_active and account.blocked_at is None,
        second_factor=_factor_of(account.second_factor),
    )


def _of_staff(member: StaffView) -> Person:
    return Person(
        id=member.id,
        audience=STAFF,
        email=member.email,
        name=member.name,
        language=member.language,
        password=member.password,
        roles=member.roles,
        is_active=member.is_active,
        sessions_ended_at=member.sessions_ended_at,
        second_factor=_factor_of(member.second_factor),
    )


def _factor_of(stored: dict[str, Any] | None) -> SecondFactor | None:
    return None if stored is None else msgspec.convert(stored, SecondFactor)
