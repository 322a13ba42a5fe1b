"""``manage.py look_at_past_pictures [--tenant eu]``: note the pictures from before search by picture was there. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.apps.visual_search import services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import regions_named


class Command(BaseCommand):
    help = "Notes the pictures of all products, which workers then look at; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")

    def handle(self, *args: Any, tenant: str | None = None, **options: Any) -> None:
        for region in regions_named(tenant):
            with tenancy.scope(region):
                count = services.note_all_pictures(now=clock.now())
            self.stdout.write(f"{region.slug}: pictures of {count} products noted")
