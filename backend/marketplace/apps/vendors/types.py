"""Values of vendors that other apps may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.vendors.commission import CommissionFee, CommissionPlan, CommissionTerms

__all__ = [
    "API_KEY_ROLES",
    "APPROVED",
    "CLOSED",
    "PENDING",
    "STATES",
    "SUSPENDED",
    "ApiKeyView",
    "CommissionFee",
    "CommissionPlan",
    "CommissionTerms",
    "NewApiKey",
    "PayoutAccount",
    "PayoutAccountView",
    "PlanVersion",
    "VendorState",
    "VendorView",
]

VendorState = Literal["pending", "approved", "suspended", "closed"]
PENDING, APPROVED, SUSPENDED, CLOSED = "pending", "approved", "suspended", "closed"
STATES = (PENDING, APPROVED, SUSPENDED, CLOSED)

# A key acts for a program: what only an owner may do stays with people.
API_KEY_ROLES = ("manager", "fulfilment", "accountant")


class VendorApplication(msgspec.Struct, frozen=True, kw_only=True):
    """
    A business that asks to sell here, and its first owner.

    ``currency`` is that of its payouts (the region's own when empty); ``slug`` is made from the name when empty.
    """

    name: str
    legal_name: str
    country: str
    email: str
    owner_name: str
    language: str
    currency: str = ""
    registration_number: str = ""
    vat_number: str = ""
    phone: str = ""
    address: Address | None = None
    descriptions: Mapping[str, str] = {}
    slug: str = ""


class VendorBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor as a cart names it."""

    id: str
    slug: str
    name: str
    state: VendorState

    @property
    def is_selling(self) -> bool:
        """Whether its goods may be found and bought, and new ones published."""
        return self.state == APPROVED


class VendorView(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor. ``descriptions`` are texts by language; ``country`` is where it is established; ``currency`` its main one."""

    id: str
    slug: str
    name: str
    state: VendorState
    country: str
    currency: str
    descriptions: Mapping[str, str]
    is_vat_registered: bool
    legal_name: str
    registration_number: str
    vat_number: str
    email: str
    phone: str
    address: Address | None
    state_reason: str
    applied_at: datetime
    approved_at: datetime | None
    state_changed_at: datetime
    etag: str

    @property
    def is_selling(self) -> bool:
        """Whether its goods may be found and bought, and new ones published."""
        return self.state == APPROVED


class PayoutAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Where a vendor's money goes, in clear: for the payout run alone. ``account`` has no spaces, and is an IBAN when ``is_iban``."""

    account: str
    is_iban: bool
    bic: str
    holder: str
    bank_name: str
    country: str
    currency: str


class PayoutAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """A payout account of one currency as it is shown; ``is_set`` is false before there is one, with the ETag ``0``."""

    is_set: bool
    masked_account: str
    is_iban: bool
    bic: str
    holder: str
    bank_name: str
    country: str
    currency: str
    changed_at: datetime | None
    etag: str


DOCUMENT_KINDS = ("registration", "identity", "tax", "bank", "other")


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's API key without its secret; ``prefix`` is its beginning, to recognise it by."""

    id: str
    name: str
    prefix: str
    roles: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key just made: the only time that its ``secret`` is told."""

    key: ApiKeyView
    secret: str


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that a vendor has shown the operator, without its content: a link opens that."""

    id: str
    kind: str
    filename: str
    content_type: str
    size_bytes: int
    uploaded_by: str
    uploaded_at: datetime


class PlanVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A commission plan with its history's facts; ``version`` is its ETag."""

    plan: CommissionPlan
    reason: str
    set_by: str
    valid_from: datetime
