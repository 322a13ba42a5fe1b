from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import clock, tenancy
from marketplace.foundation.regions import databases
from marketplace.foundation.regions.checks import check_description, check_region
from marketplace.foundation.regions.files import InvalidRegion, as_tenant, enter_in_directory, read_region_file
from marketplace.foundation.regions.stores import provision_stores
from marketplace.foundation.tenancy.models import TenantRecord


class Command(BaseCommand):
    help = "Adds a region from its TOML file: databases, containers, indices, directory; then checks it. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="see backend/config/regions/eu.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            region = read_region_file(options["file"])
            if problems := check_description(as_tenant(region), now=clock.now()):
                raise InvalidRegion(f"{options['file'].name}: " + "; ".join(problems))
            databases.prepare(region.slug, schema=region.postgres_schema, admin_url=settings.POSTGRES_ADMIN_URL)
            is_new = enter_in_directory(region)
        except InvalidRegion as error:
            raise CommandError(str(error)) from None
        tenant = TenantRecord.objects.get(slug=region.slug).as_tenant()  # which may be switched off, and is upgraded all the same
        with tenancy.scope(tenant):
            provision_stores()
            problems = check_description(tenant, now=clock.now()) + check_region(tenant)
        if problems:
            raise CommandError(f"region {region.slug}: " + "; ".join(problems))
        self.stdout.write(f"region {region.slug}: {'added' if is_new else 'ready'}")
