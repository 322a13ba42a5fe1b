"""One batch of a file after another: read, planned, stock set, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types.imported import PlannedImport
from marketplace.apps.imports.domain import mapping
from marketplace.apps.imports.domain.shopify import columns, parsing
from marketplace.apps.imports.domain.shopify.reading import Group, ProductFile
from marketplace.apps.imports.domain.shopify.types import ParsedProduct, Problem, Severity
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.types import MissingVariants
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level, StockedVariant
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.documents.port import MAX_BATCH
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import VariantId, VendorId
from marketplace.kit.texts import Text

BATCH = MAX_BATCH  # products: what one batch of the document store takes
TRIES = 4  # of a batch with a product that a vendor edits at the same time
REFUSED = "refused"


class Settled(NamedTuple):
    """What became of a batch: ``outcomes`` counts products."""

    groups: int
    rows: int
    rows_refused: int
    outcomes: dict[str, int]
    variants_removed: int
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
        removes_missing: bool,
        actor: Actor,
    ) -> None:
        tenant = tenancy.current()
        self.file = file
        self.import_id, self.vendor_id = import_id, vendor_id
        self.currency, self.language = currency, language
        self.is_dry_run, self.actor = is_dry_run, actor
        self.removes_missing = removes_missing
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
            removes_missing=job.missing_variants == MissingVariants.DELETE,
            actor=msgspec.convert(job.actor, Actor),
        )

    def batches(self, groups: Iterator[Group], *, is_beginning: bool) -> Iterator[list[Group]]:
        """The products in batches, one in memory at a time. The file's first product gets the notices of its header."""
        while batch := list(islice(groups, BATCH)):
            if is_beginning:
                batch[0].problems.extend(self._notices())
                is_beginning = False
            yield batch

    def execute(self, batch: Sequence[Group], *, now: datetime) -> Settled:
        """Import these products, or only say what would become of them in a dry run. Safe to repeat."""
        read = [parsing.parse(group, present=self.present, language=self.language, currency=self.currency) for group in batch]
        problems = [problem for _, found in read for problem in found]
        parsed = [product for product, _ in read if product is not None]
        for left in reversed(range(TRIES)):
            plans, found = self._plan(parsed, now=now)
            try:
                plans, raised = self._save(parsed, plans, now=now)
                break
            except (StaleDocument, DocumentExists):
                if not left:
                    raise
        problems += [*found, *raised]
        outcomes = Counter(REFUSED if plan.faults else plan.outcome for plan in plans)
        outcomes[REFUSED] += len(batch) - len(parsed)
        good = sum(product.rows for product, plan in zip(parsed, plans, strict=True) if not plan.faults)
        rows = sum(len(group.records) for group in batch)
        removed = sum(plan.variants_removed for plan in plans)
        cells = {record.row: record.cells for group in batch for record in group.records}
        problems = [
            msgspec.structs.replace(found, column=self.file.said_of(found.column), value=cells.get(found.row, {}).get(found.column, ""))
            for found in problems
        ]
        problems.sort(key=lambda problem: problem.row)
        return Settled(len(batch), rows, rows - good, dict(outcomes), removed, problems)

    def _plan(self, parsed: Sequence[ParsedProduct], *, now: datetime) -> tuple[list[PlannedImport], list[Problem]]:
        mapped = [
            mapping.as_imported(product, self.categories, currency=self.currency, removes_missing=self.removes_missing)
            for product in parsed
        ]
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
            problems += [_problem_of(product, notice, language=self.language, severity="notice") for notice in plan.notices]
        return plans, problems

    def _save(
        self, parsed: Sequence[ParsedProduct], plans: Sequence[PlannedImport], *, now: datetime
    ) -> tuple[list[PlannedImport], list[Problem]]:
        """
        The plans as they were executed (or would be, in a dry run), and what could not be done as the file says.

        Stock before documents: a product's document says that its stock is set, and a cut may come in between.
        """
        good = [plan for plan in plans if not plan.faults]
        if not self.is_dry_run:
            inventory_services.register_products(
                vendor_id=self.vendor_id,
                products={
                    plan.product.id: [(variant.id, variant.sku) for variant in plan.product.variants] for plan in good if plan.is_to_save
                },
                now=now,
            )
        pairs = [(product, plan) for product, plan in zip(parsed, plans, strict=True) if not plan.faults and not plan.is_stock_known]
        levels, restocked = self._levels(pairs)
        settled = [catalog_services.with_new_stock(plan) if plan.product.id in restocked else plan for plan in plans]
        if self.is_dry_run:
            return settled, []
        raised = inventory_services.set_levels(
            [level for level, _, _ in levels.values()], actor=self.actor, now=now, cause_id=self.import_id, vendor_id=self.vendor_id
        )
        saved = [plan.product for plan in settled if not plan.faults and plan.is_to_save]
        catalog_services.save_imported(vendor_id=self.vendor_id, products=saved, now=now)
        return settled, [_raised_problem(levels[item.variant_id][1], levels[item.variant_id][2], item.on_hand) for item in raised]

    def _levels(self, pairs: Sequence[tuple[ParsedProduct, PlannedImport]]) -> tuple[dict[str, tuple[Level, ParsedProduct, int]], set[str]]:
        """The levels that differ from the file's, each with the product and row that say it; and the products that they are of."""
        said = {
            variant_id: (variant, product)
            for product, plan in pairs
            for variant, variant_id in zip(product.variants, plan.variant_ids, strict=True)
            if variant.quantity is not None or {columns.TRACKER, columns.POLICY} & set(product.columns)
        }
        known = inventory_queries.find_variants(said) if said else {}
        levels: dict[str, tuple[Level, ParsedProduct, int]] = {}
        for variant_id, stocked in known.items():  # in a dry run stock does not know those of new products
            variant, product = said[variant_id]
            # A file of a shop with several locations has no quantities: they stay as they are.
            usual = 0 if columns.QUANTITY in product.columns else stocked.on_hand
            level = Level(
                variant_id=variant_id,
                on_hand=usual if variant.quantity is None else variant.quantity,
                tracks_stock=stocked.is_tracked if variant.is_tracked is None else variant.is_tracked,
                allows_backorders=variant.sells_on,
            )
            if _differs(stocked, level):
                levels[variant_id] = (level, product, variant.row)
        return levels, {known[VariantId(variant_id)].product_id for variant_id in levels}

    def _notices(self) -> list[Problem]:
        """What the header holds that the region has no use for."""
        foreign = [
            Problem(
                row=self.file.header_row,
                column=name,
                code="foreign_column",
                message=Text("This region has no {key}, so the column is left out", key=_key_of(name)),
                severity="notice",
            )
            for name in sorted(self.file.columns - self.present)
        ]
        return [*self.file.problems_of_header(), *foreign]


def _key_of(name: str) -> str:
    return columns.split_key(name)[1] if columns.is_known(name) else ""


def _differs(known: StockedVariant, level: Level) -> bool:
    is_sold_otherwise = level.allows_backorders not in (None, known.allows_backorders)
    return is_sold_otherwise or (known.on_hand, known.is_tracked) != (level.on_hand, level.tracks_stock)


def _raised_problem(product: ParsedProduct, row: int, on_hand: int) -> Problem:
    return Problem(
        row=row,
        column=columns.QUANTITY,
        code="promised_to_customers",
        message=Text("Customers have reserved more than that: the level is {on_hand}", on_hand=on_hand),
        severity="notice",
        handle=product.handle,
    )


def _problem_of(product: ParsedProduct, fault: FieldError, *, language: str, severity: Severity = "error") -> Problem:
    """A fault that the catalogue found, with the cell that it came from where that is known."""
    parts = fault.field.split(".")
    row = product.row
    if parts[0] == "variants" and len(parts) > 1 and int(parts[1]) < len(product.variants):
        row = product.variants[int(parts[1])].row
    column = _column_of(parts, language=language)
    return Problem(row=row, column=column, code=fault.code, message=fault.message, severity=severity, handle=product.handle)


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
