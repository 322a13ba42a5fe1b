from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec
from django.db.models import Expression, Q
from django.db.models.functions import Lower

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.types import Address
from marketplace.apps.vendors.models import ApiKey, CommissionPlanVersion, PayoutAccountRow, Vendor, VendorDocument
from marketplace.apps.vendors.types import (
    ApiKeyView,
    CommissionPlan,
    DocumentState,
    DocumentView,
    Logo,
    LogoPicture,
    LogoState,
    PayoutAccountView,
    PlanVersion,
    Vacation,
    VendorBrief,
    VendorState,
    VendorView,
)
from marketplace.foundation import rows
from marketplace.foundation.blobs import public_url
from marketplace.foundation.blobs.pictures import sources_in
from marketplace.foundation.postgres import sql
from marketplace.foundation.rows.pages import sorted_page
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, Sorting

# Written out, since every look at a cart asks it: composing costs several times what answering does.
_BRIEFS = "SELECT id, slug, name, state, vacation_starts_on, vacation_ends_on FROM vendors WHERE id = ANY(%(ids)s::text[])"

_NEWEST_PLANS = """
    vendor_id = ANY (%(ids)s::text[]) AND NOT EXISTS (
        SELECT FROM vendor_commission_plans AS later
        WHERE later.vendor_id = vendor_commission_plans.vendor_id AND later.version > vendor_commission_plans.version
    )
"""


def get_vendor(vendor_id: str) -> VendorView:
    """:raises NotFound: if there is no such vendor"""
    vendor = Vendor.objects.filter(pk=vendor_id).first()
    if vendor is None:
        raise NotFound
    return view_of(vendor)


def find_vendor_by_slug(slug: str) -> VendorView | None:
    vendor = Vendor.objects.filter(slug=slug).first()
    return view_of(vendor) if vendor else None


def vendors_by_id(vendor_ids: Iterable[str]) -> dict[str, VendorView]:
    """Those of the vendors that exist, in any state, by one query."""
    found = rows.every(Vendor, "id = ANY (%(ids)s::text[])", {"ids": list(set(vendor_ids))})
    return {vendor.id: view_of(vendor) for vendor in found}


def briefs_by_id(vendor_ids: Iterable[str]) -> dict[str, VendorBrief]:
    """Those of the vendors that exist, in any state, by one query."""
    found = sql.rows(_BRIEFS, {"ids": list(set(vendor_ids))})
    return {
        vendor_id: VendorBrief(id=vendor_id, slug=slug, name=name, state=state, vacation=_vacation_of(*days))
        for vendor_id, slug, name, state, *days in found
    }


_NEWEST_FIRST = Sorting("applied_at", descending=True)
_SORTED_BY: dict[str, str | Expression] = {"applied_at": "pk", "name": Lower("name")}


def list_vendors(
    *, state: str = "", q: str = "", ids: Collection[str] = (), sort: Sorting | None = None, page: PageRequest
) -> Page[VendorView]:
    """
    Vendors, newest first unless ``sort`` says otherwise; ``q`` is part of a name, slug or e-mail address, ``ids`` are the only ones wanted.
    """
    vendors = Vendor.objects.all()
    if ids:
        vendors = vendors.filter(pk__in=ids)
    if state:
        vendors = vendors.filter(state=state)
    if q:
        vendors = vendors.filter(
            Q(name__icontains=q) | Q(legal_name__icontains=q) | Q(slug__startswith=q.lower()) | Q(email__startswith=q.lower())
        )
    sorting = sort or _NEWEST_FIRST
    return sorted_page(vendors, page, sorting, by=_SORTED_BY[sorting.column]).map(view_of)


def all_vendors() -> list[VendorView]:
    """For commands and exports: a region has thousands of vendors at most."""
    return [view_of(vendor) for vendor in Vendor.objects.order_by("slug")]


def commission_plans(vendor_ids: Iterable[str]) -> dict[str, CommissionPlan]:
    """The plan that holds now for each of the vendors, by one query."""
    found = rows.every(CommissionPlanVersion, _NEWEST_PLANS, {"ids": list(set(vendor_ids))})
    return {row.vendor_id: plan_of(row) for row in found}


def get_plan_version(vendor_id: str) -> PlanVersion:
    """The plan that holds now. :raises NotFound: if there is no such vendor"""
    return list_plan_versions(vendor_id)[0]


def list_plan_versions(vendor_id: str) -> list[PlanVersion]:
    """All versions, newest first. :raises NotFound: if there is no such vendor"""
    rows = CommissionPlanVersion.objects.filter(vendor_id=vendor_id).order_by("-version")
    versions = [PlanVersion(plan=plan_of(row), reason=row.reason, set_by=row.set_by, valid_from=row.valid_from) for row in rows]
    if not versions:
        raise NotFound
    return versions


def get_payout_account(vendor_id: str, currency: str) -> PayoutAccountView:
    """The account for payouts in that currency as it may be shown: masked. Not set yet is an answer, too."""
    row = PayoutAccountRow.objects.filter(vendor_id=vendor_id, currency=currency).first()
    return payout_view_of(row, currency)


def list_payout_accounts(vendor_id: str) -> list[PayoutAccountView]:
    """A vendor's accounts, masked, in the order of their currencies."""
    rows = PayoutAccountRow.objects.filter(vendor_id=vendor_id).order_by("currency")
    return [payout_view_of(row, row.currency) for row in rows]


