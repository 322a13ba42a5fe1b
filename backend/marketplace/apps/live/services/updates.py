"""
Messages for those who listen. Each service reads the present state once for all that it is given, and only of what has a listener:
an import of ten thousand products that nobody looks at reads none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.imports import queries as import_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.live import types
from marketplace.apps.live.domain import composing
from marketplace.apps.live.types import (
    DisputeUpdate,
    MessageArrived,
    OrderConfirmedNotice,
    PayoutUpdate,
    RefundFailedNotice,
    ReturnUpdate,
    VendorUpdate,
)
from marketplace.apps.messaging.events import MessageSent
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.returns import queries as return_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.realtime.messages import Addressed
from marketplace.foundation.realtime.publishing import publish
from marketplace.foundation.realtime.topics import listened
from marketplace.kit.ids import ProductId

PRODUCTS_AT_ONCE = 100  # of a vendor's, that are asked for listeners together


def publish_orders(refs: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """To the customers, or guests, of these orders (owner and id)."""
    topics = {ref: (types.ORDERS.of(ref[0]), types.ORDER.of(ref[1])) for ref in dict.fromkeys(refs)}
    wanted = listened(topic for pair in topics.values() for topic in pair)
    orders = order_queries.orders_by_ref(ref for ref, pair in topics.items() if wanted.intersection(pair))
    updates = [(composing.order_update(order_queries.order_detail(order)), topics[order.owner, order.id]) for order in orders]
    publish((update.to(topic) for update, pair in updates for topic in pair if topic in wanted), at=now)


def publish_vendor_orders(changed: Iterable[tuple[str, str]], reversals: Mapping[str, tuple[str, str]], *, now: datetime) -> None:
    """To the vendors of these vendor orders (vendor and id), and of these reversals (by id, the vendor order that each is of)."""
    changed = set(changed)
    refs = {*changed, *reversals.values()}
    wanted = listened(types.VENDOR_ORDERS.of(vendor_id) for vendor_id, _ in refs)
    found = order_queries.vendor_orders_by_ref(ref for ref in sorted(refs) if types.VENDOR_ORDERS.of(ref[0]) in wanted)
    messages: list[Addressed] = []
    for part in found:
        topic = types.VENDOR_ORDERS.of(part.vendor_id)
        if (part.vendor_id, part.id) in changed:
            messages.append(composing.vendor_order_update(part).to(topic))
        messages += [composing.reversal_update(part.id, reversal).to(topic) for reversal in part.reversals if reversal.id in reversals]
    publish(messages, at=now)


def publish_returns(refs: Mapping[str, tuple[str, str]], *, now: datetime) -> None:
    """To the customers, or guests, and the vendors of these returns (by id, the order and the vendor)."""
    owners = order_queries.owners_of_orders(order_id for order_id, _ in refs.values())
    topics = {
        return_id: (types.ORDERS.of(owners[order_id]), types.ORDER.of(order_id), types.VENDOR_ORDERS.of(vendor_id))
        for return_id, (order_id, vendor_id) in refs.items()
    }
    wanted = listened(topic for those in topics.values() for topic in those)
    views = return_queries.returns_by_id(return_id for return_id, those in topics.items() if wanted.intersection(those))
    updates = [
        ReturnUpdate(return_id=view.id, order_id=view.order_id, vendor_order_id=view.vendor_order_id, state=view.state) for view in views
    ]
    publish((update.to(topic) for update in updates for topic in topics[update.return_id] if topic in wanted), at=now)


def publish_messages(sent: Iterable[MessageSent], *, now: datetime) -> None:
    """To the customers, or guests, and the vendors of these messages. They say that there is one, so nothing is read."""
    updates = [
        (
            MessageArrived(
                message_id=event.message_id, order_id=event.order_id, vendor_order_id=event.vendor_order_id, sender=event.sender
            ),
            (types.ORDERS.of(event.order_owner), types.ORDER.of(event.order_id), types.VENDOR_ORDERS.of(event.vendor_id)),
        )
        for event in sent
    ]
    wanted = listened(topic for _, those in updates for topic in those)
    publish((update.to(topic) for update, those in updates for topic in those if topic in wanted), at=now)


def publish_products(refs: Collection[ProductRef], *, now: datetime) -> None:
    """To those who look at these products."""
    wanted = listened(types.PRODUCT.of(ref.product_id) for ref in refs)
    offers = discovery_queries.current_offers({ref for ref in refs if types.PRODUCT.of(ref.product_id) in wanted})
    publish((composing.product_update(product_id, found).to(types.PRODUCT.of(product_id)) for product_id, found in offers.items()), at=now)


def publish_products_of_vendors(vendor_ids: Iterable[str], *, now: datetime) -> None:
    """To those who look at a product of these vendors, which may or may not sell any more. Reads a vendor's products page by page."""
    for vendor_id in vendor_ids:
        products = catalog_queries.iter_products_of(vendor_id)
        while refs := [ProductRef(product.vendor_id, ProductId(product.id)) for product in islice(products, PRODUCTS_AT_ONCE)]:
            publish_products(refs, now=now)


