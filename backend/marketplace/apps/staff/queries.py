from __future__ import annotations

from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.types import RegionSettings, StaffView
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.errors import NotFound


def get_member(member_id: str) -> StaffView:
    """:raises NotFound: if there is no such member"""
    member = StaffMember.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return view_of(member)


def find_member_by_email(email: str) -> StaffView | None:
    member = StaffMember.objects.filter(email=email).first()
    return view_of(member) if member else None


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
    )


def get_region() -> RegionSettings:
    """The region in scope, read anew from the directory."""
    return region_view(TenantRecord.objects.get(slug=tenancy.current().slug))


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
        timezone=record.timezone,
        features=record.features,
        settings=record.settings,
        is_in_maintenance=record.is_in_maintenance,
        etag=str(record.version),
    )
