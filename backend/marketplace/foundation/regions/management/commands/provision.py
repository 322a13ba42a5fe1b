from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from marketplace.foundation import tenancy
from marketplace.foundation.regions import databases
from marketplace.foundation.regions.stores import provision_stores
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.router import PLATFORM, tenant_aliases


class Command(BaseCommand):
    help = "Makes and upgrades every database that the environment names, and adds the regions described in config/regions."
    requires_system_checks = ()  # they load every endpoint, and the worker that starts next makes them

    def handle(self, *args: Any, **options: Any) -> None:
        databases.prepare(PLATFORM, schema=databases.PLATFORM_SCHEMA, admin_url=settings.POSTGRES_ADMIN_URL)
        self.stdout.write("platform database: ready")
        folder = Path(settings.REPOSITORY) / "backend" / "config" / "regions"
        for slug in tenant_aliases():
            if (folder / f"{slug}.toml").exists():
                call_command("add_region", str(folder / f"{slug}.toml"), stdout=self.stdout)
            elif record := TenantRecord.objects.filter(slug=slug).first():
                self._prepare(record)

    def _prepare(self, record: TenantRecord) -> None:
        """A region that has no file: staff planned it in the panel, and open it there."""
        databases.prepare(record.slug, schema=record.postgres_schema, admin_url=settings.POSTGRES_ADMIN_URL)
        with tenancy.scope(record.as_tenant()):
            provision_stores()
        self.stdout.write(f"region {record.slug}: {'prepared, and to be opened in the panel' if record.is_planned else 'ready'}")
