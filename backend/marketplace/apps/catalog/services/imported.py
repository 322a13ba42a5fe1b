"""Many products of one vendor at once, as files bring them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.catalog import identity, merging, queries, rules, slugs
from marketplace.apps.catalog.documents import PRODUCTS, products_pk
from marketplace.apps.catalog.services.products import events_of
from marketplace.apps.catalog.types import ImportedProduct, ImportMark, PlannedImport, Product
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Create, Replace
from marketplace.foundation.documents.port import MAX_BATCH, MAX_DOCUMENT_BYTES
from marketplace.kit.ids import ProductId, VendorId

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

Write = Create[Product] | Replace[Product]


def plan_import(
    *,
    vendor_id: VendorId,
    import_id: str,
    products: Sequence[ImportedProduct],
    stock_hashes: Mapping[str, str],
    may_publish: bool,
    now: datetime,
) -> list[PlannedImport]:
    """
    What would become of up to ``MAX_BATCH`` products of a file, in their order; nothing is stored.

    ``stock_hashes`` has a digest of each handle's stock. A product that this very import has stored already (it was cut
    off and goes on) has the outcome that it had then.
    """
    known = queries.find_by_handles(vendor_id, [item.handle for item in products])
    plans = []
    for item in products:
        old = known.get(item.handle)
        mark = ImportMark(
            import_id=import_id,
            outcome=UPDATED if old else CREATED,
            content_hash=merging.content_hash(item, may_publish=may_publish),
            stock_hash=stock_hashes[item.handle],
        )
        if old is not None and old.imported is not None and _is_repeat(old.imported, mark):
            outcome = old.imported.outcome if old.imported.import_id == import_id else UNCHANGED
            plans.append(PlannedImport(product=old, outcome=outcome, is_to_save=False, is_stock_known=True))
        else:
            plans.append(_plan(old, item, mark, vendor_id=vendor_id, may_publish=may_publish, now=now))
    return plans


def save_imported(*, vendor_id: VendorId, products: Sequence[Product], now: datetime) -> None:
    """
    Store up to ``MAX_BATCH`` planned products at once, each with its event; new ones get a slug made of their handle.

    :raises StaleDocument: if one of them was changed since it was read: plan again
    :raises DocumentExists: if a new one was stored meanwhile: plan again
    """
    if len(products) > MAX_BATCH:
        raise ValueError(f"at most {MAX_BATCH} products at once")
    new = {ProductId(product.id): product for product in products if not product.etag}
    wanted = {product_id: identity.slug_of(product.handle) for product_id, product in new.items()}
    for product_id, slug in slugs.claim_many(wanted, vendor_id=vendor_id, now=now).items():
        new[product_id].slug = slug
    for writes in _batches(products, now=now):
        PRODUCTS.batch(products_pk(vendor_id), writes)


def _is_repeat(old: ImportMark, new: ImportMark) -> bool:
    return (old.content_hash, old.stock_hash) == (new.content_hash, new.stock_hash)


def _plan(
    old: Product | None, item: ImportedProduct, mark: ImportMark, *, vendor_id: VendorId, may_publish: bool, now: datetime
) -> PlannedImport:
    base = old or merging.new_product(vendor_id, item.handle, now=now)
    product = merging.merged(base, item, may_publish=may_publish, now=now)
    tenant = tenancy.current()
    faults = rules.faults_of(product, tenant)
    if product.is_published and not faults:
        faults = rules.publishing_faults(product, tenant)
    is_stock_known = bool(old and old.imported and old.imported.stock_hash == mark.stock_hash)
    has_new_stock = bool(old and old.imported) and not is_stock_known
    if old is not None and not has_new_stock and merging.is_same(old, product):
        return PlannedImport(product=old, outcome=UNCHANGED, is_to_save=False, is_stock_known=is_stock_known, faults=faults)
    product = msgspec.structs.replace(product, imported=mark, updated_at=now)
    return PlannedImport(product=product, outcome=mark.outcome, is_to_save=True, is_stock_known=is_stock_known, faults=faults)


def _batches(products: Sequence[Product], *, now: datetime) -> Iterator[list[Write]]:
    """Writes in the order of ``products``, cut where a batch would have more bytes than the store takes."""
    writes: list[Write] = []
    size = 0
    for product in products:
        own = len(msgspec.json.encode(product))
        if writes and size + own > MAX_DOCUMENT_BYTES * 9 // 10:
            yield writes
            writes, size = [], 0
        events = events_of(product, now=now)
        writes.append(Replace(product, product.etag, events) if product.etag else Create(product, events))
        size += own
    if writes:
        yield writes
