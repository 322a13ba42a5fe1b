"""A vendor's people: who they are and what they may do. There is always an owner who can log in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.types import VendorPerson
from marketplace.apps.vendors.errors import LastOwner, VendorStateForbids
from marketplace.apps.vendors.services.api_keys import revoke_keys_of
from marketplace.apps.vendors.services.locking import lock_open_vendor, lock_vendor
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import audit, tenancy
from marketplace.foundation.rest.tokens import VENDOR
from marketplace.kit.actors import Actor


def invite_member(
    *, vendor_id: str, email: str, name: str, language: str, roles: Sequence[str], actor: Actor, now: datetime
) -> VendorPerson:
    """
    Give a person access; a mail lets them choose a password. Only a mail says whether they act for another vendor already.

    :raises EmailInUse: if one of this vendor's people has that address
    :raises VendorStateForbids: before the vendor is approved, and once it is closed
    """
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        if vendor.state == VendorState.PENDING:  # anybody may apply, and would have us write to whom they like
            raise VendorStateForbids(state=vendor.state)
        person = account_services.invite_vendor_person(
            vendor_id=vendor_id, vendor_name=vendor.name, email=email, name=name, language=language, roles=roles, now=now
        )
        new = {"person": person.id, "roles": list(person.roles)}
        audit.record(actor=actor, action="vendor.member_invited", resource=vendor_id, new=new, now=now)
    return person


def change_member_roles(*, vendor_id: str, person_id: str, roles: Sequence[str], etag: str, actor: Actor, now: datetime) -> VendorPerson:
    """
    Replace a person's roles; they have to log in again. If the person is no owner any more, the keys they made are revoked.

    :raises LastOwner: if nobody would be left who is an owner and can log in
    :raises StaleRow: if ``etag`` is old
    """
    with tenancy.atomic():
        lock_vendor(vendor_id)  # two owners who remove each other at once must not both succeed
        old = account_queries.get_vendor_person(vendor_id=vendor_id, person_id=person_id)
        person = account_services.set_vendor_roles(vendor_id=vendor_id, person_id=person_id, roles=roles, etag=etag, now=now)
        _require_owner(vendor_id)
        if "owner" not in person.roles:
            revoke_keys_of(person_id, vendor_id=vendor_id, reason="Its maker is no owner any more", actor=actor, now=now)
        audit.record(
            actor=actor,
            action="vendor.member_roles_changed",
            resource=vendor_id,
            old={"person": person_id, "roles": list(old.roles)},
            new={"person": person_id, "roles": list(person.roles)},
            now=now,
        )
    return person


def remove_member(*, vendor_id: str, person_id: str, actor: Actor, now: datetime) -> None:
    """
    End a person's access, revoke the keys that they made, and delete their account.

    :raises LastOwner: if nobody would be left who is an owner and can log in
    """
    with tenancy.atomic():
        lock_vendor(vendor_id)  # two owners who remove each other at once must not both succeed
        old = account_queries.get_vendor_person(vendor_id=vendor_id, person_id=person_id)
        account_services.remove_vendor_person(vendor_id=vendor_id, person_id=person_id, now=now)
        _require_owner(vendor_id)
        revoke_keys_of(person_id, vendor_id=vendor_id, reason="Its maker was removed", actor=actor, now=now)
        audit.record(
            actor=actor, action="vendor.member_removed", resource=vendor_id, old={"person": person_id, "roles": list(old.roles)}, now=now
        )


def remove_second_factor(*, vendor_id: str, person_id: str, reason: str, actor: Actor, now: datetime) -> None:
    """
    Staff remove the factor that a person has lost: the only owner has nobody else who could. Their sessions end; a mail says so.

    :raises NotFound: if the vendor has no such person :raises NoSecondFactor: if the person has none
    """
    account_queries.get_vendor_person(vendor_id=vendor_id, person_id=person_id)
    account_services.clear_second_factor(audience=VENDOR, person_id=person_id, reason=reason, actor=actor, now=now)


def _require_owner(vendor_id: str) -> None:
    if account_queries.count_owners(vendor_id) == 0:
        raise LastOwner
