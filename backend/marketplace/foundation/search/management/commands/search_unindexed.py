from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.foundation import tenancy
from marketplace.foundation.search import unindexed
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Lists what search refused for what is in it, with the reason; --replay has it tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="slug of the region")
        parser.add_argument("--index", default="", choices=[index.definition.name for index in all_indices()], help="only this one")
        parser.add_argument("--replay", action="store_true", help="try all of them again first")

    def handle(self, *args: Any, tenant: str, index: str, replay: bool, **options: Any) -> None:
        with tenancy.scope(region_named(tenant)):
            if replay:
                self.stdout.write(f"{tenant}: {unindexed.replay(index, engine=engine())} have left the list")
            for row in unindexed.list_unindexed(index):
                self.stdout.write(f"{row.refused_at:%Y-%m-%d %H:%M} {row.index_name} {row.document_id} version {row.version}: {row.reason}")
