"""Vendors for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.tests.factories import PASSWORD, SESSION, password_hash
from marketplace.apps.accounts.types import VENDOR
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.types import CommissionTerms, DocumentView, Vacation, VendorApplication, VendorState, VendorView
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.tokens import Principal, issue_access_token
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

__all__ = [
    "IBANS",
    "PASSWORD",
    "VENDOR_ACTOR",
    "add_payout_account",
    "go_on_vacation",
    "make_document",
    "make_vendor",
    "owner_of",
    "staff_token",
    "vendor_token",
]

# Numbers with right check digits that belong to nobody.
IBANS = {
    "NL": "NL91ABNA0417164300",
    "BE": "BE68539007547034",
    "DE": "DE89370400440532013000",
    "KW": "KW81CBKU0000000000001234560101",
    "AE": "AE070331234567890123456",
}
VENDOR_ACTOR = Actor("vendor", "usr_of_tests", "owner", "127.0.0.1")

_numbers = count(1)


def make_vendor(
    *,
    name: str = "",
    state: str = VendorState.APPROVED,
    country: str = "",
    currency: str = "",
    email: str = "",
    vat_number: str = "",
    commission: CommissionTerms | None = None,
    now: datetime = NOW,
) -> VendorView:
    """A vendor of that state with an owner (``PASSWORD``), of the tenant's first country unless said."""
    number = next(_numbers)
    tenant = tenancy.current()
    application = VendorApplication(
        name=name or f"Shop {number}",
        legal_name=f"{name or f'Shop {number}'} Ltd",
        country=country or tenant.countries[0],
        currency=currency,
        email=email or f"owner{number}@vendor.example",
        owner_name="Olga Owner",
        language=tenant.default_language,
        vat_number=vat_number,
    )
    vendor = services.apply_as_vendor(application=application, password_hash=password_hash(), actor=VENDOR_ACTOR, now=now)
    if commission is not None:
        services.set_commission_plan(vendor_id=vendor.id, terms=commission, reason="For a test", actor=STAFF_ACTOR, now=now)
    if state in (VendorState.APPROVED, VendorState.SUSPENDED):
        services.approve_vendor(vendor_id=vendor.id, actor=STAFF_ACTOR, now=now)
    if state == VendorState.SUSPENDED:
        services.suspend_vendor(vendor_id=vendor.id, reason="For a test", actor=STAFF_ACTOR, now=now)
    if state == VendorState.CLOSED:
        services.close_vendor(vendor_id=vendor.id, reason="For a test", actor=STAFF_ACTOR, now=now)
    return queries.get_vendor(vendor.id)


def owner_of(vendor_id: str) -> str:
    """The account id of the vendor's first owner."""
    return account_queries.vendor_contacts(vendor_id, "owner")[0].id


def vendor_token(vendor_id: str, *roles: str, person_id: str = "usr_of_tests") -> str:
    """An access token for one of the vendor's people with the roles (owner when none is named), valid now."""
    principal = Principal(
        id=person_id,
        audience=VENDOR,
        session_id=SESSION,
        roles=roles or ("owner",),
        vendor_id=vendor_id,
        authenticated_at=clock.now(),
    )
    return issue_access_token(principal, now=clock.now())


def go_on_vacation(vendor_id: str, *, now: datetime, **texts: str) -> Vacation:
    """The vendor takes no orders on the region's present day and the next."""
    today = tenancy.current().local_day(now)
    vacation = Vacation(starts_on=today, ends_on=today + timedelta(days=1), texts=texts)
    etag = queries.get_vendor(vendor_id).etag
    services.set_vacation(vendor_id=vendor_id, etag=etag, vacation=vacation, actor=VENDOR_ACTOR, now=now)
    return vacation


def add_payout_account(vendor_id: str, *, country: str = "NL", currency: str = "EUR", now: datetime = NOW) -> None:
    services.set_payout_account(
        vendor_id=vendor_id, account=IBANS[country], holder="Shop Ltd", country=country, currency=currency, actor=VENDOR_ACTOR, now=now
    )


def make_document(
    vendor_id: str, *, content: bytes = b"%PDF-1.7 of tests", kind: str = "registration", now: datetime = NOW
) -> DocumentView:
    """A paper that the vendor has shown."""
    return services.add_document(vendor_id=vendor_id, kind=kind, filename="paper.pdf", content=content, actor=VENDOR_ACTOR, now=now)
