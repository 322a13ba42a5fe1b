"""Asking to sell here, and what a vendor says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts import services as account_services
from marketplace.apps.vendors.domain.checks import check_vat_number
from marketplace.apps.vendors.events import VendorApplied, VendorProfileChanged
from marketplace.apps.vendors.models import CommissionPlanVersion, Vendor
from marketplace.apps.vendors.queries import view_of
from marketplace.apps.vendors.region_settings import COMMISSION_PERCENT_BP
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.types import VendorApplication, VendorView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.tokens import VENDOR
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.plain_text import clean_email
from marketplace.kit.slugs import slug_of
from marketplace.kit.texts import Text

EDITABLE = ("name", "legal_name", "registration_number", "vat_number", "email", "phone", "address", "descriptions")


def apply_as_vendor(
    *, application: VendorApplication, password: str = "", password_hash: str = "", actor: Actor, now: datetime
) -> VendorView:
    """
    Enter an applicant (``pending``), its owner's account and the region's standard commission plan.

    The owner can log in once the address is confirmed. Only a mail says whether an account with that address exists already.

    ``password`` is the owner's; commands, which vouch for the address, give a hash instead.

    :raises EmailInUse: with a hash, if one of a vendor's people has confirmed that address
    :raises InvalidInput: for a weak password, or a country, currency, VAT number or description language that does not fit the region
    """
    vendor = _vendor_of(application, now=now)
    _check(vendor)
    is_vouched_for = bool(password_hash)
    if not is_vouched_for:
        names = [application.owner_name, application.name, application.legal_name]
        password_hash = account_services.new_password_hash(password, email=application.email, names=names)
    with tenancy.atomic():
        _insert_with_free_slug(vendor, application.slug or application.name)
        _give_standard_plan(vendor, now=now)
        owner_id = _give_owner(vendor, application, password_hash=password_hash, is_vouched_for=is_vouched_for, now=now)
        outbox.publish(VendorApplied(vendor_id=vendor.id), now=now)
        new = {"name": vendor.name, "country": vendor.country, "owner": owner_id}
        audit.record(actor=actor, action="vendor.applied", resource=vendor.id, new=new, now=now)
    return view_of(vendor)


def change_profile(*, vendor_id: str, etag: str, changes: Mapping[str, Any], actor: Actor, now: datetime) -> VendorView:
    """
    Change some of ``EDITABLE``; ``address`` is an ``Address``. The slug, country and currency stay: links and books depend on them.

    :raises StaleRow: if ``etag`` is old
    :raises VendorStateForbids: once the vendor is closed
    :raises InvalidInput: for a VAT number or a description language that does not fit
    """
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        if str(vendor.version) != etag:
            raise StaleRow
        old = {name: getattr(vendor, name) for name in changes}
        for name in EDITABLE:
            if name in changes:
                setattr(vendor, name, msgspec.to_builtins(changes[name]))
        vendor.vat_number = check_vat_number(vendor.vat_number, country=vendor.country)
        _check(vendor)
        vendor.version += 1
        rows.change(vendor, *EDITABLE, "version", events=[outbox.record(VendorProfileChanged(vendor_id=vendor_id), now=now)])
        new = {name: getattr(vendor, name) for name in changes}
        audit.record(actor=actor, action="vendor.profile_changed", resource=vendor_id, old=old, new=new, now=now)
    return view_of(vendor)


def _check(vendor: Vendor) -> None:
    tenant = tenancy.current()
    errors = []
    if vendor.currency not in tenant.currencies:
        errors.append(FieldError("currency", "foreign_currency", Text("One of: {choices}", choices=tenant.currencies)))
    if vendor.country not in tenant.countries:
        errors.append(FieldError("country", "country_not_served", Text("One of: {choices}", choices=tenant.countries)))
    for language in set(vendor.descriptions) - set(tenant.languages):
        errors.append(FieldError(f"descriptions.{language}", "unknown_language", Text("One of: {choices}", choices=tenant.languages)))
    if errors:
        raise InvalidInput(errors=errors)


def _vendor_of(application: VendorApplication, *, now: datetime) -> Vendor:
    return Vendor(
        id=new_id("ven", at=now),
        name=application.name,
        legal_name=application.legal_name,
        registration_number=application.registration_number,
        vat_number=check_vat_number(application.vat_number, country=application.country),
        country=application.country,
        currency=application.currency or tenancy.current().default_currency,
        email=clean_email(application.email),
        phone=application.phone,
        address=msgspec.to_builtins(application.address) if application.address else None,
        descriptions=dict(application.descriptions),
        state_changed_at=now,
        applied_at=now,
    )


def _give_owner(vendor: Vendor, application: VendorApplication, *, password_hash: str, is_vouched_for: bool, now: datetime) -> str:
    """The first owner's account; a mail asks to confirm the address, unless a command vouches for it. Returns its id."""
    name, language = application.owner_name, application.language
    person = account_services.create_vendor_person(
        vendor_id=vendor.id,
        email=application.email,
        name=name,
        language=language,
        roles=["owner"],
        password_hash=password_hash,
        is_email_confirmed=is_vouched_for,
        now=now,
    )
    if not is_vouched_for:
        account_services.send_email_confirmation(
            person_id=person.id, audience=VENDOR, email=person.email, name=name, language=language, now=now
        )
    return person.id


def _insert_with_free_slug(vendor: Vendor, text: str) -> None:
    """Save under the first slug of the kind ``name``, ``name-2``, ``name-3`` that nobody has; the database decides."""
    base = slug_of(text, max_length=50) or vendor.id.rpartition("_")[2].lower()  # a name of signs alone leaves nothing over
    taken = set(Vendor.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    for number in range(1, len(taken) + 50):
        vendor.slug = base if number == 1 else f"{base}-{number}"
        if vendor.slug in taken:
            continue
        # Another applicant of the same name may be faster. A failed statement would leave the applicant's data in the server's log.
        if rows.insert(vendor, unless_there=True):
            return
    raise RuntimeError(f"no slug is free for {base!r}")


def _give_standard_plan(vendor: Vendor, *, now: datetime) -> None:
    plan = CommissionPlanVersion(
        id=new_id("cpl", at=now),
        vendor=vendor,
        version=1,
        percent_bp=COMMISSION_PERCENT_BP.current(),
        reason="The region's standard plan",
        set_by="system",
        valid_from=now,
    )
    rows.insert(plan)
