from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.checks import check_region, check_together


class Command(BaseCommand):
    help = "Checks every active region: databases, roles, migrations, schema, stores, settings. Exit status 1 if anything is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = directory.list_active()
        problems = check_together(tenants)
        for tenant in tenants:
            with tenancy.scope(tenant):
                found = check_region(tenant)
            problems += [f"{tenant.slug}: {problem}" for problem in found]
            self.stdout.write(f"{tenant.slug}: {'ok' if not found else f'{len(found)} problem(s)'}")
        if problems:
            raise CommandError("\n".join(problems))
