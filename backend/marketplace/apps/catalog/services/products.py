"""Writes of the catalogue. A product and its event are stored together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from msgspec import UNSET

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCTS
from marketplace.apps.catalog.domain import editing, identity, offers, rules
from marketplace.apps.catalog.errors import ProductIncomplete, SlugTaken, TakenDownByStaff
from marketplace.apps.catalog.events import PricesChanged, ProductArchived, ProductSaved
from marketplace.apps.catalog.services import picture_folders, skus, slugs
from marketplace.apps.catalog.types import (
    CategoryId,
    CategoryView,
    Product,
    ProductChanges,
    ProductStatus,
)
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event, Recorded
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import ProductId, VendorId, new_id
from marketplace.kit.slugs import is_slug, slug_of
from marketplace.kit.texts import Text

SKU_TRIES = 4  # to find SKUs that no other product of the vendor has


def create_product(*, vendor_id: VendorId, changes: ProductChanges, now: datetime) -> Product:
    """
    Store a new draft. Its slug is the one named, else one made of its title that is free.

    :raises InvalidInput: telling every wrong field
    :raises SlugTaken: if the slug named is another product's
    """
    product_id = ProductId(new_id("prod", at=now))
    wanted = _wanted_slug(changes)
    product = Product(
        id=product_id,
        tenant_id=tenancy.current().slug,
        vendor_id=vendor_id,
        slug=wanted,
        handle=wanted,
        texts={},
        variants=[],
        created_at=now,
        updated_at=now,
    )
    product = _with_own_skus(product, changes, now=now)
    candidates = [wanted] if changes.slug is not UNSET else list(identity.slug_candidates(wanted, product_id))
    try:
        product.slug = slugs.claim_first(candidates, product_id=product_id, vendor_id=vendor_id, now=now)
    except SlugTaken:
        skus.release_all(product_id)
        raise
    product.handle = product.slug
    return PRODUCTS.create(product, events=events_of(product, before=None, now=now))


def edit_product(*, vendor_id: VendorId, product_id: ProductId, changes: ProductChanges, etag: str, now: datetime) -> Product:
    """
    Change a product; a published one stays so, and must stay complete.

    :raises StaleDocument: if ``etag`` is not its version: reload and try again
    :raises InvalidInput: telling every wrong field
    :raises SlugTaken: if the new slug is another product's; the old one keeps leading here
    """
    product = queries.get_product(vendor_id, product_id)
    if product.etag != etag:
        raise StaleDocument
    edited = _with_own_skus(product, changes, now=now)
    if changes.slug is not UNSET and changes.slug != product.slug:
        edited.slug = slugs.claim_first([_wanted_slug(changes)], product_id=product_id, vendor_id=vendor_id, now=now)
    picture_folders.let_go(product, edited, now=now)
    stored = PRODUCTS.replace(edited, etag=edited.etag, events=events_of(edited, before=product, now=now))
    if skus.skus_of(stored) != skus.skus_of(product):
        skus.release(vendor_id=vendor_id, products=[stored])
    return stored


def _with_own_skus(product: Product, changes: ProductChanges, *, now: datetime) -> Product:
    """
    The changed product, whose SKUs it holds now; those that are made for it are such as no other has.

    :raises InvalidInput: also if a SKU that is named is another product's of the vendor
    """
    category = _category_of(changes)
    foreign: set[str] = set()
    for _ in range(SKU_TRIES):
        edited = _checked(editing.changed(product, changes, category=category, foreign_skus=foreign, now=now))
        if changes.variants is UNSET:
            return edited
        taken = skus.claim(vendor_id=product.vendor_id, products=[edited], now=now)
        named = {given.sku.strip().casefold() for given in changes.variants}
        refuse(
            [
                FieldError(f"variants.{index}.sku", "sku_taken", Text("Another product of yours has the SKU {sku}", sku=variant.sku))
                for index, variant in enumerate(edited.variants)
                if variant.sku.casefold() in taken & named
            ]
        )
        if not taken:
            return edited
        foreign |= taken
    raise StaleDocument(note="other products of the vendor took every SKU that was made for this one")


def publish_product(*, vendor_id: VendorId, product_id: ProductId, now: datetime) -> Product:
    """
    Put a product into the shop. A published one stays as it is.

    :raises VendorNotSelling: if the vendor is not approved
    :raises ProductIncomplete: if no customer could buy it, telling what it lacks
    :raises TakenDownByStaff: if staff took it out of the shop
    """
    if not vendor_queries.get_vendor(vendor_id).is_selling:
        raise VendorNotSelling(vendor_ids=[vendor_id])

    def publish(product: Product) -> Product | None:
        if product.taken_down is not None:
            raise TakenDownByStaff(reason=product.taken_down.reason)
        return None if product.is_published else _published(product, now=now)

    return change_product(vendor_id, product_id, publish, now=now)


def unpublish_product(*, vendor_id: VendorId, product_id: ProductId, now: datetime) -> Product:
    """Take a product out of the shop, to be published again later; also what brings an archived one back."""

    def unpublish(product: Product) -> Product | None:
        return None if product.status == ProductStatus.DRAFT else _in_status(product, ProductStatus.DRAFT, now=now)

    return change_product(vendor_id, product_id, unpublish, now=now)


def archive_product(*, vendor_id: VendorId, product_id: ProductId, now: datetime) -> Product:
    """Put a product away: nobody finds or buys it any more; orders keep what they say of it."""

    def archive(product: Product) -> Product | None:
        return None if product.status == ProductStatus.ARCHIVED else _in_status(product, ProductStatus.ARCHIVED, now=now)

    return change_product(vendor_id, product_id, archive, now=now)


def move_products(*, category_id: CategoryId, now: datetime) -> None:
    """Write the present path of a category and those below it into their products. Safe to repeat."""
    below = {view.id: view for view in queries.list_categories() if category_id in view.path}
    for product in queries.iter_products_in(below):
        change_product(product.vendor_id, ProductId(product.id), lambda current: _on_path(current, below), now=now)


def _on_path(product: Product, categories: dict[CategoryId, CategoryView]) -> Product | None:
    view = categories.get(product.category_id) if product.category_id else None
    if view is None or product.category_path == list(view.path):
        return None
    return msgspec.structs.replace(product, category_path=list(view.path))


def change_product(vendor_id: VendorId, product_id: ProductId, change: Callable[[Product], Product | None], *, now: datetime) -> Product:
    """
    Change a product and publish its events. ``change`` returns None if nothing is to be done.

    :raises DocumentNotFound: if that vendor has no such product
    """

    def change_and_announce(product: Product) -> Changed[Product] | None:
        changed = change(product)
        return None if changed is None else Changed(changed, events_of(changed, before=product, now=now))

    known = queries.get_product(vendor_id, product_id)
    return PRODUCTS.change(PRODUCTS.pk(known), product_id, change_and_announce, known=known)


def events_of(product: Product, *, before: Product | None, now: datetime) -> list[Recorded]:
    """What a product's document announces as it is stored in place of ``before``, which a new one has not."""
    product_id, vendor_id = ProductId(product.id), product.vendor_id
    events: list[Event] = [ProductSaved(product_id=product_id, vendor_id=vendor_id, status=product.status.value)]
    if changed := offers.changed_offers(before, product):
        events.append(PricesChanged(product_id=product_id, vendor_id=vendor_id, offers=changed, at=now))
    if product.status == ProductStatus.ARCHIVED:
        events.append(ProductArchived(product_id=product_id, vendor_id=vendor_id))
    return [outbox.record(event, now=now) for event in events]


