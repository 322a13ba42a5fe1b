"""Values of people that other apps may use."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR

__all__ = [
    "AUDIENCES",
    "CUSTOMER",
    "SESSION_LIVES",
    "STAFF",
    "VENDOR",
    "VENDOR_ROLES",
    "WEB_APPS",
    "AccessToken",
    "Address",
    "Block",
    "ConsentPurpose",
    "ConsentRecord",
    "ConsentSource",
    "Contact",
    "CustomerView",
    "MyProfile",
    "MySession",
    "NewPasskey",
    "NewSecondFactor",
    "Passkey",
    "PasskeyView",
    "Person",
    "Proof",
    "ReauthenticationWay",
    "RecoveryCodes",
    "SavedAddress",
    "SecondFactor",
    "SecondFactorView",
    "SessionLife",
    "SessionTokens",
    "SessionView",
    "SupportView",
    "SupportViewLink",
    "VendorPerson",
]


class ConsentPurpose(StrEnum):
    """What a person may agree to."""

    MARKETING = "marketing"


class ConsentSource(StrEnum):
    """Where a person was asked."""

    SIGN_UP = "sign_up"
    CHECKOUT = "checkout"
    ACCOUNT = "account"
    MAIL = "mail"  # by the link in a mail


AUDIENCES = (CUSTOMER, VENDOR, STAFF)
WEB_APPS = {CUSTOMER: "storefront", VENDOR: "vendor", STAFF: "admin"}  # where each audience logs in
VENDOR_ROLES = ("owner", "manager", "fulfilment", "accountant")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where something is delivered or billed.

    ``region`` is the emirate, governorate, province or state; ``area`` a district or neighbourhood; ``landmark`` what a driver looks for
    where streets have no names; ``country`` an ISO 3166 code of two letters; ``vat_number`` the company's, which its invoices name.
    """

    name: str
    line1: str
    line2: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    area: str = ""
    landmark: str = ""
    country: str
    phone: str = ""
    company: str = ""
    vat_number: str = ""

    @property
    def place(self) -> Address:
        """What VAT goes by, without a person."""
        return Address(name="", line1="", postcode=self.postcode, country=self.country)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to, and in which language."""

    id: str
    email: str
    name: str
    language: str


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is stored of a passkey: the public half (COSE, base64url) of a key on a device, for the web app on ``host``. ``uses`` is the
    device's count, 0 where it keeps none.
    """

    id: str
    public_key: str
    uses: int
    host: str
    name: str
    added_at: datetime


class SecondFactor(msgspec.Struct, frozen=True):
    """
    What is stored of a person's second factor. It counts once ``confirmed_at`` says that the person's app shows the right codes.

    ``secret`` is encrypted for the platform, since staff use one in all regions; ``last_step`` is that of the last code that was used.
    ``recovery_hashes`` are signatures (``domain.second_factor``): without the platform's key nobody can search for the codes.
    """

    secret: str
    confirmed_at: datetime | None = None
    last_step: int = 0
    recovery_hashes: tuple[str, ...] = ()
    passkeys: tuple[Passkey, ...] | msgspec.UnsetType = msgspec.UNSET  # absent from what was stored before there were any

    @property
    def known_passkeys(self) -> tuple[Passkey, ...]:
        return () if isinstance(self.passkeys, msgspec.UnsetType) else self.passkeys


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
    second_factor: SecondFactor | None = None

    @property
    def has_second_factor(self) -> bool:
        """One that was begun and never confirmed does not count: the person may have no app that knows it."""
        return self.second_factor is not None and self.second_factor.confirmed_at is not None


class PasskeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey of the caller's, which works at the web app on ``host`` alone."""

    id: str
    name: str
    host: str
    added_at: datetime


