"""Many products of one vendor at once, as files bring them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCTS, products_pk
from marketplace.apps.catalog.domain import merging, rules
from marketplace.apps.catalog.services import skus, slugs
from marketplace.apps.catalog.services.products import events_of
from marketplace.apps.catalog.types import ImportMark, Product, ProductRef, ProductStatus
from marketplace.apps.catalog.types.imported import ImportedProduct, PlannedImport
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Create, Replace
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.documents.port import MAX_BATCH, MAX_DOCUMENT_BYTES
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.slugs import slug_of
from marketplace.kit.texts import Text

TRIES = 4  # to find SKUs for variants that have none

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
    marks = {
        handle: ImportMark(import_id=import_id, outcome=UPDATED if handle in known else CREATED, content_hash="", stock_hash=stock_hash)
        for handle, stock_hash in stock_hashes.items()
    }
    asked = {variant.sku.casefold() for item in products for variant in item.variants if variant.sku}
    owners = skus.find_owners(vendor_id, asked)
    for _ in range(TRIES):
        shelf = _Shelf(owners)
        plans = []
        for item in products:
            base = known.get(item.handle) or merging.new_product(vendor_id, item.handle, now=now)
            plans.append(_plan(base, item, marks[item.handle], shelf=shelf, may_publish=may_publish, now=now))
            shelf.keep(plans[-1].product)
        made = {sku: plan.product.id for plan in plans for sku in skus.skus_of(plan.product) if sku not in asked}
        found = skus.find_owners(vendor_id, made)
        if all(made[sku] == owner for sku, owner in found.items()):
            return plans
        asked |= made.keys()
        owners |= found
    raise StaleDocument(note="other products of the vendor took every SKU that was made for these")


def save_imported(*, vendor_id: VendorId, products: Sequence[Product], now: datetime) -> None:
    """
    Store up to ``MAX_BATCH`` planned products at once, each with its event; new ones get a slug made of their handle.

    :raises StaleDocument: if one of them was changed since it was read: plan again
    :raises DocumentExists: if a new one was stored meanwhile: plan again
    """
    if len(products) > MAX_BATCH:
        raise ValueError(f"at most {MAX_BATCH} products at once")
    new = {ProductId(product.id): product for product in products if not product.etag}
    wanted = {product_id: slug_of(product.handle) for product_id, product in new.items()}
    for product_id, slug in slugs.claim_many(wanted, vendor_id=vendor_id, now=now).items():
        new[product_id].slug = slug
    if products and skus.claim(vendor_id=vendor_id, products=products, now=now):
        raise StaleDocument(note="another product of the vendor took a SKU since the import was planned")
    known = queries.get_products([ProductRef(vendor_id, ProductId(product.id)) for product in products if product.etag])
    for writes in _batches(products, known, now=now):
        PRODUCTS.batch(products_pk(vendor_id), writes)
    if before := [product for product in products if product.etag]:  # a new one had none to let go
        skus.release(vendor_id=vendor_id, products=before)


def with_new_stock(plan: PlannedImport) -> PlannedImport:
    """The plan of a product whose stock the file changes, which is an update though the product itself stays as it is."""
    if plan.outcome != UNCHANGED or plan.product.imported is None:
        return plan
    product = msgspec.structs.replace(plan.product, imported=msgspec.structs.replace(plan.product.imported, outcome=UPDATED))
    return msgspec.structs.replace(plan, product=product, outcome=UPDATED)


def _is_repeat(old: ImportMark, new: ImportMark) -> bool:
    return (old.content_hash, old.stock_hash) == (new.content_hash, new.stock_hash)


class _Shelf:
    """Which products have which SKUs (in lower case), after each product of a batch: what one has, no other gets."""

    def __init__(self, owners: Mapping[str, ProductId]) -> None:
        self._owners = dict(owners)

    def own(self, item: ImportedProduct, product_id: str) -> tuple[ImportedProduct, list[FieldError]]:
        """The product without the SKUs that other products have: its variants get others, and the vendor gets a notice."""
        notices = []
        variants = list(item.variants)
        for place, variant in enumerate(variants):
            if self._owners.get(variant.sku.casefold(), product_id) != product_id:
                message = Text("Another product of yours has the SKU {sku}, so this variant gets one of its own", sku=variant.sku)
                notices.append(FieldError(f"variants.{place}.sku", "repeated_sku", message))
                variants[place] = msgspec.structs.replace(variant, sku="")
        return msgspec.structs.replace(item, variants=variants), notices

    def foreign(self, product: Product) -> set[str]:
        """Those of the product's SKUs that other products have."""
        return {sku for sku in skus.skus_of(product) if self._owners.get(sku, product.id) != product.id}

    def keep(self, product: Product) -> None:
        """The product's SKUs as it is planned are its own now, and those that it had before are free."""
        self._owners = {sku: owner for sku, owner in self._owners.items() if owner != product.id}
        self._owners |= dict.fromkeys(skus.skus_of(product), ProductId(product.id))


