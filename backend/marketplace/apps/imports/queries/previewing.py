"""How the beginning of a file would be read, before anything is stored. Bounded: its first bytes, products and variants."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.imports.domain import mapping as to_catalog
from marketplace.apps.imports.domain.shopify import columns, parsing
from marketplace.apps.imports.domain.shopify.cells import shown
from marketplace.apps.imports.domain.shopify.reading import FileRefused, Group, ProductFile, repeated_fields
from marketplace.apps.imports.domain.shopify.types import ParsedProduct, ParsedVariant, Problem
from marketplace.apps.imports.models import ImportDraft, ImportMapping
from marketplace.apps.imports.types import (
    ColumnUse,
    ImportDraftView,
    ImportPreview,
    PreviewColumn,
    PreviewProduct,
    PreviewVariant,
    ProblemView,
)
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import beginning_of_blob
from marketplace.foundation.texts import render
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import is_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

MAX_BYTES = 1024 * 1024  # of the file that are read
MAX_PRODUCTS = 10
MAX_VARIANTS = 20  # of a product
MAX_PROBLEMS = 100
MAX_SAMPLES = 3
MAX_SAMPLE = 80  # characters
DOUBLED = Text("The file has several columns of this name: rename them in the file, or leave all of them out")


def get_draft(draft_id: str, *, vendor_id: str) -> ImportDraft:
    """:raises NotFound: if there is none, or it is another vendor's"""
    draft = ImportDraft.objects.filter(pk=draft_id, vendor_id=vendor_id).first() if is_id(draft_id, "impd") else None
    if draft is None:
        raise NotFound
    return draft


def draft_view_of(draft: ImportDraft) -> ImportDraftView:
    return ImportDraftView(**{name: getattr(draft, name) for name in ImportDraftView.__struct_fields__})


def header_hash(said: Sequence[str]) -> str:
    """Files with the same columns in the same order have the same one, letter case aside."""
    return hashlib.sha256("\n".join(name.casefold() for name in said).encode()).hexdigest()


def preview_draft(draft_id: str, *, vendor_id: str, mapping: Mapping[str, str] | None, language: str) -> ImportPreview:
    """
    How the first products of the file would be read with ``mapping``, or without one as the last file of the same header was mapped.
    Problems are said in ``language``. A file that cannot be read at all has no columns, and a problem that says why.

    :raises NotFound: if the vendor has no such draft
    """
    draft = get_draft(draft_id, vendor_id=vendor_id)
    content = beginning_of_blob(draft.path, MAX_BYTES + 1)
    content, is_cut = content[:MAX_BYTES], len(content) > MAX_BYTES
    is_remembered = False
    try:
        if mapping is None:
            said = ProductFile(io.BytesIO(content), is_checked=False).said
            mapping = _remembered(vendor_id, said)
            is_remembered = mapping is not None
        mapping = columns.canonical_mapping(mapping or {})
        file_read = ProductFile(io.BytesIO(content), mapping=mapping, is_checked=False)
        groups = list(islice(file_read.groups(), MAX_PRODUCTS + 1))
    except FileRefused as refused:
        return _preview(draft, problems=[_problem_view(refused.problem, language)])
    whole = groups[:-1] if is_cut and len(groups) <= MAX_PRODUCTS else groups  # the last one's rows go on behind what was read
    columns_ = _columns(file_read, _samples(content, last_row=groups[-1].records[-1].row if groups else 0))
    return _read(draft, file_read, columns_, whole[:MAX_PRODUCTS], is_remembered=is_remembered, language=language)


def _remembered(vendor_id: str, said: Sequence[str]) -> dict[str, str] | None:
    return ImportMapping.objects.filter(vendor_id=vendor_id, header_hash=header_hash(said)).values_list("mapping", flat=True).first()


def _read(
    draft: ImportDraft,
    file: ProductFile,
    columns_: Sequence[PreviewColumn],
    groups: Sequence[Group],
    *,
    is_remembered: bool,
    language: str,
) -> ImportPreview:
    missing = [name for name in columns.REQUIRED if name not in file.header]
    bases = {columns.split_key(name)[0] for name in file.header}
    products, problems = ([], []) if missing else _products(draft, file, groups)
    problems = [*_problems_of_header(file), *problems]
    return _preview(
        draft,
        is_remembered=is_remembered,
        columns_=columns_,
        missing=missing,
        missing_for_new=[name for name in columns.REQUIRED_OF_NEW if name not in bases],
        products=products,
        problems=[_problem_view(problem, language) for problem in problems[:MAX_PROBLEMS]],
    )


