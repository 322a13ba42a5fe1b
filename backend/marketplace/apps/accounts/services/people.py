"""Accounts themselves: customers, and a vendor's people (whose rules about roles the vendors app holds)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F

from marketplace.apps.accounts import attempts, people
from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.models import Account, OneTimeToken, Session
from marketplace.apps.accounts.queries import vendor_person_of
from marketplace.apps.accounts.services import one_time
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import CUSTOMER, STAFF, VENDOR, VENDOR_ROLES, VendorPerson
from marketplace.apps.staff import services as staff_services
from marketplace.foundation import mail, tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.etags import version_of
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

KEPT_AFTER_END = timedelta(days=30)  # ended sessions and used links, for whoever looks into an incident


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
    *, vendor_id: str, email: str, name: str, language: str, roles: Sequence[str], password_hash: str = "", now: datetime
) -> VendorPerson:
    """
    One of a vendor's people; without a password until they answer an invitation.

    :raises EmailInUse: if any vendor's person has that address
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
        created_at=now,
    )
    return vendor_person_of(_insert(account))


def invite_vendor_person(
    *, vendor_id: str, vendor_name: str, email: str, name: str, language: str, roles: Sequence[str], now: datetime
) -> VendorPerson:
    """Like ``create_vendor_person``, with a mail whose link lets the person choose a password (and confirms the address)."""
    with tenancy.atomic():
        person = create_vendor_person(vendor_id=vendor_id, email=email, name=name, language=language, roles=roles, now=now)
        token = one_time.issue(one_time.INVITATION, audience=VENDOR, email=person.email, person_id=person.id, now=now)
        url = mail.web_url("/accept-invitation", app="vendor", token=token)
        mail.send("accounts/invitation", to=person.email, language=language, name=name, vendor=vendor_name, url=url)
    return person


def set_vendor_roles(*, vendor_id: str, person_id: str, roles: Sequence[str], etag: str, now: datetime) -> VendorPerson:
    """
    Change the roles of one of the vendor's people, and end their sessions, whose tokens tell the old ones.

    :raises NotFound: if the vendor has no such person
    :raises StaleDocument: if ``etag`` is old
    """
    with tenancy.atomic():
        account = _vendor_account(vendor_id, person_id)
        if account.etag != etag:
            raise StaleDocument
        account.roles = checked_roles(roles)
        account.version += 1
        account.save(update_fields=["roles", "version"])
        end_sessions(person_id=person_id, reason="role", now=now)
    return vendor_person_of(account)


def remove_vendor_person(*, vendor_id: str, person_id: str, now: datetime) -> None:
    """Delete the account of one of the vendor's people and end their sessions. :raises NotFound: if there is no such person"""
    with tenancy.atomic():
        account = _vendor_account(vendor_id, person_id)
        end_sessions(person_id=person_id, reason="removed", now=now)
        OneTimeToken.objects.filter(person_id=person_id).delete()
        account.delete()


def change_profile(*, audience: str, person_id: str, etag: str, name: str | None, language: str | None, phone: str | None) -> None:
    """
    Change what a person may change of themselves; ``None`` leaves a value as it is. Staff have no telephone number here.

    :raises StaleDocument: if ``etag`` is old
    """
    if audience == STAFF:
        person = people.find_person_by_id(STAFF, person_id)
        if person is None:
            raise NotFound
        staff_services.edit_member(member_id=person_id, etag=etag, name=name or person.name, language=language or person.language)
        return
    given = {key: value for key, value in {"name": name, "language": language, "phone": phone}.items() if value is not None}
    if not Account.objects.filter(pk=person_id, version=version_of(etag)).update(**given, version=F("version") + 1):
        raise StaleDocument


def purge_expired(*, now: datetime) -> None:
    """Delete sessions, links and counts that nothing will ask for again."""
    Session.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()
    Session.objects.filter(ended_at__lt=now - KEPT_AFTER_END).delete()
    OneTimeToken.objects.filter(expires_at__lt=now).delete()
    attempts.purge(now=now)


def checked_roles(roles: Sequence[str]) -> list[str]:
    """:raises InvalidInput: for an unknown role, or none"""
    if not roles or not set(roles) <= set(VENDOR_ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=VENDOR_ROLES))])
    return sorted(set(roles), key=VENDOR_ROLES.index)


def _insert(account: Account) -> Account:
    try:
        with tenancy.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise EmailInUse from None
    return account


def _vendor_account(vendor_id: str, person_id: str) -> Account:
    account = Account.objects.select_for_update().filter(audience=VENDOR, vendor_id=vendor_id, pk=person_id).first()
    if account is None:
        raise NotFound
    return account