def _plan(base: Product, item: ImportedProduct, mark: ImportMark, *, shelf: _Shelf, may_publish: bool, now: datetime) -> PlannedImport:
    item, repeated = shelf.own(item, base.id)
    mark = msgspec.structs.replace(mark, content_hash=merging.content_hash(item, may_publish=may_publish))
    if base.imported is not None and _is_repeat(base.imported, mark):
        return _repeated(base, mark)
    foreign: set[str] = set()
    while True:
        product, variants = merging.merged(base, item, may_publish=may_publish, foreign_skus=foreign, now=now)
        if variants.faults or not (found := shelf.foreign(product) - foreign):
            break
        foreign |= found
    if faults := variants.faults or _faults(product, variants.variant_ids):
        return PlannedImport(product=base, outcome=mark.outcome, is_to_save=False, is_stock_known=False, faults=faults)
    is_stock_known = bool(base.imported and base.imported.stock_hash == mark.stock_hash)
    is_changed = not base.etag or not merging.is_same(base, product)
    removed = len(variants.left_out) if item.removes_missing else 0
    mark = msgspec.structs.replace(mark, outcome=mark.outcome if is_changed else UNCHANGED, variants_removed=removed)
    if is_changed:
        product.updated_at = now
    product.imported = mark
    return PlannedImport(
        product=product,
        outcome=mark.outcome,
        is_to_save=is_changed or not is_stock_known,  # the mark says that the stock of this file is set
        is_stock_known=is_stock_known,
        variant_ids=variants.variant_ids,
        variants_removed=removed,
        notices=[*repeated, *variants.notices],
    )


def _repeated(product: Product, mark: ImportMark) -> PlannedImport:
    """The product as an import of the same left it. What this very import did before it was cut off is reported again."""
    left = product.imported
    is_own = left is not None and left.import_id == mark.import_id
    return PlannedImport(
        product=product,
        outcome=left.outcome if left and is_own else UNCHANGED,
        is_to_save=False,
        is_stock_known=True,
        variants_removed=left.variants_removed if left and is_own else 0,
    )


def _faults(product: Product, variant_ids: Sequence[VariantId]) -> list[FieldError]:
    """What forbids to store the product. A number of a variant is its place in the file."""
    tenant = tenancy.current()
    faults = rules.faults_of(product, tenant)
    if product.status == ProductStatus.PUBLISHED and not faults:
        faults = rules.publishing_faults(product, tenant)
    places = {variant_id: place for place, variant_id in enumerate(variant_ids)}
    return [_in_file(fault, product, places) for fault in faults]


def _in_file(fault: FieldError, product: Product, places: Mapping[VariantId, int]) -> FieldError:
    match fault.field.split("."):
        case ["variants", number, *rest]:
            place = places.get(product.variants[int(number)].id)
            field = "variants" if place is None else ".".join(["variants", str(place), *rest])
            return FieldError(field, fault.code, fault.message)
    return fault


def _batches(products: Sequence[Product], known: Mapping[ProductId, Product], *, now: datetime) -> Iterator[list[Write]]:
    """Writes in the order of ``products``, over what is ``known`` of them, cut where a batch would have more bytes than the store takes."""
    writes: list[Write] = []
    size = 0
    for product in products:
        own = len(msgspec.json.encode(product))
        if writes and size + own > MAX_DOCUMENT_BYTES * 9 // 10:
            yield writes
            writes, size = [], 0
        events = events_of(product, before=known.get(ProductId(product.id)), now=now)
        writes.append(Replace(product, product.etag, events) if product.etag else Create(product, events))
        size += own
    if writes:
        yield writes
