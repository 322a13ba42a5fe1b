from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation import tenancy
from marketplace.foundation.audit import notes, verification
from marketplace.foundation.audit.types import TouchedEntry
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Proves a region's audit log, or names the first entry that was touched. Exit status 0 only if it is intact."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="slug of the region")
        parser.add_argument("--known-head", default="", help="a head printed earlier: it must still be in the chain")
        parser.add_argument("--logs", type=Path, help="a file of this program's logs: every entry that they tell of must still be there")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["tenant"]
        with tenancy.scope(region_named(slug)):
            result = verification.verify(known_head=options["known_head"])
            touched = result.first_touched or _compare(options["logs"])
        if touched is not None:
            raise CommandError(f"{slug}: {_sentence(touched)}")
        head = result.head or "-"
        self.stdout.write(f"{slug}: intact; {result.sealed} entries sealed, {result.unsealed} not yet; head {head}")


def _compare(logs: Path | None) -> TouchedEntry | None:
    if logs is None:
        return None
    with logs.open(errors="replace") as lines:
        return notes.find_touched(lines)


def _sentence(touched: TouchedEntry) -> str:
    return {
        "altered": f"entry {touched.entry_id} was altered",
        "missing": f"entry {touched.entry_id} is missing",
        "inserted": f"entry {touched.entry_id} was inserted",
        "chain_broken": f"the chain is broken before entry {touched.entry_id}",
        "head_lost": "the chain does not lead over a head that was known: it was made anew, or its end was cut off",
        "checkpoint_forged": "a checkpoint was not made by this program, or with a key that is gone",
    }[touched.kind]
