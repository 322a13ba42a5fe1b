"""Asking to sell here, and what a vendor tells about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError
from django.utils.text import slugify

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.types import VENDOR
from marketplace.apps.vendors.checks import check_vat_number
from marketplace.apps.vendors.events import VendorApplied, VendorProfileChanged
from marketplace.apps.vendors.models import CommissionPlanVersion, Vendor
from marketplace.apps.vendors.queries import view_of
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.types import VendorApplication, VendorView
from marketplace.foundation import audit, mail, tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

STANDARD_PERCENT_BP = 1_500  # of a region that has not set ``commission_percent_bp``
EDITABLE = ("name", "legal_name", "registration_number", "vat_number", "email", "phone", "address", "descriptions")


def apply_as_vendor(
    *, application: VendorApplication, password: str = "", password_hash: str = "", actor: Actor, now: datetime
) -> VendorView:
    """
    Enter an applicant (``pending``), its owner's account and the region's standard commission plan.

    ``password`` is the owner's; commands that hold a hash already give that instead.

    :raises EmailInUse: if one of a vendor's people has that address
    :raises InvalidInput: for a weak password, or a country, currency, VAT number or description language that does not fit the region
    """
    vendor = _vendor_of(application, now=now)
    _check(vendor)
    password_hash = password_hash or account_services.new_password_hash(password, email=application.email)
    with tenancy.atomic():
        _insert_with_free_slug(vendor, application.slug or application.name)
        _give_standard_plan(vendor, now=now)
        owner_id = _give_owner(vendor, application, password_hash=password_hash, now=now)
        outbox.publish(VendorApplied(vendor_id=vendor.id), now=now)
        new = {"name": vendor.name, "country": vendor.country, "owner": owner_id}
        audit.record(actor=actor, action="vendor.applied", resource=vendor.id, new=new, now=now)
    return view_of(vendor)


def change_profile(*, vendor_id: str, etag: str, changes: Mapping[str, Any], actor: Actor, now: datetime) -> VendorView:
    """
    Change some of ``EDITABLE``; ``address`` is an ``Address``. The slug, country and currency stay: links and books depend on them.

    :raises StaleDocument: if ``etag`` is old
    :raises VendorStateForbids: once the vendor is closed
    :raises InvalidInput: for a VAT number or a description language that does not fit
    """
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        if str(vendor.version) != etag:
            raise StaleDocument
        old = {name: getattr(vendor, name) for name in changes}
        for name in EDITABLE:
            if name in changes:
                setattr(vendor, name, msgspec.to_builtins(changes[name]))
        vendor.vat_number = check_vat_number(vendor.vat_number, country=vendor.country)
        _check(vendor)
        vendor.version += 1
        vendor.save()
        new = {name: getattr(vendor, name) for name in changes}
        audit.record(actor=actor, action="vendor.profile_changed", resource=vendor_id, old=old, new=new, now=now)
        outbox.publish(VendorProfileChanged(vendor_id=vendor_id), now=now)
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
        email=application.email.strip().lower(),
        phone=application.phone,
        address=msgspec.to_builtins(application.address) if application.address else None,
        descriptions=dict(application.descriptions),
        state_changed_at=now,
        applied_at=now,
    )


def _give_owner(vendor: Vendor, application: VendorApplication, *, password_hash: str, now: datetime) -> str:
    """The first owner's account, told by mail. Returns its id."""
    email, name, language = application.email, application.owner_name, application.language
    person = account_services.create_vendor_person(
        vendor_id=vendor.id, email=email, name=name, language=language, roles=["owner"], password_hash=password_hash, now=now
    )
    account_services.send_email_confirmation(
        person_id=person.id, audience=VENDOR, email=person.email, name=name, language=language, now=now
    )
    mail.send("vendors/applied", to=person.email, language=language, name=name, vendor=vendor.name)
    return person.id


def _insert_with_free_slug(vendor: Vendor, text: str) -> None:
    """Save under the first slug of the kind ``name``, ``name-2``, ``name-3`` that nobody has; the database decides."""
    base = slugify(text)[:50] or vendor.id.rpartition("_")[2].lower()  # a name in Arabic script leaves nothing over
    taken = set(Vendor.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    for number in range(1, len(taken) + 50):
        vendor.slug = base if number == 1 else f"{base}-{number}"
        if vendor.slug in taken:
            continue
        try:
            with tenancy.atomic():
                vendor.save(force_insert=True)
            return
        except IntegrityError:
            continue  # another applicant of the same name was faster
    raise RuntimeError(f"no slug is free for {base!r}")


def _give_standard_plan(vendor: Vendor, *, now: datetime) -> None:
    CommissionPlanVersion.objects.create(
        id=new_id("cpl", at=now),
        vendor=vendor,
        version=1,
        percent_bp=tenancy.current().setting("commission_percent_bp", STANDARD_PERCENT_BP),
        reason="The region's standard plan",
        set_by="system",
        valid_from=now,
    )
