"""
Holding SKUs: one is a single product's of its vendor, letter case aside. A row claims it before the product is stored that has it.

A claim that its product does not back (its process died in between, or the product has another SKU now) may be taken over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.models import ProductSku
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.foundation import rows, tenancy
from marketplace.kit.ids import ProductId, VendorId

CLAIM_LIFE = timedelta(minutes=2)  # longer than storing a product takes


def skus_of(product: Product) -> set[str]:
    """The product's SKUs as they are compared: in lower case."""
    return {variant.sku.casefold() for variant in product.variants}


def find_owners(vendor_id: str, skus: Iterable[str]) -> dict[str, ProductId]:
    """Which of the vendor's products hold which of these SKUs (in lower case). One query."""
    held = ProductSku.objects.filter(vendor_id=vendor_id, sku__in=set(skus)).values_list("sku", "product_id")
    return {sku: ProductId(product_id) for sku, product_id in held}


def claim(*, vendor_id: VendorId, products: Sequence[Product], now: datetime) -> set[str]:
    """
    Hold the SKUs of the products, which are about to be stored together. Returns those that other products have.

    Claiming again what they hold does no harm.
    """
    wanted = {sku: ProductId(product.id) for product in products for sku in skus_of(product)}
    new = [ProductSku(vendor_id=vendor_id, sku=sku, product_id=owner, claimed_at=now) for sku, owner in sorted(wanted.items())]
    stored = {row.sku for row in rows.insert_all(new, key="sku", unless_there=True)}
    if stored == wanted.keys():
        return set()
    known = {"vendor_id": vendor_id, "skus": sorted(wanted.keys() - stored)}
    held = {row.sku: row for row in rows.every(ProductSku, "vendor_id = %(vendor_id)s AND sku = ANY (%(skus)s::text[])", known)}
    released = wanted.keys() - stored - held.keys()  # between the two statements: the caller tries again
    others = {sku: row for sku, row in held.items() if row.product_id != wanted[sku]}
    if others:
        _take_over(others, wanted, {product.id: product for product in products}, vendor_id=vendor_id, now=now)
    return released | others.keys()


def release(*, vendor_id: VendorId, products: Sequence[Product]) -> None:
    """Let go what the products, as they are stored now, no longer have."""
    kept = set().union(*(skus_of(product) for product in products))
    owned = {"vendor_id": vendor_id, "ids": [product.id for product in products], "kept": sorted(kept)}
    condition = "vendor_id = %(vendor_id)s AND product_id = ANY (%(ids)s::text[]) AND sku <> ALL (%(kept)s::text[])"
    rows.delete_where(ProductSku, condition, owned)


def release_all(product_id: ProductId) -> None:
    """Let go the SKUs of a product that is not stored after all."""
    rows.delete_where(ProductSku, "product_id = %(product_id)s", {"product_id": product_id})


def _take_over(
    others: dict[str, ProductSku], wanted: Mapping[str, ProductId], together: Mapping[str, Product], *, vendor_id: VendorId, now: datetime
) -> None:
    """Give the products those SKUs whose holders do not have them any more, and take these out of ``others``."""
    unused = _unused_claims(others, together, vendor_id=vendor_id, now=now)
    with tenancy.atomic():
        for sku in unused:  # rare
            claim, holder = others[sku], others[sku].product_id
            claim.product_id, claim.claimed_at = wanted[sku], now
            with suppress(rows.StaleRow):  # another caller has taken it over
                rows.change(claim, "product_id", "claimed_at", expected={"product_id": holder})
                del others[sku]


def _unused_claims(
    claims: Mapping[str, ProductSku], together: Mapping[str, Product], *, vendor_id: VendorId, now: datetime
) -> Collection[str]:
    """The SKUs whose holder does not have them: in one store call."""
    refs = [ProductRef(vendor_id, ProductId(row.product_id)) for row in claims.values() if row.product_id not in together]
    stored = {product.id: product for product in (*queries.get_products(refs).values(), *together.values())}
    found = []
    for sku, row in claims.items():
        holder = stored.get(row.product_id)
        is_settled = row.product_id in together or row.claimed_at + CLAIM_LIFE <= now
        if is_settled and (holder is None or sku not in skus_of(holder)):
            found.append(sku)
    return found
