from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.apps.inventory import queries
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Compares a region's stock with the movements and reservations that explain it; exit status 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="the region's slug; all active regions when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for tenant in regions_named(options["tenant"]):
            with tenancy.scope(tenant):
                found = queries.find_discrepancies()
            for item in found:
                place = f" in {item.warehouse_id}" if item.warehouse_id else ""
                self.stdout.write(f"{tenant.slug}: {item.variant_id}{place}: {item.what} {item.recorded}, explained {item.explained}")
            wrong += len(found)
        if wrong:
            raise CommandError(f"{wrong} quantities are not explained")
        self.stdout.write("All stock is explained by its movements.")
