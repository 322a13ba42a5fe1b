"""``manage.py restore FILE --tenant eu --identity KEYFILE``: exit status 1, and nothing changed, if it does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.foundation.regions.backup import BackupRefused, check_backup, restore_backup
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Fills a region that `provision` has made from a file of `backup`; --check only proves that the file is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--tenant", help="the region")
        which.add_argument("--platform", action="store_true", help="the platform's own database")
        which.add_argument("--check", action="store_true", help="open it and compare every part with its hash; change nothing")
        parser.add_argument("--identity", type=Path, required=True, help="file with the secret key (AGE-SECRET-KEY-...)")
        parser.add_argument("--replace", action="store_true", help="remove all rows and documents of the database first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = _secret_key(options["identity"])
            if options["check"]:
                manifest = check_backup(options["file"], identity=identity)
            else:
                tenant = region_named(options["tenant"]) if options["tenant"] else None
                manifest = restore_backup(options["file"], tenant, identity=identity, replace=options["replace"])
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from None
        done = "whole" if options["check"] else "restored"
        self.stdout.write(f"{manifest.database} of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {done}, {manifest.row_count} rows")


def _secret_key(file: Path) -> str:
    """The key in a file as age-keygen writes it, with comments. :raises BackupRefused: if there is none"""
    found = [line for line in file.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise BackupRefused(f"{file} has no secret key of age (a line AGE-SECRET-KEY-...)")
    return found[0]