def _published(product: Product, *, now: datetime) -> Product:
    if faults := rules.publishing_faults(product, tenancy.current()):
        raise ProductIncomplete(errors=faults)
    published = _in_status(product, ProductStatus.PUBLISHED, now=now)
    published.published_at = product.published_at or now
    return published


def _in_status(product: Product, status: ProductStatus, *, now: datetime) -> Product:
    return changed_by_hand(msgspec.structs.replace(product, status=status, updated_at=now))


def changed_by_hand(product: Product) -> Product:
    """The product as one that no longer is what its last import left, so that the same file may bring it back."""
    if product.imported is not None:
        product.imported = msgspec.structs.replace(product.imported, content_hash="")
    return product


def _checked(product: Product) -> Product:
    """:raises InvalidInput: :raises ProductIncomplete: for a published one that could no longer be bought"""
    tenant = tenancy.current()
    refuse(rules.faults_of(product, tenant))
    if product.status == ProductStatus.PUBLISHED and (faults := rules.publishing_faults(product, tenant)):
        raise ProductIncomplete(errors=faults)
    return changed_by_hand(product)


def refuse(faults: Sequence[FieldError]) -> None:
    """:raises InvalidInput: if there are any"""
    if faults:
        raise InvalidInput(errors=faults)


def _category_of(changes: ProductChanges) -> CategoryView | None:
    if changes.category_id is UNSET or changes.category_id is None:
        return None
    view = queries.categories_by_id([changes.category_id]).get(changes.category_id)
    if view is None:
        raise InvalidInput(errors=[FieldError("category_id", "unknown_category", Text("The region has no such category"))])
    return view


def _wanted_slug(changes: ProductChanges) -> str:
    """:raises InvalidInput: if the slug that is named is not one"""
    if changes.slug is not UNSET:
        if not is_slug(changes.slug):
            raise InvalidInput(errors=[FieldError("slug", "invalid", Text("Lower-case letters, digits and hyphens"))])
        return changes.slug
    titles = {} if changes.texts is UNSET else {language: texts.title for language, texts in changes.texts.items() if texts}
    ordered = [titles[language] for language in ("en", tenancy.current().default_language, *titles) if language in titles]
    return next((slug for title in ordered if (slug := slug_of(title))), "")
