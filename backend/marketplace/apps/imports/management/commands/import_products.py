from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.apps.imports import queries, services
from marketplace.apps.imports.types import ImportState, ImportView, MissingVariants, ProblemView
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import region_named
from marketplace.kit.actors import Actor
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.ids import VendorId
from marketplace.kit.pages import PageRequest


class Command(BaseCommand):
    help = "Imports a Shopify product CSV for a vendor. Exit status 0 only if every row went in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="the region, such as eu")
        parser.add_argument("--vendor", required=True, help="the vendor's slug (see list_vendors)")
        parser.add_argument("--currency", required=True, help="of the file's prices, such as EUR")
        parser.add_argument("--language", help="of the file's texts; the region's default when left out")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--missing-variants",
            choices=[way.value for way in MissingVariants],
            default=MissingVariants.KEEP.value,
            help="what becomes of variants that the file does not name, of products that it names",
        )
        parser.add_argument("--json", action="store_true", help="the report as JSON")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = region_named(options["tenant"])
        try:
            with tenancy.scope(tenant):
                view, problems = self._import(options)
        except MarketplaceError as error:
            raise CommandError(_sentence(error)) from None
        self._report(view, problems, as_json=options["json"])
        if not view.is_complete:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> tuple[ImportView, list[ProblemView]]:
        vendor = vendor_queries.find_vendor_by_slug(options["vendor"])
        if vendor is None:
            raise CommandError(f"There is no vendor {options['vendor']!r} in {options['tenant']}.")
        try:
            file = options["file"].open("rb")
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        with file:
            started = services.start_import(
                vendor_id=VendorId(vendor.id),
                filename=options["file"].name,
                file=file,
                currency=options["currency"],
                language=options["language"] or tenancy.current().default_language,
                is_dry_run=options["dry_run"],
                missing_variants=MissingVariants(options["missing_variants"]),
                actor=Actor("system", "import_products"),
                now=clock.now(),
            )
        view = services.run_import(import_id=started.id, now=clock.now(), progress=self._show_progress)
        return view, _problems(view)

    def _show_progress(self, view: ImportView) -> None:
        counts = view.counts
        self.stderr.write(f"{counts.rows_done} of {counts.rows_total} rows, {counts.refused} products refused")

    def _report(self, view: ImportView, problems: list[ProblemView], *, as_json: bool) -> None:
        if as_json:
            report = {**msgspec.to_builtins(view), "problems": msgspec.to_builtins(problems)}
            self.stdout.write(msgspec.json.encode(report).decode())
            return
        for problem in problems:
            self.stdout.write(f"row {problem.row}, {problem.column or 'row'}: {problem.severity} {problem.code}: {problem.message}")
        counts, verb = view.counts, "would be " if view.dry_run else ""
        if view.state == ImportState.FAILED:
            self.stdout.write(f"Nothing was read: {view.failure}")
        self.stdout.write(
            f"{counts.rows_total} rows: {counts.created} products {verb}created, {counts.updated} updated, "
            f"{counts.unchanged} unchanged, {counts.refused} refused"
        )


def _problems(view: ImportView) -> list[ProblemView]:
    found: list[ProblemView] = []
    cursor: str | None = None
    while True:
        page = queries.list_problems(view.id, vendor_id=view.vendor_id, language=queries.ENGLISH, page=PageRequest(100, cursor))
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def _sentence(error: MarketplaceError) -> str:
    return "; ".join([str(error.detail), *(f"{item.field}: {item.message}" for item in error.errors)])
