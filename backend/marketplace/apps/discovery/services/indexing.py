"""
Keeps the index of products, and the cached answers made of it, in step with the catalogue, the vendors and the stock.

Each write takes a ticket first and reads the state of things after, so whichever of two overtakes the other, the later state stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db.models import Sum

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.projection import Facts, document_of, is_visible
from marketplace.apps.discovery.domain.tags import ATTRIBUTES, CATEGORIES, LISTING, product_tag, vendor_tag
from marketplace.apps.discovery.models import Sale
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import rows
from marketplace.foundation.cache import tags
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import Removal, SearchDocument
from marketplace.foundation.search.versions import take_version
from marketplace.kit.ids import ProductId, VendorId

BATCH = 100
SOLD_WINDOW = timedelta(days=30)  # of the sales that make a product popular

_IS_NAMED = "(product_id, order_id) IN (SELECT * FROM unnest(%(products)s::text[], %(orders)s::text[]))"

T = TypeVar("T")


def index_products(refs: Iterable[ProductRef]) -> None:
    """Bring what search knows of these products up to date: new ones in, changed ones anew, hidden ones out."""
    for batch in _batches(refs):
        _index(batch)
        engine().refresh(PRODUCTS)  # else the next answer, which is kept, might still be made of what was there before
        tags.expire(LISTING, *(product_tag(ref.product_id) for ref in batch))


def expire_vendor(vendor_id: str) -> None:
    """The pages that show what search does not hold of a vendor: its vacation, its logo, how long it takes products back."""
    tags.expire(vendor_tag(vendor_id))


def index_vendor(vendor_id: str) -> None:
    """All products of a vendor, after its state or its name changed; also those that search does not know yet."""
    tags.expire(vendor_tag(vendor_id))  # pages ask for the vendor itself, so they need not wait for the index
    index_products(_ref(product) for product in catalog_queries.iter_products_of(vendor_id))


def expire_attributes() -> None:
    """The lists whose filters are called otherwise now."""
    tags.expire(ATTRIBUTES, LISTING)


def index_category(category_id: str) -> None:
    """All products in a category or below it, after the category changed."""
    tags.expire(CATEGORIES)
    inside = [view.id for view in catalog_queries.list_categories() if category_id in view.path]
    index_products(_ref(product) for product in catalog_queries.iter_products_in(inside) if product.is_published)


def record_sales(refs: Iterable[tuple[str, str]]) -> None:
    """
    Count the units of confirmed orders (each by its owner and its id), once, and let the sold products rise.

    Kept lists may be out of order by it until their time is up: if every order put them all out of date, none would live at busy times.
    """
    sold: set[ProductRef] = set()
    sales = []
    for order in order_queries.orders_by_ref(refs):
        quantities: Counter[ProductRef] = Counter()
        for line in order.quote.lines:
            quantities[ProductRef(VendorId(line.vendor_id), ProductId(line.product_id))] += line.quantity
        facts = {"order_id": order.id, "sold_at": order.confirmed_at or order.placed_at}
        sales += [Sale(**facts, product_id=ref.product_id, vendor_id=ref.vendor_id, quantity=count) for ref, count in quantities.items()]
        sold |= quantities.keys()
    rows.insert_all(sales, unless_there=True)
    for batch in _batches(sold):
        _index(batch)


def forget_sales(*, now: datetime) -> None:
    """Leave what was sold longer than ``SOLD_WINDOW`` ago out of the count, and let those products sink."""
    old = Sale.objects.filter(sold_at__lt=now - SOLD_WINDOW)
    while sales := list(old[:BATCH]):
        named = {"products": [sale.product_id for sale in sales], "orders": [sale.order_id for sale in sales]}
        rows.delete_where(Sale, _IS_NAMED, named)
        _index(list({ProductRef(VendorId(sale.vendor_id), ProductId(sale.product_id)) for sale in sales}))


def iter_documents() -> Iterator[Sequence[SearchDocument]]:
    """Every visible product, in batches, each read after the version it carries was taken: for rebuilds."""
    for batch in _batches(map(_ref, catalog_queries.iter_published())):
        yield _documents(batch, version=take_version())


def _index(refs: Sequence[ProductRef]) -> None:
    version = take_version()
    documents = _documents(refs, version=version)
    visible = {document.id for document in documents}
    engine().upsert(PRODUCTS, documents)
    engine().delete(PRODUCTS, [Removal(ref.product_id, version) for ref in refs if ref.product_id not in visible])


def _documents(refs: Sequence[ProductRef], *, version: int) -> list[SearchDocument]:
    """Of those that customers may see; one read of each store for all of them."""
    products = list(catalog_queries.get_products(refs).values())
    vendors = vendor_queries.vendors_by_id({product.vendor_id for product in products})
    visible = [product for product in products if is_visible(product, vendors.get(product.vendor_id))]
    if not visible:
        return []
    categories = catalog_queries.categories_by_id()
    stock = inventory_queries.variants_of_products([product.id for product in visible])
    sold = _sold(visible)
    delivered_to = shipping_queries.places_delivered_to({product.vendor_id for product in visible})
    return [
        document_of(
            product,
            Facts(
                vendor=vendors[product.vendor_id],
                stock={item.variant_id: item for item in stock.get(ProductId(product.id), ())},
                categories=[categories[place] for place in product.category_path if place in categories],
                sold=sold.get(product.id, 0),
                delivered_to=delivered_to.get(product.vendor_id, frozenset()),
            ),
            version=version,
        )
        for product in visible
    ]


def _sold(products: Sequence[Product]) -> dict[str, int]:
    sales = Sale.objects.filter(product_id__in=[product.id for product in products])
    return dict(sales.values_list("product_id").annotate(sum=Sum("quantity")))


def _ref(product: Product) -> ProductRef:
    return ProductRef(product.vendor_id, ProductId(product.id))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
