"""One stretch of a file after another: read, planned, stock set, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import PlannedImport
from marketplace.apps.imports import mapping
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.shopify import columns, parsing
from marketplace.apps.imports.shopify.reading import Group, ProductFile
from marketplace.apps.imports.shopify.types import ParsedProduct, Problem
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.documents.port import MAX_BATCH
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import VendorId
from marketplace.kit.texts import Text

STRETCH = MAX_BATCH  # products: what one batch of the document store takes
TRIES = 4  # of a stretch in which somebody else edits a product at the same time
REFUSED = "refused"


class Settled(NamedTuple):
    """What became of a stretch: ``outcomes`` counts products."""

    groups: int
    rows: int
    rows_refused: int
    outcomes: dict[str, int]
    problems: list[Problem]


class Run:
    """An import at work. Everything it asks about the region and the vendor is asked once, at its start."""

    def __init__(
        self,
        file: ProductFile,
        *,
        import_id: str,
        vendor_id: VendorId,
        currency: str,
        language: str,
        is_dry_run: bool,
        actor: Actor,
    ) -> None:
        tenant = tenancy.current()
        self.file = file
        self.import_id, self.vendor_id = import_id, vendor_id
        self.currency, self.language = currency, language
        self.is_dry_run, self.actor = is_dry_run, actor
        self.categories = mapping.CategoryFinder(catalog_queries.list_categories())
        self.may_publish = vendor_queries.get_vendor(vendor_id).is_selling
        self.present = frozenset(name for name in file.columns if _key_of(name) in ("", *tenant.languages, *tenant.currencies))

    @classmethod
    def of(cls, job: ImportJob, file: ProductFile) -> Run:
        return cls(
            file,
            import_id=job.id,
            vendor_id=VendorId(job.vendor_id),
            currency=job.currency,
            language=job.language,
            is_dry_run=job.is_dry_run,
            actor=msgspec.convert(job.actor, Actor),
        )

    def stretches(self, *, skip: int) -> Iterator[list[Group]]:
        """Products in stretches, without the first ``skip`` ones. Only one stretch is in memory at a time."""
        groups = islice(self.file.groups(), skip, None)
        while stretch := list(islice(groups, STRETCH)):
            if skip == 0:
                stretch[0].problems.extend(self._notices())
                skip = 1
            yield stretch

    def carry_out(self, stretch: Sequence[Group], *, now: datetime) -> Settled:
        """Import these products, or only say what would become of them in a dry run. Safe to repeat."""
        read = [parsing.parse(group, present=self.present, language=self.language, currency=self.currency) for group in stretch]
        problems = [problem for _, found in read for problem in found]
        parsed = [product for product, _ in read if product is not None]
        for left in reversed(range(TRIES)):
            plans, found = self._plan(parsed, now=now)
            try:
                restocked, raised = (set(), []) if self.is_dry_run else self._save(parsed, plans, now=now)
                break
            except (StaleDocument, DocumentExists):
                if not left:
                    raise
        problems += [*found, *raised]
        outcomes = Counter(_outcome(plan, restocked) for plan in plans)
        outcomes[REFUSED] += len(stretch) - len(parsed)
        good = sum(product.rows for product, plan in zip(parsed, plans, strict=True) if not plan.faults)
        rows = sum(len(group.records) for group in stretch)
        problems.sort(key=lambda problem: problem.row)
        return Settled(len(stretch), rows, rows - good, dict(outcomes), problems)

    def _plan(self, parsed: Sequence[ParsedProduct], *, now: datetime) -> tuple[list[PlannedImport], list[Problem]]:
        mapped = [mapping.as_imported(product, self.categories) for product in parsed]
        plans = catalog_services.plan_import(
            vendor_id=self.vendor_id,
            import_id=self.import_id,
            products=[product for product, _ in mapped],
            stock_hashes={product.handle: mapping.stock_hash(product) for product in parsed},
            may_publish=self.may_publish,
            now=now,
        )
        problems = [problem for _, found in mapped for problem in found]
        for product, plan in zip(parsed, plans, strict=True):
            problems += [_problem_of(product, fault, language=self.language) for fault in plan.faults]
        return plans, problems

    def _save(self, parsed: Sequence[ParsedProduct], plans: Sequence[PlannedImport], *, now: datetime) -> tuple[set[str], list[Problem]]:
        """Stock before documents: a product's document says that its stock is set, and a cut may come in between."""
        good = [(product, plan) for product, plan in zip(parsed, plans, strict=True) if not plan.faults]
        inventory_services.register_products(
            vendor_id=self.vendor_id,
            products={
                plan.product.id: [(variant.id, variant.sku) for variant in plan.product.variants]
                for _, plan in good
                if plan.is_to_save or not plan.is_stock_known
            },
            now=now,
        )
        restocked, notices = self._set_stock([(product, plan) for product, plan in good if not plan.is_stock_known], now=now)
        catalog_services.save_imported(vendor_id=self.vendor_id, products=[plan.product for _, plan in good if plan.is_to_save], now=now)
        return restocked, notices

    def _set_stock(self, pairs: Sequence[tuple[ParsedProduct, PlannedImport]], *, now: datetime) -> tuple[set[str], list[Problem]]:
        """Which products' stock differed from the file's, and what could not be set as the file says."""
        told = {
            variant.id: (said, product)
            for product, plan in pairs
            for said, variant in zip(product.variants, plan.product.variants, strict=True)
            if said.quantity is not None or columns.TRACKER in product.columns
        }
        known = inventory_queries.find_variants(told) if told else {}
        levels: dict[str, tuple[Level, ParsedProduct, int]] = {}
        for variant_id, (said, product) in told.items():
            # A file of a shop with several locations has no quantities: they stay as they are.
            usual = 0 if columns.QUANTITY in product.columns else known[variant_id].on_hand
            on_hand = usual if said.quantity is None else said.quantity
            levels[variant_id] = (Level(variant_id=variant_id, on_hand=on_hand, tracks_stock=said.is_tracked), product, said.row)
        changed = [
            level
            for level, _, _ in levels.values()
            if (known[level.variant_id].on_hand, known[level.variant_id].is_tracked) != (level.on_hand, level.tracks_stock)
        ]
        raised = inventory_services.set_levels(changed, actor=self.actor, now=now, cause_id=self.import_id, vendor_id=self.vendor_id)
        notices = [_raised_problem(levels[item.variant_id][1], levels[item.variant_id][2], item.on_hand) for item in raised]
        return {known[level.variant_id].product_id for level in changed}, notices

    def _notices(self) -> list[Problem]:
        """What the header holds that the region has no use for."""
        foreign = [
            Problem(
                row=1,
                column=name,
                code="foreign_column",
                message=Text("This region has no {key}, so the column is left out", key=_key_of(name)),
                severity="notice",
            )
            for name in sorted(self.file.columns - self.present)
        ]
        return [*self.file.problems_of_header(), *foreign]