def _problems_of_header(file: ProductFile) -> list[Problem]:
    repeated = [
        Problem(
            row=file.header_row,
            column=file.said_of(field),
            code="repeated_column",
            message=DOUBLED if names_twice else Text("Several columns are read as {field}: choose one", field=shown(field)),
        )
        for field in repeated_fields(file.header)
        for names_twice in [file.said.count(file.said_of(field)) > 1]
    ]
    return [*repeated, *file.problems_of_header()]


def _products(draft: ImportDraft, file: ProductFile, groups: Sequence[Group]) -> tuple[list[PreviewProduct], list[Problem]]:
    categories = to_catalog.CategoryFinder(catalog_queries.list_categories())
    products, problems = list[PreviewProduct](), list[Problem]()
    for group in groups:
        product, found = parsing.parse(group, present=file.columns, language=draft.language, currency=draft.currency)
        problems += found
        if product is not None:
            named = categories.find(product.category) or categories.find(product.product_type)
            category = named.names.get(draft.language, named.slug) if named else product.product_type
            products.append(_product(product, category, draft))
    return products, [_as_said(problem, file) for problem in problems]


def _product(product: ParsedProduct, category: str, draft: ImportDraft) -> PreviewProduct:
    texts = product.texts.get(draft.language)
    return PreviewProduct(
        row=product.row,
        handle=product.handle,
        title=(texts.title if texts else None) or "",
        brand=product.brand,
        category=category,
        status=product.status,
        image_url=product.images[0].url if product.images else "",
        variant_count=len(product.variants),
        variants=[_variant(variant, product, draft) for variant in product.variants[:MAX_VARIANTS]],
    )


def _variant(variant: ParsedVariant, product: ParsedProduct, draft: ImportDraft) -> PreviewVariant:
    chosen = zip(product.options, variant.option_values, strict=False)
    price = variant.prices.get(draft.currency)
    return PreviewVariant(
        row=variant.row,
        sku=variant.sku,
        options=[option.values[place].get(draft.language, "") for option, place in chosen if option and place is not None],
        price=None if price is None else Money(price, draft.currency),
        quantity=variant.quantity,
    )


def _samples(content: bytes, *, last_row: int) -> dict[int, list[str]]:
    """The first values of each column by its place: as the file has them, so that a column that is left out has some, too."""
    samples: dict[int, list[str]] = {}
    with suppress(FileRefused):  # the content was cut inside a row
        for number, row in ProductFile(io.BytesIO(content), is_checked=False).rows():
            if number > last_row:
                break
            for place, cell in enumerate(row):
                found = samples.setdefault(place, [])
                if len(found) < MAX_SAMPLES and (sample := cell.strip()[:MAX_SAMPLE]) and sample not in found:
                    found.append(sample)
    return samples


def _columns(file: ProductFile, samples: Mapping[int, list[str]]) -> list[PreviewColumn]:
    return [
        PreviewColumn(
            name=name,
            use=_use_of(field),
            field=field if columns.is_known(field) else "",
            usual_field=usual if columns.is_known(usual) else "",
            samples=samples.get(place, []),
        )
        for place, (name, field, usual) in enumerate(zip(file.said, file.header, columns.canonical(file.said), strict=True))
        if name
    ]


def _use_of(field: str) -> ColumnUse:
    if not field:
        return ColumnUse.IGNORED
    return ColumnUse.FIELD if columns.is_known(field) else ColumnUse.KEPT


def _as_said(problem: Problem, file: ProductFile) -> Problem:
    return Problem(
        row=problem.row,
        column=file.said_of(problem.column),
        code=problem.code,
        message=problem.message,
        severity=problem.severity,
        handle=problem.handle,
    )


def _problem_view(problem: Problem, language: str) -> ProblemView:
    return ProblemView(
        row=problem.row,
        column=problem.column,
        code=problem.code,
        message=render(problem.message, language),
        severity=problem.severity,
        handle=problem.handle,
        value=problem.value,
        is_value_cut=False,
    )


def _preview(
    draft: ImportDraft,
    *,
    is_remembered: bool = False,
    columns_: Sequence[PreviewColumn] = (),
    missing: Sequence[str] = (),
    missing_for_new: Sequence[str] = (),
    products: Sequence[PreviewProduct] = (),
    problems: Sequence[ProblemView] = (),
) -> ImportPreview:
    tenant = tenancy.current()
    return ImportPreview(
        draft=draft_view_of(draft),
        is_remembered=is_remembered,
        fields=columns.fields_of(tenant.languages, tenant.currencies),
        columns=[*columns_],
        missing=[*missing],
        missing_for_new=[*missing_for_new],
        products=[*products],
        problems=[*problems],
    )
