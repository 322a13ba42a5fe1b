"""``manage.py backup --tenant eu --to FOLDER --recipient age1...``: prints where the file is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import clock
from marketplace.foundation.regions.backup import BackupRefused, save_backup_to
from marketplace.foundation.tenancy.commands import region_named
from marketplace.foundation.tenancy.types import Tenant


class Command(BaseCommand):
    help = "Writes a region's rows, documents and files into one file, encrypted to public keys of age. The region goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="a region")
        parser.add_argument("--platform", action="store_true", help="the platform's own database: directory of regions, staff")
        parser.add_argument("--to", required=True, help="a folder, or the https address of a container of Azure Blob Storage")
        parser.add_argument("--recipient", action="append", default=[], help="public key (age1...) of who may read it; several")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: list[Tenant | None] = [region_named(options["tenant"])] if options["tenant"] else []
        wanted += [None] if options["platform"] else []
        if not wanted:
            raise CommandError("Name a region (--tenant), the platform (--platform), or both")
        for tenant in wanted:
            self._save(tenant, options)

    def _save(self, tenant: Tenant | None, options: dict[str, Any]) -> None:
        try:
            done = save_backup_to(tenant, to=options["to"], recipients=options["recipient"], now=clock.now())
        except BackupRefused as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"{done.manifest.row_count} rows, {len(done.manifest.members)} parts, {done.size_bytes} bytes")
        self.stdout.write(done.place)
