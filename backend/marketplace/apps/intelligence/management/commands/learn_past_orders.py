"""``manage.py learn_past_orders [--tenant eu]``: let models know the orders from before they were there. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.apps.intelligence import services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Records the products of past orders, from which models learn; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, tenant: str | None = None, **options: Any) -> None:
        for region in regions_named(tenant):
            with tenancy.scope(region):
                learned = services.learn_past_orders(now=clock.now())
            self.stdout.write(f"{region.slug}: {learned} purchases learned")
