"""``manage.py backup --tenant eu --to FOLDER --recipient age1...``: prints the file's path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import clock
from marketplace.foundation.regions.backup import BackupRefused, save_backup
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Writes a region's rows, documents and files into one file, encrypted to public keys of age. The region goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--tenant", help="the region")
        which.add_argument("--platform", action="store_true", help="the platform's own database: directory of regions, staff")
        parser.add_argument("--to", type=Path, required=True, help="folder")
        parser.add_argument("--recipient", action="append", default=[], help="public key (age1...) of who may read it; several")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = region_named(options["tenant"]) if options["tenant"] else None
        try:
            path, manifest = save_backup(tenant, folder=options["to"], recipients=options["recipient"], now=clock.now())
        except BackupRefused as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"{manifest.row_count} rows, {len(manifest.members)} parts, {path.stat().st_size} bytes")
        self.stdout.write(str(path))
