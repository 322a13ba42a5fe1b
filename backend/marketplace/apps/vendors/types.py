"""Values of vendors that other apps may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.foundation.blobs.pictures import PictureSource
from marketplace.kit.money import Money

Amounts = Mapping[str, int]  # minor units by currency

# A key acts for a program: what only an owner may do stays with people.
API_KEY_ROLES = ("manager", "fulfilment", "accountant")


class VendorState(StrEnum):
    PENDING = "pending"  # applied, and not looked at yet
    APPROVED = "approved"  # the only state in which a vendor sells
    SUSPENDED = "suspended"  # may come back
    CLOSED = "closed"  # for good


CLOSABLE = (VendorState.PENDING, VendorState.APPROVED, VendorState.SUSPENDED)


class CommissionTerms(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``percent_bp`` hundredths of a percent (1250 is 12.5 %); ``fixed`` minor units per unit sold; ``floor`` and ``cap`` minor units per
    line. A currency that one of these does not name has no such part. ``category_overrides`` replace the percentage.
    """

    percent_bp: int
    fixed: Amounts = {}
    floor: Amounts = {}
    cap: Amounts = {}
    category_overrides: Mapping[str, int] = {}


class CommissionFee(msgspec.Struct, frozen=True):
    """A line's fee, and the one rate that explains it (``cpl_...#3:percent`` or ``cpl_...#3:category:cat_...``)."""

    amount: Money
    rule: str


class CommissionPlan(CommissionTerms, frozen=True, kw_only=True):
    """Terms as a vendor has them: row ``id``, version by version. A version never changes, so a rule names its rates for ever."""

    id: str
    version: int

    def fee(self, line_net: Money, quantity: int, category_ids: Sequence[str]) -> CommissionFee:
        """
        The fee on a line of ``quantity`` units that cost the customer ``line_net`` together, after discounts.

        ``category_ids`` lead from the root to the product's own category: the override nearest to the product counts. Percentage and
        fixed part are rounded apart (half up), then floor and cap hold; the fee is never below zero nor above ``line_net``.

        :raises ValueError: for a negative amount or a quantity below one
        """
        if line_net.minor < 0 or quantity < 1:
            raise ValueError("a fee needs an amount of at least zero and a quantity of at least one")
        currency = line_net.currency
        percent_bp, rule = self._rate(category_ids)
        minor = line_net.share(percent_bp).minor + self.fixed.get(currency, 0) * quantity
        minor = max(minor, self.floor.get(currency, 0))
        minor = min(minor, self.cap.get(currency, minor), line_net.minor)
        return CommissionFee(Money(minor, currency), rule)

    def _rate(self, category_ids: Sequence[str]) -> tuple[int, str]:
        for category_id in reversed(category_ids):
            if category_id in self.category_overrides:
                return self.category_overrides[category_id], f"{self.id}#{self.version}:category:{category_id}"
        return self.percent_bp, f"{self.id}#{self.version}:percent"


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


class Vacation(msgspec.Struct, frozen=True, kw_only=True):
    """
    When a vendor takes no orders: from ``starts_on`` to ``ends_on``, both of them closed days by the region's calendar. ``texts`` is what
    customers read, by language.
    """

    starts_on: date
    ends_on: date
    texts: Mapping[str, str] = {}

    @property
    def reopens_on(self) -> date:
        """The first day on which orders are taken again."""
        return self.ends_on + timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether no orders are taken on that day of the region."""
        return self.starts_on <= day <= self.ends_on


class LogoState(StrEnum):
    """``PROCESSING`` is an upload that a worker has not made yet, ``REFUSED`` one that turned out to be damaged."""

    NONE = "none"
    PROCESSING = "processing"
    READY = "ready"
    REFUSED = "refused"


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's logo: ``folder`` holds ``<width>.avif`` and ``<width>.webp`` for each of ``widths``, the smallest first; sizes in pixels.
    They are empty until a worker has made them of the upload. ``failure`` (a text as data) says why it could not. ``former`` are the
    folders of earlier logos, whose files a worker deletes.
    """

    folder: str = ""
    widths: Sequence[int] = ()
    width: int | None = None
    height: int | None = None
    failure: dict[str, Any] | None = None
    former: Sequence[str] = ()

    @property
    def state(self) -> LogoState:
        if self.failure:
            return LogoState.REFUSED
        if self.widths:
            return LogoState.READY
        return LogoState.PROCESSING if self.folder else LogoState.NONE


class LogoPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A logo as a page shows it: sizes in pixels; ``sources`` are for ``<picture>``, the better type first."""

    url: str
    width: int
    height: int
    sources: Sequence[PictureSource]


class VendorBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor as a cart names it."""

    id: str
    slug: str
    name: str
    state: VendorState
    vacation: Vacation | None = None  # without its texts

    @property
    def is_selling(self) -> bool:
        """Whether its products may be found and bought, and new ones published."""
        return self.state == VendorState.APPROVED


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
    vacation: Vacation | None
    logo: Logo
    etag: str

    @property
    def is_selling(self) -> bool:
        """Whether its products may be found and bought, and new ones published."""
        return self.state == VendorState.APPROVED


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


class DocumentState(StrEnum):
    """What the operator thinks of a paper."""

    WAITING = "waiting"  # nobody has looked at it yet
    ACCEPTED = "accepted"
    REFUSED = "refused"  # with a reason; the vendor shows another one


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's API key without its secret; ``prefix`` is its beginning, to recognise it by.

    ``created_by_email`` is the address of the person who made it, empty once their account is gone.
    """

    id: str
    name: str
    prefix: str
    roles: tuple[str, ...]
    created_by: str
    created_by_email: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key just made: the only time that its ``secret`` is shown."""

    key: ApiKeyView
    secret: str


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A paper that a vendor has shown the operator, without its content: a link opens that. ``refusal`` says why it was refused, and is empty
    otherwise. ``etag`` is the version that a review names.
    """

    id: str
    kind: str
    filename: str
    content_type: str
    size_bytes: int
    uploaded_by: str
    uploaded_at: datetime
    state: DocumentState
    refusal: str
    reviewed_at: datetime | None
    etag: str


class DocumentNeed(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper that the operator still needs: none of it was shown (``missing``), or the last one was refused, and why."""

    kind: str
    reason: Literal["missing", "refused"]
    refusal: str


class PlanVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A commission plan with its history's facts; ``version`` is its ETag."""

    plan: CommissionPlan
    reason: str
    set_by: str
    valid_from: datetime
