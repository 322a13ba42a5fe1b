"""What a file says of a product, laid over what is stored: the file wins where it speaks, the rest stays. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from marketplace.apps.catalog.domain import editing, identity, specifications
from marketplace.apps.catalog.domain.variant_merging import MergedVariants, attributes_of, merge_variants
from marketplace.apps.catalog.types import (
    Image,
    Product,
    ProductStatus,
    ProductTexts,
    TaxClass,
)
from marketplace.apps.catalog.types.imported import ImportedImage, ImportedProduct
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_url
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.slugs import slug_of


def content_hash(imported: ImportedProduct, *, may_publish: bool) -> str:
    """A digest of everything that the file says of the product, stock apart."""
    said = msgspec.json.encode((imported, may_publish), order="sorted")
    return hashlib.sha256(said).hexdigest()[:32]


def new_product(vendor_id: VendorId, handle: str, *, now: datetime) -> Product:
    """A product that only has its names yet; the same ids for the same handle, every time."""
    return Product(
        id=identity.product_id_of(vendor_id, handle),
        tenant_id=tenancy.current().slug,
        vendor_id=vendor_id,
        slug=slug_of(handle),
        handle=handle,
        texts={},
        variants=[],
        created_at=now,
        updated_at=now,
    )


def merged(
    old: Product, imported: ImportedProduct, *, may_publish: bool, foreign_skus: Collection[str] = (), now: datetime
) -> tuple[Product, MergedVariants]:
    """
    The next version of ``old``, whose ``updated_at`` and mark are left to the caller, and what became of its variants.

    With faults there, the product is ``old``.
    """
    variants = merge_variants(old, imported, foreign_skus=foreign_skus)
    if variants.faults:
        return old, variants
    said: dict[str, Any] = {
        name: value for name in ("brand", "product_type", "tags", "countries") if (value := getattr(imported, name)) is not None
    }
    if imported.category is not UNSET:
        said["category_id"] = imported.category.id if imported.category else None
        said["category_path"] = list(imported.category.path) if imported.category else []
    said["attributes"] = attributes_of(old.attributes, imported.attributes)
    said["specifications"] = specifications.merged(old.specifications, imported.specifications)
    said["tax_class"] = _tax_class(old, imported)
    said |= {"options": variants.options, "variants": variants.variants, "texts": _texts(old, imported)}
    product = msgspec.structs.replace(old, **said)
    if imported.images is not None:
        product.images = _images(old, variants, imported)
    product.status = _status(old, imported, may_publish=may_publish)
    if product.status == ProductStatus.PUBLISHED:
        product.published_at = old.published_at or imported.published_at or now
    return editing.settled(product), variants


def is_same(product: Product, other: Product) -> bool:
    """Whether they differ in nothing that anybody sees."""
    return _seen(product) == _seen(other)


def _seen(product: Product) -> Product:
    return msgspec.structs.replace(product, imported=None, updated_at=product.created_at, etag="", schema_version=1)


def _status(old: Product, imported: ImportedProduct, *, may_publish: bool) -> ProductStatus:
    wanted = imported.status or old.status
    return old.status if wanted == ProductStatus.PUBLISHED and not may_publish else wanted


def _tax_class(old: Product, imported: ImportedProduct) -> TaxClass:
    if imported.tax_class is None or (imported.may_stay_reduced and old.tax_class == TaxClass.REDUCED):
        return old.tax_class
    return imported.tax_class


def _texts(old: Product, imported: ImportedProduct) -> dict[str, ProductTexts]:
    texts = dict(old.texts)
    fields = ("title", "description_html", "seo_title", "seo_description")
    for language, said in imported.texts.items():
        spoken = {name: text for name in fields if (text := getattr(said, name)) is not None}
        if language in old.texts or any(spoken.values()):
            known = old.texts.get(language) or ProductTexts(title="")
            texts[language] = editing.cleaned(msgspec.structs.replace(known, **spoken))
    return texts


def _images(old: Product, variants: MergedVariants, imported: ImportedProduct) -> list[Image]:
    known = {_address(image): image for image in old.images}
    staying = {variant.id for variant in variants.left_out} & {variant.id for variant in variants.variants}
    named = set(variants.variant_ids)
    images: dict[str, Image] = {}
    for said in imported.images or ():
        image = known.get(public_url(said.path) if said.path else said.url) or _new_image(ProductId(old.id), said)
        shown = image.variant_ids
        if said.variants is not None:
            shown = [*(variants.variant_ids[place] for place in said.variants), *(own for own in shown if own in staying)]
        images[_address(image)] = msgspec.structs.replace(image, alt=image.alt | said.alt, variant_ids=shown)
    if staying or not imported.are_images_whole:  # a part of a file takes no picture away
        others = {address: _not_of(image, named) for address, image in known.items()}
        return list((others | images).values())
    # Pictures that a vendor uploaded here are not lost because an older file does not know them.
    return [*images.values(), *(image for address, image in known.items() if (image.path or image.folder) and address not in images)]


def _address(image: Image) -> str:
    return public_url(image.path) if image.path else image.url or image.folder


def _not_of(image: Image, variant_ids: Collection[str]) -> Image:
    return msgspec.structs.replace(image, variant_ids=[own for own in image.variant_ids if own not in variant_ids])


def _new_image(product_id: ProductId, said: ImportedImage) -> Image:
    return Image(
        id=identity.image_id_of(product_id, said.path or said.url),
        url="" if said.path else said.url,
        path=said.path,
        small_path=said.small_path,
        folder=said.folder,
        widths=said.widths,
        preview=said.preview,
        width=said.width,
        height=said.height,
    )
