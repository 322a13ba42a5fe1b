"""A tenant as the rest of the program sees it: plain facts, read from the directory."""

from __future__ import annotations

import msgspec


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
    document_database: str
    postgres_schema: str
    features: dict[str, bool]
    settings: dict[str, int]
    is_active: bool
    is_in_maintenance: bool
    version: int  # of what the operator has set: answers that were made before belong to another one

    def has_feature(self, name: str) -> bool:
        return self.features.get(name, False)

    def setting(self, name: str, default: int) -> int:
        """An operator's whole-number setting of this region, such as ``return_window_days``."""
        return self.settings.get(name, default)