def publish_stock(refs: Collection[ProductRef], *, now: datetime) -> None:
    """To the vendors of these products."""
    wanted = listened(types.VENDOR_STOCK.of(ref.vendor_id) for ref in refs)
    vendors = {ref.product_id: types.VENDOR_STOCK.of(ref.vendor_id) for ref in refs}
    read = [product_id for product_id, topic in vendors.items() if topic in wanted]
    stock = inventory_queries.variants_of_products(read) if read else {}
    publish((composing.stock_update(product_id, found).to(vendors[product_id]) for product_id, found in stock.items()), at=now)


def publish_imports(import_ids: Mapping[str, str], *, now: datetime) -> None:
    """To the vendors (by import) whose these are."""
    wanted = listened(types.VENDOR_IMPORTS.of(vendor_id) for vendor_id in import_ids.values())
    read = [import_id for import_id, vendor_id in import_ids.items() if types.VENDOR_IMPORTS.of(vendor_id) in wanted]
    views = import_queries.imports_by_id(read) if read else []
    publish((composing.import_update(view).to(types.VENDOR_IMPORTS.of(view.vendor_id)) for view in views), at=now)


def publish_payouts(payout_ids: Mapping[str, str], *, now: datetime) -> None:
    """To the vendors (by payout) and to staff."""
    to_staff = types.STAFF_PAYOUTS.of(types.REGION)
    wanted = listened([to_staff, *(types.VENDOR_PAYOUTS.of(vendor_id) for vendor_id in payout_ids.values())])
    payouts = payout_queries.payouts_by_id(payout_ids) if wanted else []
    updates = [
        PayoutUpdate(payout_id=payout.id, vendor_id=payout.vendor_id, state=payout.state, amount=payout.amount) for payout in payouts
    ]
    topics = ((update, topic) for update in updates for topic in (types.VENDOR_PAYOUTS.of(update.vendor_id), to_staff))
    publish((update.to(topic) for update, topic in topics if topic in wanted), at=now)


def publish_confirmed_orders(refs: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """To staff (owner and id)."""
    topic = types.STAFF_ORDERS.of(types.REGION)
    orders = order_queries.orders_by_ref(refs) if listened([topic]) else []
    publish((OrderConfirmedNotice(order_id=order.id, number=order.number, total=order.quote.total).to(topic) for order in orders), at=now)


def publish_vendors(vendor_ids: Iterable[str], *, now: datetime) -> None:
    """To staff."""
    topic = types.STAFF_VENDORS.of(types.REGION)
    vendors = vendor_queries.vendors_by_id(vendor_ids) if listened([topic]) else {}
    publish((VendorUpdate(vendor_id=vendor.id, name=vendor.name, state=vendor.state).to(topic) for vendor in vendors.values()), at=now)


def publish_payment_notices(notices: Iterable[RefundFailedNotice | DisputeUpdate], *, now: datetime) -> None:
    """To staff. These say what happened, so nothing is read."""
    publish((notice.to(types.STAFF_PAYMENTS.of(types.REGION)) for notice in notices), at=now)
