from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand

from marketplace.apps.vendors import queries
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.commands import region_named

FIELDS = ("id", "slug", "name", "state", "country", "currency", "email")


class Command(BaseCommand):
    help = "List a region's vendors, by slug."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, help="the region's slug, such as eu")
        parser.add_argument("--json", action="store_true", help="a JSON array instead of a table")

    def handle(self, *, tenant: str, json: bool, **_: Any) -> None:
        with tenancy.scope(region_named(tenant)):
            rows = [{name: getattr(vendor, name) for name in FIELDS} for vendor in queries.all_vendors()]
        if json:
            self.stdout.write(msgspec.json.format(msgspec.json.encode(rows)).decode())
            return
        for row in rows:
            self.stdout.write("  ".join(f"{row[name]:<{width}}" for name, width in (("slug", 32), ("state", 10), ("id", 31), ("name", 0))))
