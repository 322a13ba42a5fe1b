"""Values of people that other apps may use."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from marketplace.apps.accounts.addresses import Address, check_address, read_address
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR

__all__ = [
    "AUDIENCES",
    "CUSTOMER",
    "STAFF",
    "VENDOR",
    "VENDOR_ROLES",
    "WEB_APPS",
    "Address",
    "Contact",
    "CustomerView",
    "MyProfile",
    "Person",
    "SavedAddress",
    "SessionLife",
    "SessionTokens",
    "VendorPerson",
    "check_address",
    "read_address",
]

AUDIENCES = (CUSTOMER, VENDOR, STAFF)
WEB_APPS = {CUSTOMER: "storefront", VENDOR: "vendor", STAFF: "admin"}  # where each audience logs in
VENDOR_ROLES = ("owner", "manager", "fulfilment", "accountant")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to, and in which language."""

    id: str
    email: str
    name: str
    language: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Anybody who can log in. ``password`` is the stored hash, empty until one is chosen; it never leaves the server."""

    id: str
    audience: str
    email: str
    name: str
    language: str
    password: str = ""
    roles: tuple[str, ...] = ()
    vendor_id: str = ""
    is_active: bool = True
    sessions_ended_at: datetime | None = None  # sessions begun before are over, in every region


class VendorPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One of a vendor's people, as the vendor's owner sees them."""

    id: str
    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    has_password: bool  # false: invited, and has not answered yet
    is_email_confirmed: bool
    created_at: datetime
    etag: str


class SessionLife(msgspec.Struct, frozen=True):
    """A session ends ``idle`` after its last refresh, and ``absolute`` after its login in any case."""

    idle: timedelta
    absolute: timedelta


class SessionTokens(msgspec.Struct, frozen=True, kw_only=True):
    """What a login gives. The refresh token works once; using it again ends the session."""

    access_token: str
    token_type: str
    expires_in_s: int
    refresh_token: str
    refresh_expires_at: datetime
    person_id: str
    audience: str
    roles: tuple[str, ...]
    vendor_id: str


class SavedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address in a customer's book."""

    id: str
    label: str
    address: Address
    is_default_shipping: bool
    is_default_billing: bool
    created_at: datetime
    etag: str


class MyProfile(msgspec.Struct, frozen=True, kw_only=True):
    """Who the caller is."""

    id: str
    audience: str
    email: str
    name: str
    language: str
    phone: str
    roles: tuple[str, ...]
    vendor_id: str
    is_email_confirmed: bool
    created_at: datetime
    etag: str


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer, as staff sees them."""

    id: str
    email: str
    name: str
    language: str
    phone: str
    is_active: bool
    created_at: datetime