def payout_accounts_by_vendor(vendor_ids: Iterable[str], currency: str) -> dict[str, PayoutAccountView]:
    """The accounts, masked, of those of the vendors that have named one for that currency, by one query."""
    rows = PayoutAccountRow.objects.filter(vendor_id__in=set(vendor_ids), currency=currency)
    return {row.vendor_id: payout_view_of(row, currency) for row in rows}


def list_api_keys(vendor_id: str) -> list[ApiKeyView]:
    """The vendor's keys, revoked ones included, newest first."""
    return _with_makers(ApiKey.objects.filter(vendor_id=vendor_id).order_by("-id"))


def get_api_key(*, vendor_id: str, key_id: str) -> ApiKeyView:
    """:raises NotFound: if the vendor has no such key"""
    found = _with_makers(ApiKey.objects.filter(vendor_id=vendor_id, pk=key_id))
    if not found:
        raise NotFound
    return found[0]


def view_of(vendor: Vendor) -> VendorView:
    return VendorView(
        id=vendor.id,
        slug=vendor.slug,
        name=vendor.name,
        state=VendorState(vendor.state),
        country=vendor.country,
        currency=vendor.currency,
        descriptions=vendor.descriptions,
        is_vat_registered=bool(vendor.vat_number),
        legal_name=vendor.legal_name,
        registration_number=vendor.registration_number,
        vat_number=vendor.vat_number,
        email=vendor.email,
        phone=vendor.phone,
        address=msgspec.convert(vendor.address, Address) if vendor.address else None,
        state_reason=vendor.state_reason,
        applied_at=vendor.applied_at,
        approved_at=vendor.approved_at,
        state_changed_at=vendor.state_changed_at,
        vacation=_vacation_of(vendor.vacation_starts_on, vendor.vacation_ends_on, vendor.vacation_texts),
        logo=msgspec.convert(vendor.logo, Logo),
        etag=str(vendor.version),
    )


def _vacation_of(starts_on: date | None, ends_on: date | None, texts: Mapping[str, str] | None = None) -> Vacation | None:
    return Vacation(starts_on=starts_on, ends_on=ends_on, texts=texts or {}) if starts_on and ends_on else None


def logo_picture_of(vendor: VendorView) -> LogoPicture | None:
    """The vendor's logo as pages show it; ``None`` until there is one."""
    logo = vendor.logo
    if logo.state != LogoState.READY:
        return None
    address = public_url(f"{logo.folder}/{logo.widths[-1]}.webp")
    return LogoPicture(url=address, width=logo.width or 0, height=logo.height or 0, sources=sources_in(logo.folder, logo.widths))


def plan_of(row: CommissionPlanVersion) -> CommissionPlan:
    return CommissionPlan(
        id=row.id,
        version=row.version,
        percent_bp=row.percent_bp,
        fixed=row.fixed,
        floor=row.floor,
        cap=row.cap,
        category_overrides=row.category_overrides,
    )


def payout_view_of(row: PayoutAccountRow | None, currency: str) -> PayoutAccountView:
    if row is None:
        return PayoutAccountView(
            is_set=False,
            masked_account="",
            is_iban=False,
            bic="",
            holder="",
            bank_name="",
            country="",
            currency=currency,
            changed_at=None,
            etag="0",
        )
    return PayoutAccountView(
        is_set=True,
        masked_account=row.masked_account,
        is_iban=row.is_iban,
        bic=row.bic,
        holder=row.holder,
        bank_name=row.bank_name,
        country=row.country,
        currency=row.currency,
        changed_at=row.changed_at,
        etag=str(row.version),
    )


def _with_makers(keys: Iterable[ApiKey]) -> list[ApiKeyView]:
    keys = list(keys)
    makers = account_queries.contacts_by_id(key.created_by for key in keys)
    return [_api_key_view_of(key, maker=makers[key.created_by].email if key.created_by in makers else "") for key in keys]


def _api_key_view_of(key: ApiKey, *, maker: str) -> ApiKeyView:
    return ApiKeyView(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        roles=tuple(key.roles),
        created_by=key.created_by,
        created_by_email=maker,
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )


def missing_of(vendor: VendorView) -> list[str]:
    """What the operator may want to see before approving, worked out afresh each time."""
    people = account_queries.list_vendor_people(vendor.id)
    is_there = {
        "address": vendor.address is not None,
        "description": any(vendor.descriptions.values()),
        "registration_number": bool(vendor.registration_number),
        "payout_account": get_payout_account(vendor.id, vendor.currency).is_set,
        "owner_email_confirmed": any(person.is_email_confirmed for person in people if "owner" in person.roles),
    }
    return [name for name, is_known in is_there.items() if not is_known]


def list_documents(vendor_id: str) -> list[DocumentView]:
    """A vendor's papers, newest first. :raises NotFound: if there is no such vendor"""
    get_vendor(vendor_id)
    return [document_view_of(row) for row in VendorDocument.objects.filter(vendor_id=vendor_id).order_by("-uploaded_at", "id")]


def document_view_of(row: VendorDocument) -> DocumentView:
    return DocumentView(
        id=row.id,
        kind=row.kind,
        filename=row.filename,
        content_type=row.content_type,
        size_bytes=row.size_bytes,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        state=DocumentState(row.state),
        refusal=row.refusal,
        reviewed_at=row.reviewed_at,
        etag=str(row.version),
    )
