from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.foundation import tenancy
from marketplace.foundation.cache import tags
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable, fill_missing
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.port import IndexDefinition
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Builds a region's search indices anew from what the stores hold and switches to them without a gap."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="slug of the region")
        parser.add_argument("--index", choices=[index.definition.name for index in all_indices()], help="only this one")

    def handle(self, *args: Any, tenant: str, index: str | None, **options: Any) -> None:
        with tenancy.scope(region_named(tenant)):
            for definition, source in all_indices():
                if index in (None, definition.name):
                    count = engine().rebuild(definition, source)
                    if definition.vectors:
                        self._embed(definition, tenant)
                    tags.expire(definition.tag)
                    self.stdout.write(f"{tenant}: index {definition.name} has {count} documents")

    def _embed(self, definition: IndexDefinition, tenant: str) -> None:
        """So that the new index finds by meaning at once; what fails here the worker makes up for."""
        try:
            fill_missing(definition)
        except EmbeddingsUnavailable as error:
            self.stderr.write(f"{tenant}: index {definition.name} has documents without vectors for now: {error}")
