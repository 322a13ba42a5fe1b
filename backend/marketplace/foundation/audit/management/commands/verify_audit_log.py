from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import tenancy
from marketplace.foundation.audit import verification
from marketplace.foundation.audit.types import TouchedEntry
from marketplace.foundation.tenancy import directory


class Command(BaseCommand):
    help = "Proves a region's audit log, or names the first entry that was touched. Exit status 0 only if it is intact."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="slug of the region")
        parser.add_argument("--known-head", default="", help="a head printed earlier: it must still be in the chain")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["tenant"]
        try:
            tenant = directory.get(slug)
        except tenancy.UnknownTenant:
            raise CommandError(f"there is no active region {slug}") from None
        with tenancy.scope(tenant):
            result = verification.verify(known_head=options["known_head"])
        if result.first_touched is not None:
            raise CommandError(f"{slug}: {_sentence(result.first_touched, options['known_head'])}")
        head = result.head or "-"
        self.stdout.write(f"{slug}: intact; {result.sealed} entries sealed, {result.unsealed} not yet; head {head}")


def _sentence(touched: TouchedEntry, known_head: str) -> str:
    return {
        "altered": f"entry {touched.entry_id} was altered",
        "missing": f"entry {touched.entry_id} is missing",
        "inserted": f"entry {touched.entry_id} was inserted",
        "chain_broken": f"the chain is broken before entry {touched.entry_id}",
        "head_lost": f"the chain does not lead over {known_head}: it was made anew, or its end was cut off",
    }[touched.kind]
