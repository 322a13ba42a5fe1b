"""Names that are derived, so that a repeated step finds what its first run made: ids, SKUs, slugs, groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from marketplace.kit.barcodes import find_gtin
from marketplace.kit.ids import ProductId, VariantId, derived_id
from marketplace.kit.slugs import numbered, slug_of

MAX_SKU = 100
# The time part of a derived id must be the same at every run, so it says nothing: products sort by their own dates.
_NO_TIME = datetime(2025, 1, 1, tzinfo=UTC)


def product_id_of(vendor_id: str, handle: str) -> ProductId:
    """The id of the product that a vendor's file calls ``handle``."""
    return ProductId(derived_id("prod", vendor_id, handle.casefold(), at=_NO_TIME))


def variant_id_of(product_id: str, sku: str) -> VariantId:
    return VariantId(derived_id("var", product_id, sku.casefold(), at=_NO_TIME))


def image_id_of(product_id: str, address: str) -> str:
    return derived_id("img", product_id, address, at=_NO_TIME)


def slug_candidates(wanted: str, product_id: str) -> Iterator[str]:
    """``lamp``, ``lamp-2`` to ``lamp-5``, then one that nobody else can want."""
    if wanted:
        yield wanted
        yield from (numbered(wanted, str(number)) for number in range(2, 6))
    yield numbered(wanted or "product", product_id[-8:].lower())


def sku_of(handle: str, values: Sequence[str], *, taken: Collection[str] = ()) -> str:
    """
    A lasting SKU for a variant that came without one: its product's handle and its option values.

    ``taken`` are SKUs of its siblings, in lower case: values such as ``+`` and ``-`` make the same words.
    """
    words = "-".join(part for part in (slug_of(text) for text in (handle, *values)) if part)[:MAX_SKU] or "item"
    return next(sku for sku in (words, *(f"{words}-{number}" for number in range(2, len(taken) + 3))) if sku.casefold() not in taken)


def group_of(barcode: str) -> str | None:
    """The group that all listings of one GTIN share; none for a barcode that is not a GTIN."""
    gtin = find_gtin(barcode)
    return f"gtin:{gtin.zfill(14)}" if gtin else None
