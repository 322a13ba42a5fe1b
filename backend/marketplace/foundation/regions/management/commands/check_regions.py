from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.foundation import clock, tenancy
from marketplace.foundation.regions.checks import check_description, check_region, check_role, check_together, list_notices
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.router import PLATFORM


class Command(BaseCommand):
    help = "Checks every active region: databases, roles, migrations, schema, stores, settings. Exit status 1 if anything is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = directory.list_active()
        problems = check_together(tenants) + check_role(PLATFORM)
        for tenant in tenants:
            with tenancy.scope(tenant):
                found = check_description(tenant, now=clock.now()) + check_region(tenant) + check_role(tenant.slug)
            problems += [f"{tenant.slug}: {problem}" for problem in found]
            self.stdout.write(f"{tenant.slug}: {'ok' if not found else f'{len(found)} problem(s)'}")
            for notice in list_notices(tenant, now=clock.now()):
                self.stdout.write(f"{tenant.slug}: note: {notice}")
        if problems:
            raise CommandError("\n".join(problems))