class SecondFactorView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the caller has a second factor. ``is_required``: this region asks for one where money, roles and keys are concerned."""

    is_on: bool
    is_required: bool
    confirmed_at: datetime | None
    recovery_codes_left: int
    passkeys: list[PasskeyView]


class NewSecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an authenticator app needs: the ``otpauth:`` address, to be scanned as a QR code, or the secret in it, to be typed.

    ``qr_code`` is the address as a picture (SVG), in a ``data:`` address.
    """

    secret: str
    address: str
    qr_code: str


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """``options`` is JSON text for ``PublicKeyCredential.parseCreationOptionsFromJSON``; ``challenge`` goes back with its answer."""

    challenge: str
    options: str


class ReauthenticationWay(msgspec.Struct, frozen=True, kw_only=True):
    """
    How the caller proves who they are: ``by`` is ``password`` or ``code``. Who has a passkey for this web app may use it instead of a code:
    ``passkey_options`` is JSON text for ``PublicKeyCredential.parseRequestOptionsFromJSON``, ``challenge`` goes back with its answer.
    """

    by: str
    challenge: str | None = None
    passkey_options: str | None = None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a person proves with who they are: one of password, code, or a passkey's answer (JSON text) to ``challenge``."""

    password: str = ""
    code: str = ""
    challenge: str = ""
    credential: str = ""


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Codes that take the place of the app's, once each. They are shown once; what is stored are signatures."""

    codes: list[str]


class VendorPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One of a vendor's people, as the vendor's owner sees them."""

    id: str
    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    has_password: bool  # false: invited, and has not answered yet
    is_email_confirmed: bool
    has_second_factor: bool
    created_at: datetime
    etag: str


class ConsentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """That a person agreed to something, or took it back: to which ``text``, in which language, when and where."""

    purpose: ConsentPurpose
    is_granted: bool
    text: str
    language: str
    source: ConsentSource
    at: datetime


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A login of a person, with the device that it came from."""

    created_at: datetime
    refreshed_at: datetime
    ended_at: datetime | None
    address: str
    user_agent: str


class MySession(msgspec.Struct, frozen=True, kw_only=True):
    """Where the caller is logged in. ``is_this_one``: the session of this very request."""

    id: str
    created_at: datetime
    refreshed_at: datetime
    address: str
    user_agent: str
    has_second_factor: bool
    is_this_one: bool


class SessionLife(msgspec.Struct, frozen=True):
    """A session ends ``idle`` after its last refresh, and ``absolute`` after its login in any case."""

    idle: timedelta
    absolute: timedelta


SESSION_LIVES = {
    CUSTOMER: SessionLife(idle=timedelta(days=30), absolute=timedelta(days=180)),
    VENDOR: SessionLife(idle=timedelta(days=14), absolute=timedelta(days=60)),
    STAFF: SessionLife(idle=timedelta(hours=12), absolute=timedelta(hours=24)),
}


class SessionTokens(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a login gives. The refresh token works once; using it again ends the session.

    ``device_token`` comes with a login only: sent with the next one on this device, it passes by the locks that others' wrong tries cause.
    ``lacks_second_factor``: what moves money, roles or keys is refused until the person sets one up.
    """

    access_token: str
    token_type: str
    expires_in_s: int
    refresh_token: str
    refresh_expires_at: datetime
    person_id: str
    audience: str
    roles: tuple[str, ...]
    vendor_id: str
    device_token: str = ""
    lacks_second_factor: bool = False


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """Takes the place of the session's present access token; the refresh token stays as it is."""

    access_token: str
    token_type: str
    expires_in_s: int


class SupportViewLink(msgspec.Struct, frozen=True, kw_only=True):
    """Opens the shop as the customer sees it, once."""

    url: str
    expires_at: datetime


class SupportView(msgspec.Struct, frozen=True, kw_only=True):
    """That a member of staff looked at the shop as the customer sees it. They could change nothing."""

    id: str
    begun_at: datetime
    ended_at: datetime


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


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Staff lets a customer neither log in nor order: since when, and why."""

    at: datetime
    reason: str


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer, as staff sees them. ``is_active`` is false of one who is blocked, and of one whose account is being deleted."""

    id: str
    email: str
    name: str
    language: str
    phone: str
    is_active: bool
    created_at: datetime
    block: Block | None = None
