from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.foundation.tenancy.settings import SettingKind
from marketplace.foundation.tenancy.types import SettingValue

REGION = "region"  # the tag of cached answers about the region itself (``foundation.cache.tags``)
ROLES = ("admin", "support", "finance", "catalogue")


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the operator's staff. ``password`` is the stored hash and never leaves the server."""

    id: str
    email: str
    name: str
    language: str
    password: str
    roles: tuple[str, ...]
    is_active: bool
    sessions_ended_at: datetime | None
    created_at: datetime
    version: int
    second_factor: dict[str, Any] | None = None  # the accounts app's; never leaves the server


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the staff as administrators see them. ``has_password`` is false for one who has not answered the invitation yet."""

    id: str
    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    is_active: bool
    has_password: bool
    created_at: datetime
    etag: str


class RegionSetting(msgspec.Struct, kw_only=True, frozen=True):
    """
    A setting that a region may change: its value now, and what it may be.

    ``kind`` is ``whole_number``, ``yes_no``, ``text`` or ``amount_by_currency`` (an object of minor units by currency). ``least`` and
    ``most`` bound the numbers, in ``unit``. ``default`` is null where it depends on more; ``described_default`` says it in words.
    """

    name: str
    kind: SettingKind
    value: SettingValue | None
    default: SettingValue | None
    described_default: str
    is_default: bool
    least: int
    most: int
    unit: str
    description: str


class RegionFeature(msgspec.Struct, kw_only=True, frozen=True):
    """What a region may switch on."""

    name: str
    is_on: bool
    description: str


class RegionOptions(msgspec.Struct, kw_only=True, frozen=True):
    """All that the operator may set in a region with ``PATCH admin/region``."""

    settings: list[RegionSetting]
    features: list[RegionFeature]


class RegionSettings(msgspec.Struct, kw_only=True, frozen=True):
    """The region as its operator sees it; ``etag`` is sent back to edit it."""

    slug: str
    name: str
    domains: list[str]
    currencies: list[str]
    default_currency: str
    languages: list[str]
    default_language: str
    countries: list[str]
    countries_without_vat: list[str]
    timezone: str
    features: dict[str, bool]
    settings: dict[str, SettingValue]
    is_in_maintenance: bool
    maintenance_texts: dict[str, str]
    maintenance_until: datetime | None
    etag: str
