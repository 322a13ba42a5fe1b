from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField, LanguageField, PasswordField, PhoneField
from marketplace.apps.accounts.types import VENDOR_ROLES, Address, VendorPerson
from marketplace.apps.vendors.fields import CommissionTermsFields
from marketplace.apps.vendors.queries import logo_picture_of
from marketplace.apps.vendors.types import (
    API_KEY_ROLES,
    DOCUMENT_KINDS,
    ApiKeyView,
    CommissionPlan,
    DocumentNeed,
    DocumentState,
    DocumentView,
    LogoPicture,
    LogoState,
    PayoutAccountView,
    PlanVersion,
    Vacation,
    VendorState,
    VendorView,
)
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import (
    BlockField,
    CodeField,
    EmailField,
    LanguagesField,
    LineField,
    NameField,
    SortField,
    UploadField,
    invalid,
)
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.ids import is_id
from marketplace.kit.texts import Text

MAX_DESCRIPTION = 5_000
MAX_VACATION_TEXT = 500
MAX_NAMED = 100  # vendors that a list names by id


class _Profile(StrictSerializer):
    name = NameField(max_length=100)
    legal_name = NameField(max_length=150)
    registration_number = CodeField(max_length=40, required=False, allow_blank=True)
    vat_number = CodeField(max_length=30, required=False, allow_blank=True)
    email = EmailField(max_length=254)
    phone = PhoneField(required=False, allow_blank=True)
    address = AddressField(required=False)
    descriptions = LanguagesField(child=BlockField(allow_blank=True, max_length=MAX_DESCRIPTION), required=False)


class ApplyAsVendor(_Profile):
    """A business and its first owner, who logs in with ``email`` and ``password``."""

    country = CodeField(min_length=2, max_length=2)
    currency = CodeField(min_length=3, max_length=3, required=False)
    owner_name = NameField(max_length=100)
    password = PasswordField()
    language = LanguageField(required=False)


class EditVendor(_Profile):
    """Whatever is left out stays as it is."""

    name = NameField(max_length=100, required=False)
    legal_name = NameField(max_length=150, required=False)
    email = EmailField(max_length=254, required=False)


class SetVacation(StrictSerializer):
    """Both days are closed ones, by the region's calendar."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    texts = LanguagesField(child=BlockField(allow_blank=True, max_length=MAX_VACATION_TEXT), required=False)


class SetPayoutAccount(StrictSerializer):
    account = CodeField(max_length=100)
    holder = LineField(max_length=140)
    country = CodeField(
        min_length=2, max_length=2, required=False, default="", help_text="Of the account's bank. An IBAN names it, so it may be left out."
    )
    currency = CodeField(min_length=3, max_length=3)
    bic = CodeField(max_length=40, required=False, default="", allow_blank=True)
    bank_name = LineField(max_length=100, required=False, default="", allow_blank=True)


class PayoutAccountOf(StrictSerializer):
    """The query string of the payout account."""

    currency = CodeField(min_length=3, max_length=3, required=False, help_text="The vendor's main one when left out.")

    def validate_currency(self, value: str) -> str:
        return known_currency(value)


class InviteMember(StrictSerializer):
    email = EmailField(max_length=254)
    name = NameField(max_length=100)
    language = LanguageField(required=False)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=VENDOR_ROLES), min_length=1, max_length=4)


class ChangeRoles(StrictSerializer):
    roles = serializers.ListField(child=serializers.ChoiceField(choices=VENDOR_ROLES), min_length=1, max_length=4)


class CreateApiKey(StrictSerializer):
    name = LineField(max_length=100)
    roles = serializers.ListField(child=CodeField(max_length=20), min_length=1, max_length=3, help_text=f"Of {', '.join(API_KEY_ROLES)}")


class UploadLogo(StrictSerializer):
    file = UploadField()


class AddDocument(StrictSerializer):
    file = UploadField()
    kind = serializers.ChoiceField(choices=DOCUMENT_KINDS)


class ReviewDocument(StrictSerializer):
    """Of a refused paper the vendor reads ``reason``."""

    state = serializers.ChoiceField(choices=[DocumentState.ACCEPTED.value, DocumentState.REFUSED.value])
    reason = LineField(max_length=500, required=False, default="", allow_blank=True)


class ListVendors(StrictSerializer):
    state = serializers.ChoiceField(choices=[state.value for state in VendorState], required=False, default="")
    q = LineField(max_length=100, required=False, default="")
    sort = SortField("applied_at", "name")
    ids = CodeField(max_length=4_000, required=False, help_text=f"These vendors alone, by id, parted by commas; at most {MAX_NAMED}.")

    def validate_ids(self, ids: str) -> list[str]:
        named = [vendor_id for vendor_id in ids.split(",") if vendor_id]
        if len(named) > MAX_NAMED or not all(is_id(vendor_id, "ven") for vendor_id in named):
            raise invalid(Text("At most {limit} ids of vendors, parted by commas", limit=MAX_NAMED), "invalid")
        return named


class OptionalReason(StrictSerializer):
    reason = LineField(max_length=500, required=False, default="", allow_blank=True)


class Reason(StrictSerializer):
    reason = LineField(max_length=500)


class SetCommissionPlan(CommissionTermsFields):
    """``percent_bp`` in hundredths of a percent; amounts in minor units by currency; overrides in basis points by category id."""

    reason = LineField(max_length=500)


class Application(msgspec.Struct, frozen=True):
    """An application that was taken in: ``state`` is pending until the operator decides."""

    id: str
    slug: str
    state: VendorState


class VendorVacation(msgspec.Struct, frozen=True, kw_only=True):
    """
    When a vendor takes no orders, as its own people see it: both days are closed ones by the region's calendar, ``reopens_on`` is the day
    after. ``is_closed``: it is so now.
    """

    starts_on: date
    ends_on: date
    reopens_on: date
    is_closed: bool
    texts: Mapping[str, str]


class VendorLogo(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's logo, as its own people see it: ``picture`` once the state is ``ready``, some seconds after the upload; ``failure`` says in
    the caller's language why it is ``refused``.
    """

    state: LogoState
    picture: LogoPicture | None
    failure: str


class VendorProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor, as its own people see it. ``missing`` is what the operator would still like to know."""

    id: str
    slug: str
    name: str
    state: VendorState
    state_reason: str
    legal_name: str
    registration_number: str
    vat_number: str
    is_vat_registered: bool
    country: str
    currency: str
    email: str
    phone: str
    address: Address | None
    descriptions: Mapping[str, str]
    vacation: VendorVacation | None
    logo: VendorLogo
    applied_at: datetime
    approved_at: datetime | None
    missing: Sequence[str]


class AdminVendorRow(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor in the operator's list."""

    id: str
    slug: str
    name: str
    legal_name: str
    state: VendorState
    country: str
    currency: str
    email: str
    applied_at: datetime
    state_changed_at: datetime


class AdminVendorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    Everything that the operator sees of a vendor. Payout accounts are masked: ``payout_account`` is that of the vendor's
    main currency, ``payout_accounts`` are all that it has named.
    """

    vendor: VendorProfile
    members: Sequence[VendorPerson]
    payout_account: PayoutAccountView
    payout_accounts: Sequence[PayoutAccountView]
    commission_plan: PlanVersion


class CommissionPlanDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The plan that holds, and those before it (newest first)."""

    plan: CommissionPlan
    reason: str
    set_by: str
    valid_from: datetime
    history: Sequence[PlanVersion]


class Members(msgspec.Struct, frozen=True):
    items: Sequence[VendorPerson]
    next_cursor: str | None = None


class PayoutAccounts(msgspec.Struct, frozen=True):
    items: Sequence[PayoutAccountView]
    next_cursor: str | None = None


class ApiKeys(msgspec.Struct, frozen=True):
    items: Sequence[ApiKeyView]
    next_cursor: str | None = None


class Documents(msgspec.Struct, frozen=True):
    """A vendor's papers, newest first, and which the operator still needs."""

    items: list[DocumentView]
    needs: list[DocumentNeed]


def profile_of(vendor: VendorView, missing: Sequence[str], *, now: datetime) -> VendorProfile:
    values = {name: getattr(vendor, name) for name in VendorProfile.__struct_fields__ if name not in ("logo", "vacation", "missing")}
    failure = vendor.logo.failure
    logo = VendorLogo(state=vendor.logo.state, picture=logo_picture_of(vendor), failure=render(Text.of_data(failure)) if failure else "")
    vacation = _vacation_of(vendor.vacation, tenancy.current().local_day(now)) if vendor.vacation else None
    return VendorProfile(**values, logo=logo, vacation=vacation, missing=missing)


def _vacation_of(vacation: Vacation, today: date) -> VendorVacation:
    return VendorVacation(
        starts_on=vacation.starts_on,
        ends_on=vacation.ends_on,
        reopens_on=vacation.reopens_on,
        is_closed=vacation.covers(today),
        texts=vacation.texts,
    )


def row_of(vendor: VendorView) -> AdminVendorRow:
    return AdminVendorRow(**{name: getattr(vendor, name) for name in AdminVendorRow.__struct_fields__})


def known_currency(value: str) -> str:
    """:raises ValidationError: if the tenant does not use it"""
    currencies = tenancy.current().currencies
    if value not in currencies:
        raise invalid(Text("One of: {choices}", choices=currencies), "foreign_currency")
    return value
