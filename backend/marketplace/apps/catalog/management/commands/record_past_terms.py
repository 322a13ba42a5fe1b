"""``manage.py record_past_terms [--tenant eu]``: the brands, tags and options of products that were stored before they were listed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.apps.catalog import services
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Lists the brands, tags and options of every product for staff; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, tenant: str | None = None, **options: Any) -> None:
        for region in regions_named(tenant):
            with tenancy.scope(region):
                count = services.record_all_terms()
            self.stdout.write(f"{region.slug}: {count} products listed")
