"""What a file says of a product, laid over what is stored: the file wins where it speaks, the rest stays. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from marketplace.apps.catalog import editing, identity
from marketplace.apps.catalog.types import (
    Image,
    ImportedImage,
    ImportedProduct,
    ImportedVariant,
    Product,
    ProductOption,
    ProductStatus,
    ProductTexts,
    Texts,
    Variant,
    text_in,
)
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_url
from marketplace.kit.ids import ProductId, VariantId, VendorId


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
        slug=identity.slug_of(handle),
        handle=handle,
        texts={},
        variants=[],
        created_at=now,
        updated_at=now,
    )


def merged(old: Product, imported: ImportedProduct, *, may_publish: bool, now: datetime) -> Product:
    """The next version of ``old``, whose ``updated_at`` and mark are left to the caller."""
    said: dict[str, Any] = {
        name: value
        for name in ("brand", "product_type", "tags", "tax_class", "countries")
        if (value := getattr(imported, name)) is not None
    }
    if imported.category is not UNSET:
        said["category_id"] = imported.category.id if imported.category else None
        said["category_path"] = list(imported.category.path) if imported.category else []
    said["attributes"] = _attributes(old.attributes, imported.attributes)
    product = msgspec.structs.replace(old, **said, texts=_texts(old, imported))
    product.options = _options(old.options, imported.options)
    product.variants = _variants(old, product, imported.variants)
    if imported.images is not None:
        product.images = _images(old, product.variants, imported.images)
    product.status = _status(old, imported, may_publish=may_publish)
    if product.is_published:
        product.published_at = old.published_at or imported.published_at or now
    return editing.settled(product)


def is_same(product: Product, other: Product) -> bool:
    """Whether they differ in nothing that anybody sees."""
    return _seen(product) == _seen(other)


def _seen(product: Product) -> Product:
    return msgspec.structs.replace(product, imported=None, updated_at=product.created_at, etag="", schema_version=1)


def _status(old: Product, imported: ImportedProduct, *, may_publish: bool) -> ProductStatus:
    wanted = imported.status or old.status
    return old.status if wanted == ProductStatus.PUBLISHED and not may_publish else wanted


def _texts(old: Product, imported: ImportedProduct) -> dict[str, ProductTexts]:
    texts = dict(old.texts)
    for language, said in imported.texts.items():
        known = old.texts.get(language) or ProductTexts(title="")
        fields = ("title", "description_html", "seo_title", "seo_description")
        silent = {name: getattr(known, name) for name in fields if getattr(said, name) is None}
        spoken = {name: getattr(said, name) for name in fields if getattr(said, name) is not None}
        texts[language] = editing.cleaned(ProductTexts(**{**silent, **spoken}))
    return texts


def _options(old: list[ProductOption], new: list[ProductOption]) -> list[ProductOption]:
    """The file's options, with the translations that are known of them."""
    return [
        ProductOption(
            name=_translated(option.name, [known.name for known in old]),
            values=[_translated(value, [other for known in old for other in known.values]) for value in option.values],
        )
        for option in new
    ]


def _translated(text: Texts, known: list[Texts]) -> Texts:
    return next((other | text for other in known if _means_same(text, other)), text)


def _means_same(text: Texts, other: Texts) -> bool:
    shared = text.keys() & other.keys()
    return bool(shared) and all(text[language].casefold() == other[language].casefold() for language in shared)


def _variants(old: Product, new: Product, imported: list[ImportedVariant]) -> list[Variant]:
    by_sku = {variant.sku.casefold(): variant for variant in old.variants}
    by_choice = {_choice(old, variant.option_values): variant for variant in old.variants}
    taken: set[str] = set()
    skus = {said.sku.casefold() for said in imported if said.sku}
    variants = []
    for said in imported:
        values = [text_in(option.values[index], "en") for option, index in zip(new.options, said.option_values, strict=True)]
        sku = said.sku or identity.sku_of(new.handle, values, taken=skus)
        known = by_sku.get(sku.casefold())
        if known is None or known.id in taken:
            known = by_choice.get(_choice(new, said.option_values))
        if known is not None and known.id in taken:
            known = None
        variant_id = known.id if known else _new_id(new.id, sku, taken | {variant.id for variant in old.variants})
        taken.add(variant_id)
        kept = known.sku if known and known.sku.casefold() not in skus else sku
        variants.append(_variant(variant_id, known, said, sku=said.sku or kept))
        skus.add(variants[-1].sku.casefold())
    return variants


def _variant(variant_id: VariantId, known: Variant | None, said: ImportedVariant, *, sku: str) -> Variant:
    base = known or Variant(id=variant_id, sku=sku)
    elsewhere = {currency: minor for currency, minor in base.prices.items() if currency not in said.prices}
    compare_at = base.compare_at
    if said.compare_at is not None:
        compare_at = {c: minor for c, minor in base.compare_at.items() if c not in said.prices} | said.compare_at
    prices = elsewhere | said.prices
    return Variant(
        id=variant_id,
        sku=sku,
        barcode=base.barcode if said.barcode is None else said.barcode,
        option_values=said.option_values,
        prices=prices,
        compare_at={currency: minor for currency, minor in compare_at.items() if minor > prices.get(currency, minor)},
        weight_g=base.weight_g if said.weight_g is None else said.weight_g,
        requires_shipping=base.requires_shipping if said.requires_shipping is None else said.requires_shipping,
        is_active=base.is_active,
        attributes=_attributes(base.attributes, said.attributes),
    )


def _attributes(old: Texts, said: Texts) -> Texts:
    return {name: text for name, text in sorted((old | said).items()) if text}


def _new_id(product_id: str, sku: str, taken: set[str]) -> VariantId:
    """Derived, so that a repeated import finds it; another one where a variant of that SKU had a different SKU before."""
    names = (sku, *(f"{sku}\x1f{number}" for number in range(len(taken) + 1)))
    return next(found for name in names if (found := identity.variant_id_of(product_id, name)) not in taken)


def _choice(product: Product, indices: list[int]) -> tuple[str, ...]:
    """The option values of a variant as words, to know it again by."""
    pairs = zip(product.options, indices, strict=True)
    return tuple(text_in(option.values[index], "en").casefold() for option, index in pairs)


def _images(old: Product, variants: list[Variant], imported: list[ImportedImage]) -> list[Image]:
    known = {public_url(image.path) if image.path else image.url: image for image in old.images}
    images = []
    for said in imported:
        address = public_url(said.path) if said.path else said.url
        image = known.pop(address, None) or _new_image(ProductId(old.id), said)
        shown = [variants[place].id for place in said.variants]
        images.append(msgspec.structs.replace(image, alt=image.alt | said.alt, variant_ids=shown))
    # Pictures that somebody uploaded here are not lost because an older file does not know them.
    return images + [image for image in known.values() if image.path]


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
