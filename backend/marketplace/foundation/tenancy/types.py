"""A tenant as the rest of the program sees it: plain facts, read from the directory."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

SettingValue = int | bool | str | Mapping[str, int]  # a whole number, yes or no, a text, minor units by currency


RETRY_AFTER_S = 120  # where nobody has said how long it takes
MAX_RETRY_AFTER_S = 3_600  # it may end sooner than expected


class Maintenance(msgspec.Struct, frozen=True, kw_only=True):
    """What those read who are shut out of a region: ``texts`` by language, and when its operator expects to open it again."""

    texts: Mapping[str, str] = {}
    expected_end: datetime | None = None

    def end_after(self, now: datetime) -> datetime | None:
        """The expected end, unless it has passed."""
        return self.expected_end if self.expected_end and self.expected_end > now else None

    def retry_after_s(self, now: datetime) -> int:
        """After how many seconds a program should ask again."""
        end = self.end_after(now)
        return min(math.ceil((end - now).total_seconds()), MAX_RETRY_AFTER_S) if end else RETRY_AFTER_S


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    """A regional marketplace. ``slug`` is also its database alias, key prefix and the tenant in tokens."""

    slug: str
    name: str
    kind: str
    domains: tuple[str, ...]
    default_currency: str
    currencies: tuple[str, ...]
    default_language: str
    languages: tuple[str, ...]
    timezone: str
    countries: tuple[str, ...]
    countries_without_vat: tuple[str, ...]  # of these, those where the operator says that no VAT is due
    document_database: str
    postgres_schema: str
    features: dict[str, bool]
    settings: dict[str, SettingValue]  # read one through its declaration (tenancy.settings)
    is_active: bool
    is_in_maintenance: bool
    maintenance: Maintenance = Maintenance()
    version: int  # of what the operator has set: answers that were made before belong to another one

    def local_day(self, now: datetime) -> date:
        """The day that it is in the region."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def local_hour(self, now: datetime) -> int:
        """The hour of the region's own day, 0 to 23."""
        return now.astimezone(ZoneInfo(self.timezone)).hour
