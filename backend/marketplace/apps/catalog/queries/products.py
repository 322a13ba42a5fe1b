"""Reads of the catalogue. Lists that customers filter and sort are search's work, not this module's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from marketplace.apps.catalog.documents import PRODUCT_SLUGS, PRODUCTS, products_pk, slug_pk
from marketplace.apps.catalog.domain import identity
from marketplace.apps.catalog.errors import CategoryNotFound
from marketplace.apps.catalog.models import Category, ProductSku
from marketplace.apps.catalog.types import (
    CategoryId,
    CategoryNode,
    CategoryView,
    Image,
    Product,
    ProductRef,
    ProductStatus,
    SlugLookup,
)
from marketplace.foundation.blobs.pictures import PictureSource, sources_in
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import MAX_BATCH, Filter, Ref
from marketplace.kit.ids import ProductId, VendorId, is_id
from marketplace.kit.pages import Page, PageRequest
from marketplace.kit.slugs import is_slug


def get_product(vendor_id: str, product_id: str) -> Product:
    """:raises DocumentNotFound: if that vendor has no such product"""
    if not is_id(product_id, "prod"):
        raise DocumentNotFound
    return PRODUCTS.get(products_pk(vendor_id), product_id)


def get_any_product(product_id: str) -> Product:
    """For staff, who know no vendor: one more statement finds it. :raises DocumentNotFound:"""
    vendor_id = ProductSku.objects.filter(product_id=product_id).values_list("vendor_id", flat=True).first()
    if vendor_id is None:
        raise DocumentNotFound
    return get_product(vendor_id, product_id)


def find_product(vendor_id: str, product_id: str) -> Product | None:
    return PRODUCTS.find(products_pk(vendor_id), product_id)


def find_product_by_slug(slug: str) -> Product | None:
    """The product that a slug leads to, also by a slug it had before: compare ``product.slug``. Two store calls."""
    if not is_slug(slug):
        return None
    lookup = PRODUCT_SLUGS.find(slug_pk(slug), slug)
    return None if lookup is None else find_product(lookup.vendor_id, lookup.product_id)


def get_products(refs: Sequence[ProductRef]) -> dict[ProductId, Product]:
    """Those that exist, in one store call."""
    if not refs:
        return {}
    found = PRODUCTS.get_many([Ref(products_pk(ref.vendor_id), ref.product_id) for ref in refs])
    return {ProductId(product.id): product for product in found}


def list_named_products(vendor_id: str, product_ids: Sequence[str]) -> list[Product]:
    """Those of one vendor's products that exist, in the order of ``product_ids``. One store call."""
    found = get_products([ProductRef(VendorId(vendor_id), ProductId(product_id)) for product_id in dict.fromkeys(product_ids)])
    return list(found.values())


def find_slugs(slugs: Collection[str]) -> dict[str, SlugLookup]:
    """Who holds which of these slugs, in one store call."""
    found = PRODUCT_SLUGS.get_many([Ref(slug_pk(slug), slug) for slug in slugs]) if slugs else []
    return {lookup.slug: lookup for lookup in found}


def find_by_handles(vendor_id: str, handles: Collection[str]) -> dict[str, Product]:
    """
    The vendor's products by what its files call them, in at most three store calls for up to 100 handles.

    A product that no file named goes by its slug, so that an export leads back to it.
    """
    refs = {ProductRef(vendor_id, identity.product_id_of(vendor_id, handle)): handle for handle in handles}  # type: ignore[arg-type]
    by_id = get_products(list(refs))
    found = {handle: by_id[ref.product_id] for ref, handle in refs.items() if ref.product_id in by_id}
    # Such a product is found by any spelling of its handle that a new product would be found by, or a file of both would be refused.
    slugs = {handle: handle.casefold() for handle in handles if handle not in found and is_slug(handle.casefold())}
    lookups = find_slugs(set(slugs.values()))
    own = {slug: lookup for slug, lookup in lookups.items() if lookup.vendor_id == vendor_id}
    by_id = get_products([ProductRef(lookup.vendor_id, lookup.product_id) for lookup in own.values()])
    named = {handle: by_id.get(own[slug].product_id) for handle, slug in slugs.items() if slug in own}
    return found | {
        handle: product for handle, product in named.items() if product is not None and product.handle.casefold() == slugs[handle]
    }


