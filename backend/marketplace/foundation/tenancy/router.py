"""Sends each app's rows to the database they belong in: the platform's, or the one of the tenant in scope."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from marketplace.foundation.tenancy.scope import current

PLATFORM = "default"


class TenantRouter:
    """Django's router protocol. A query on tenant data without a scope raises ``NoTenantScope``."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _alias_of(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return _alias_of(model._meta.app_label)

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return obj1._state.db == obj2._state.db

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return _is_of_platform(app_label) == (db == PLATFORM)


def _alias_of(app_label: str) -> str:
    return PLATFORM if _is_of_platform(app_label) else current().slug


def _is_of_platform(app_label: str) -> bool:
    """Whether the app's configuration says ``is_of_platform = True``: its rows are in the platform's database, and in no region's."""
    return getattr(apps.get_app_config(app_label), "is_of_platform", False)


def tenant_aliases() -> list[str]:
    """The database aliases of all configured regions."""
    return [alias for alias in settings.DATABASES if alias != PLATFORM]
