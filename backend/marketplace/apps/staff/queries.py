from __future__ import annotations

from typing import Any

from django.db.models import Q

from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.types import RegionFeature, RegionOptions, RegionSetting, RegionSettings, StaffRow, StaffView
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.settings import Setting, list_features, list_settings
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def get_member(member_id: str) -> StaffView:
    """:raises NotFound: if there is no such member"""
    member = StaffMember.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return view_of(member)


def find_member_by_email(email: str) -> StaffView | None:
    member = StaffMember.objects.filter(email=email).first()
    return view_of(member) if member else None


def members_with_role(*roles: str) -> list[StaffView]:
    """The active members who have one of ``roles``, by one query."""
    return [view_of(member) for member in StaffMember.objects.filter(is_active=True, roles__overlap=list(roles)).order_by("id")]


def list_members(*, text: str = "", page: PageRequest) -> Page[StaffRow]:
    """Members, those who have access and those who had it, the newest first. ``text``: a part of the name or the address."""
    members = StaffMember.objects.order_by("-id")
    if text:
        members = members.filter(Q(email__icontains=text) | Q(name__icontains=text))
    if page.cursor:
        members = members.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(members[: page.limit + 1]), page, position=lambda member: member.id).map(_row_of)


def get_row(member_id: str) -> StaffRow:
    """:raises NotFound: if there is no such member"""
    member = StaffMember.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return _row_of(member)


def _row_of(member: StaffMember) -> StaffRow:
    return StaffRow(
        id=member.id,
        email=member.email,
        name=member.name,
        language=member.language,
        roles=tuple(member.roles),
        is_active=member.is_active,
        has_password=bool(member.password),
        created_at=member.created_at,
        etag=str(member.version),
    )


def view_of(member: StaffMember) -> StaffView:
    return StaffView(
        id=member.id,
        email=member.email,
        name=member.name,
        language=member.language,
        password=member.password,
        roles=tuple(member.roles),
        is_active=member.is_active,
        sessions_ended_at=member.sessions_ended_at,
        created_at=member.created_at,
        version=member.version,
        second_factor=member.second_factor,
    )


def get_region() -> RegionSettings:
    """The region in scope, read anew from the directory."""
    return region_view(TenantRecord.objects.get(slug=tenancy.current().slug))


def region_options() -> RegionOptions:
    """Every setting and feature that an app declares, with what the region in scope has of it."""
    tenant = TenantRecord.objects.get(slug=tenancy.current().slug).as_tenant()
    return RegionOptions(
        settings=[_setting_view(setting, tenant) for setting in list_settings()],
        features=[RegionFeature(name=f.name, is_on=f.is_on(tenant), description=f.description) for f in list_features()],
    )


def _setting_view(setting: Setting[Any], tenant: Tenant) -> RegionSetting:
    return RegionSetting(
        name=setting.name,
        kind=setting.kind,
        value=setting.of(tenant),
        default=setting.default,
        described_default=setting.described_default,
        is_default=setting.name not in tenant.settings,
        least=setting.least,
        most=setting.most,
        unit=setting.unit,
        description=setting.description,
    )


def region_view(record: TenantRecord) -> RegionSettings:
    return RegionSettings(
        slug=record.slug,
        name=record.name,
        domains=record.domains,
        currencies=record.currencies,
        default_currency=record.default_currency,
        languages=record.languages,
        default_language=record.default_language,
        countries=record.countries,
        countries_without_vat=record.countries_without_vat,
        timezone=record.timezone,
        features=record.features,
        settings=record.settings,
        is_in_maintenance=record.is_in_maintenance,
        maintenance_texts=record.maintenance_texts,
        maintenance_until=record.maintenance_until,
        etag=str(record.version),
    )