def _outcome(plan: PlannedImport, restocked: set[str]) -> str:
    if plan.faults:
        return REFUSED
    return "updated" if plan.outcome == "unchanged" and plan.product.id in restocked else plan.outcome


def _key_of(name: str) -> str:
    return columns.split_key(name)[1] if columns.is_known(name) else ""


def _raised_problem(product: ParsedProduct, row: int, on_hand: int) -> Problem:
    return Problem(
        row=row,
        column=columns.QUANTITY,
        code="promised_to_customers",
        message=Text("Customers were promised more than that: the level is {on_hand}", on_hand=on_hand),
        severity="notice",
        handle=product.handle,
    )


def _problem_of(product: ParsedProduct, fault: FieldError, *, language: str) -> Problem:
    """A fault that the catalogue found, told of the cell that it came from as far as that can be said."""
    parts = fault.field.split(".")
    row = product.row
    if parts[0] == "variants" and len(parts) > 1 and int(parts[1]) < len(product.variants):
        row = product.variants[int(parts[1])].row
    return Problem(row=row, column=_column_of(parts, language=language), code=fault.code, message=fault.message, handle=product.handle)


def _column_of(parts: Sequence[str], *, language: str) -> str:
    """The file's column of a field such as ``texts.nl.title`` or ``variants.0.barcode``."""
    match parts:
        case ["texts", said, *rest]:
            column = _OF_TEXTS.get(rest[0] if rest else "", columns.TITLE)
            return column if said == language else columns.bracketed(column, said)
        case ["options", place, *rest] if int(place) < len(columns.OPTION_NAMES):
            return (columns.OPTION_VALUES if rest == ["values"] else columns.OPTION_NAMES)[int(place)]
        case ["variants", _, field, *_]:
            return _OF_VARIANT.get(field, columns.SKU)
    return _OF_PRODUCT.get(parts[0], "")


_OF_PRODUCT = {
    "texts": columns.TITLE,
    "brand": columns.VENDOR,
    "product_type": columns.TYPE,
    "tags": columns.TAGS,
    "options": columns.OPTION_NAMES[0],
    "variants": columns.SKU,
    "images": columns.IMAGE,
    "countries": columns.COUNTRIES,
}
_OF_TEXTS = {"description_html": columns.BODY, "seo_title": columns.SEO_TITLE, "seo_description": columns.SEO_DESCRIPTION}
_OF_VARIANT = {
    "option_values": columns.OPTION_VALUES[0],
    "barcode": columns.BARCODE,
    "weight_g": columns.GRAMS,
    "prices": columns.PRICE,
    "compare_at": columns.COMPARE_AT,
}
