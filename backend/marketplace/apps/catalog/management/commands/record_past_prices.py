"""``manage.py record_past_prices [--tenant eu]``: begin the history of prices of what was published before. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.apps.catalog import services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Records the present prices of products that have no history of prices; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, tenant: str | None = None, **options: Any) -> None:
        for region in regions_named(tenant):
            with tenancy.scope(region):
                recorded = services.record_past_prices(now=clock.now())
            self.stdout.write(f"{region.slug}: {recorded} prices recorded")
