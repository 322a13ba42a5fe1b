"""``manage.py build_analytics [--tenant eu]``: count the orders from before there were reports. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.apps.analytics import services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Copies the lines of past orders and sums all that was booked; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, tenant: str | None = None, **options: Any) -> None:
        for region in regions_named(tenant):
            with tenancy.scope(region):
                copied = services.record_past_sales()
                services.refresh(now=clock.now())
                services.score_customers(now=clock.now())
            self.stdout.write(f"{region.slug}: {copied} vendor orders counted")
