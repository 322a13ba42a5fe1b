"""``manage.py check_books [--tenant eu] [--json]``: exit status 1 if anything does not agree."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.apps.insights import queries
from marketplace.apps.insights.types import BooksReport, Difference
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import regions_named

SHOWN = 50  # of each group, in the readable form; --json has all


class Command(BaseCommand):
    help = "Checks the ledger against payments, orders, payouts and stock; exit status 1 on any difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="one region (default: all)")
        parser.add_argument("--json", action="store_true", help="print the reports as JSON")

    def handle(self, *args: Any, tenant: str | None = None, json: bool = False, **options: Any) -> None:
        reports = []
        for region in regions_named(tenant):
            with tenancy.scope(region):
                reports.append(queries.check_books(now=clock.now()))
        if json:
            self.stdout.write(msgspec.json.format(msgspec.json.encode(reports), indent=2).decode())
        else:
            for report in reports:
                self._tell(report)
        unclean = [report.tenant for report in reports if not report.is_clean]
        if unclean:
            raise CommandError(f"the books of {', '.join(unclean)} do not agree", returncode=1)

    def _tell(self, report: BooksReport) -> None:
        for books in report.currencies:
            verdict = "agree" if books.is_clean else f"{len(books.differences)} differences"
            self.stdout.write(f"{report.tenant} {books.currency}: {books.row_count} rows, {verdict}")
            for group in books.accounts:
                self.stdout.write(f"    {group.account:28} {group.balance!s:>20}")
            self._list(books.differences)
        self._list(report.other_differences)

    def _list(self, differences: list[Difference]) -> None:
        for item in differences[:SHOWN]:
            self.stdout.write(f"  ! {item.check} {item.subject}: expected {item.expected}, found {item.found} {item.detail}".rstrip())
        if len(differences) > SHOWN:
            self.stdout.write(f"  … and {len(differences) - SHOWN} more")
