from __future__ import annotations

from datetime import datetime

import msgspec

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
    timezone: str
    features: dict[str, bool]
    settings: dict[str, int]
    is_in_maintenance: bool
    etag: str
