from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import clock, tenancy
from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.regions import databases
from marketplace.foundation.regions.checks import check_description, check_region
from marketplace.foundation.regions.files import InvalidRegion, as_tenant, enter_in_directory, read_region_file
from marketplace.foundation.search.engine import engine
from marketplace.foundation.tenancy import directory


class Command(BaseCommand):
    help = "Adds a region from its TOML file: databases, containers, indices, directory; then checks it. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="see backend/config/regions/eu.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            region = read_region_file(options["file"])
            if problems := check_description(as_tenant(region), now=clock.now()):
                raise InvalidRegion(f"{options['file'].name}: " + "; ".join(problems))
            if settings.POSTGRES_ADMIN_URL:
                databases.create_database(region.slug, schema=region.postgres_schema, admin_url=settings.POSTGRES_ADMIN_URL)
            databases.migrate(region.slug, schema=region.postgres_schema, admin_url=settings.POSTGRES_ADMIN_URL)
            is_new = enter_in_directory(region)
        except InvalidRegion as error:
            raise CommandError(str(error)) from None
        directory.forget()
        tenant = directory.get(region.slug)
        with tenancy.scope(tenant):
            store().provision([container.name for container in all_containers()])
            engine().provision()
            blobs().provision()
            problems = check_description(tenant, now=clock.now()) + check_region(tenant)
        if problems:
            raise CommandError(f"region {region.slug}: " + "; ".join(problems))
        self.stdout.write(f"region {region.slug}: {'added' if is_new else 'ready'}")