def list_products(vendor_id: str, *, status: ProductStatus | None = None, page: PageRequest) -> Page[Product]:
    """One vendor's products, ordered by id."""
    filters = [Filter("/status", "=", status.value)] if status else []
    return PRODUCTS.query(products_pk(vendor_id), filters=filters, page=page)


def iter_products_of(vendor_id: str) -> Iterator[Product]:
    """All of one vendor's products, read in pages: for exports."""
    cursor: str | None = None
    while True:
        page = list_products(vendor_id, page=PageRequest(MAX_BATCH, cursor))
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def iter_published() -> Iterator[Product]:
    """Every published product of the tenant, over all partitions: for rebuilds and checks."""
    found = PRODUCTS.scan(filters=[Filter("/status", "=", ProductStatus.PUBLISHED.value)])
    return (product for product in found if product.is_published)


def iter_all() -> Iterator[Product]:
    """Every product of the tenant in every state, over all partitions: for rebuilds."""
    return PRODUCTS.scan()


def list_categories() -> list[CategoryView]:
    """The whole tree, parents before their children, siblings in their order. One query."""
    rows = list(Category.objects.all())
    children: dict[str | None, list[Category]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    return list(_walk(children, None, ()))


def categories_by_id(ids: Collection[str] | None = None) -> dict[CategoryId, CategoryView]:
    """The categories of these ids (all, when none are named)."""
    views = list_categories()
    return {view.id: view for view in views if ids is None or view.id in ids}


def get_category(category_id: str) -> CategoryView:
    """:raises CategoryNotFound:"""
    view = categories_by_id([category_id]).get(CategoryId(category_id))
    if view is None:
        raise CategoryNotFound
    return view


def category_tree(language: str) -> list[CategoryNode]:
    """The roots, each with what lies below it, named in ``language``."""
    roots: list[CategoryNode] = []
    nodes: dict[CategoryId, CategoryNode] = {}
    for view in list_categories():
        node = CategoryNode(id=view.id, slug=view.slug, name=view.name_in(language), children=[])
        nodes[view.id] = node
        (nodes[view.parent_id].children if view.parent_id else roots).append(node)
    return roots


def has_products(category_id: str) -> bool:
    """Whether any product, of any vendor, lies directly in the category. Reads across partitions."""
    return next(PRODUCTS.scan(filters=[Filter("/category_id", "=", category_id)]), None) is not None


def iter_products_in(category_ids: Collection[str]) -> Iterator[Product]:
    """Every product directly in one of these categories, over all partitions."""
    return PRODUCTS.scan(filters=[Filter("/category_id", "in", list(category_ids))])


def _walk(children: Mapping[str | None, Sequence[Category]], parent_id: str | None, path: tuple[CategoryId, ...]) -> Iterator[CategoryView]:
    for row in children.get(parent_id, ()):
        own_path = (*path, CategoryId(row.id))
        yield CategoryView(
            id=CategoryId(row.id),
            slug=row.slug,
            names=row.names,
            parent_id=CategoryId(row.parent_id) if row.parent_id else None,
            path=own_path,
            position=row.position,
            version=row.version,
        )
        yield from _walk(children, row.id, own_path)


def sources_of(image: Image, *, widths: Collection[int] = ()) -> list[PictureSource]:
    """The files of an uploaded picture, by type; of these widths only, if it has any of them. None for an external picture."""
    if not image.widths:
        return []
    return sources_in(image.folder, [width for width in image.widths if width in widths] or image.widths)
