"""``manage.py import_rates FILE [--tenant eu]``: takes a file of the European Central Bank's reference rates in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.apps.rates import services
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.commands import regions_named
from marketplace.kit.errors import InvalidInput


class Command(BaseCommand):
    help = "Takes a file of the European Central Bank's reference rates in, for reports; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the XML file, of one day or of many")
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, file: Path, tenant: str | None = None, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        for region in regions_named(tenant):
            with tenancy.scope(region):
                try:
                    count = services.import_rates(content)
                except InvalidInput as error:
                    said = "; ".join(f"{each.field}: {each.message}" for each in error.errors[:10])
                    raise CommandError(f"{region.slug}: {said}") from error
            self.stdout.write(f"{region.slug}: {count} new rates")
