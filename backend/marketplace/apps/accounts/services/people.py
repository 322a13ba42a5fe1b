"""Accounts themselves: customers, and a vendor's people (whose rules about roles the vendors app holds)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.accounts import statements
from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.events import PersonRemoved
from marketplace.apps.accounts.models import Account, OneTimeToken
from marketplace.apps.accounts.queries import vendor_person_of
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.registration import may_mail_unasked, notify_existing_account
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import CUSTOMER, STAFF, VENDOR, VENDOR_ROLES, VendorPerson
from marketplace.apps.staff import services as staff_services
from marketplace.foundation import mail, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.etags import version_of
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

KEPT_AFTER_END = timedelta(days=30)  # ended sessions and used links, for the investigation of an incident


def create_customer(*, email: str, name: str, language: str, password_hash: str, phone: str = "", now: datetime) -> str:
    """
    A customer whose address counts as confirmed, for demo data and imports; people themselves go through ``register``. Returns the id.

    :raises EmailInUse: if a customer has that address
    """
    account = Account(
        id=new_id("cus", at=now),
        audience=CUSTOMER,
        email=people.normal_email(email),
        password=password_hash,
        name=name,
        language=language,
        phone=phone,
        email_confirmed_at=now,
        created_at=now,
    )
    return _insert(account).id


def create_vendor_person(
    *,
    vendor_id: str,
    email: str,
    name: str,
    language: str,
    roles: Sequence[str],
    password_hash: str = "",
    is_email_confirmed: bool = False,
    now: datetime,
) -> VendorPerson:
    """
    One of a vendor's people, who can log in once the address is confirmed (``is_email_confirmed``: the caller vouches for it).

    An address that is only claimed may belong to another vendor's person: the answer does not reveal that.

    :raises EmailInUse: if one of this vendor's people has that address, or it is confirmed by another and ``is_email_confirmed``
    :raises InvalidInput: for an unknown role, or none
    """
    account = Account(
        id=new_id("usr", at=now),
        audience=VENDOR,
        email=people.normal_email(email),
        password=password_hash,
        name=name,
        language=language,
        vendor_id=vendor_id,
        roles=checked_roles(roles),
        email_confirmed_at=now if is_email_confirmed else None,
        created_at=now,
    )
    return vendor_person_of(_insert(account))


def invite_vendor_person(
    *, vendor_id: str, vendor_name: str, email: str, name: str, language: str, roles: Sequence[str], now: datetime
) -> VendorPerson:
    """
    Like ``create_vendor_person``, with a mail whose link lets the person choose a password (and confirms the address).

    A person who already acts for another vendor learns it by mail only; such an invitation cannot be accepted.
    """
    with tenancy.atomic():
        person = create_vendor_person(vendor_id=vendor_id, email=email, name=name, language=language, roles=roles, now=now)
        if not may_mail_unasked(person.email, now=now) or notify_existing_account(VENDOR, person.email):
            return person
        token = one_time.issue(one_time.INVITATION, audience=VENDOR, email=person.email, person_id=person.id, now=now)
        url = mail.web_url("/accept-invitation", app="vendor", token=token)
        mail.send("accounts/invitation", to=person.email, language=language, name=name, vendor=vendor_name, url=url)
    return person


def set_vendor_roles(*, vendor_id: str, person_id: str, roles: Sequence[str], etag: str, now: datetime) -> VendorPerson:
    """
    Change the roles of one of the vendor's people, and end their sessions, whose tokens tell the old ones.

    :raises NotFound: if the vendor has no such person
    :raises StaleRow: if ``etag`` is old
    """
    with tenancy.atomic():
        account = _vendor_account(vendor_id, person_id)
        if account.etag != etag:
            raise StaleRow
        account.roles = checked_roles(roles)
        account.version += 1
        rows.change(account, "roles", "version")
        end_sessions(person_id=person_id, reason="role", now=now)
    return vendor_person_of(account)


def remove_vendor_person(*, vendor_id: str, person_id: str, now: datetime) -> None:
    """Delete the account of one of the vendor's people and end their sessions. :raises NotFound: if there is no such person"""
    with tenancy.atomic():
        account = _vendor_account(vendor_id, person_id)
        end_sessions(person_id=person_id, reason="removed", now=now)
        rows.delete_where(OneTimeToken, "person_id = %(person_id)s", {"person_id": person_id})
        sql.run(statements.DELETE_ACCOUNT, {"id": account.id, "audience": VENDOR})
        outbox.publish(PersonRemoved(account_id=person_id, vendor_id=vendor_id), now=now)


def change_profile(*, audience: str, person_id: str, etag: str, name: str | None, language: str | None, phone: str | None) -> None:
    """
    Change what a person may change of themselves; ``None`` leaves a value as it is. Staff have no telephone number here.

    :raises StaleRow: if ``etag`` is old
    """
    if audience == STAFF:
        person = people.find_person_by_id(STAFF, person_id)
        if person is None:
            raise NotFound
        staff_services.edit_member(member_id=person_id, etag=etag, name=name or person.name, language=language or person.language)
        return
    given = {key: value for key, value in {"name": name, "language": language, "phone": phone}.items() if value is not None}
    seen = {"id": person_id, "version": version_of(etag)}
    if not rows.change_where(Account, "id = %(id)s AND version = %(version)s", seen, **given, version=rows.Plus(1)):
        raise StaleRow


def purge_expired(*, now: datetime) -> None:
    """Delete sessions, links and counts that nothing will ask for again."""
    sql.run(statements.DELETE_SESSIONS_OVER, {"before": now - KEPT_AFTER_END})
    rows.delete_where(OneTimeToken, "expires_at < %(now)s", {"now": now})
    attempts.purge(now=now)


def checked_roles(roles: Sequence[str]) -> list[str]:
    """:raises InvalidInput: for an unknown role, or none"""
    if not roles or not set(roles) <= set(VENDOR_ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=VENDOR_ROLES))])
    return sorted(set(roles), key=VENDOR_ROLES.index)


def _insert(account: Account) -> Account:
    if not people.insert_account(account):
        raise EmailInUse
    return account


def _vendor_account(vendor_id: str, person_id: str) -> Account:
    account = Account.objects.select_for_update().filter(audience=VENDOR, vendor_id=vendor_id, pk=person_id).first()
    if account is None:
        raise NotFound
    return account
