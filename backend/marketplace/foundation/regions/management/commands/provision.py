from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from marketplace.foundation.regions import databases
from marketplace.foundation.tenancy.router import PLATFORM, tenant_aliases


class Command(BaseCommand):
    help = "Makes and upgrades every database that the environment names, and adds the regions described in config/regions."
    requires_system_checks = ()  # they load every endpoint, and the worker that starts next makes them

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.POSTGRES_ADMIN_URL:
            databases.create_platform_database(admin_url=settings.POSTGRES_ADMIN_URL)
        databases.migrate(PLATFORM, schema=databases.PLATFORM_SCHEMA, admin_url=settings.POSTGRES_ADMIN_URL)
        self.stdout.write("platform database: ready")
        folder = Path(settings.REPOSITORY) / "backend" / "config" / "regions"
        for slug in tenant_aliases():
            if (folder / f"{slug}.toml").exists():
                call_command("add_region", str(folder / f"{slug}.toml"), stdout=self.stdout)
