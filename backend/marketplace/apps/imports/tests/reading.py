"""What tests look at after an import."""

from __future__ import annotations

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product
from marketplace.apps.imports import queries
from marketplace.apps.imports.types import ImportView
from marketplace.kit.pages import PageRequest


def products_of(vendor: str) -> dict[str, Product]:
    return {product.handle: product for product in catalog_queries.iter_products_of(vendor)}


def outcomes(view: ImportView) -> tuple[int, int, int, int]:
    return view.counts.created, view.counts.updated, view.counts.unchanged, view.counts.refused


def problems_of(view: ImportView) -> list[tuple[int, str, str]]:
    page = queries.list_problems(view.id, vendor_id=view.vendor_id, language="en", page=PageRequest(100))
    return [(problem.row, problem.column, problem.code) for problem in page.items]
