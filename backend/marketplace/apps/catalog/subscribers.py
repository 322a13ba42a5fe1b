from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.catalog import services
from marketplace.apps.catalog.events import CategoryMoved, PricesChanged, ProductSaved, TermRenamed
from marketplace.apps.catalog.types import ProductRef
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(CategoryMoved, name="catalog.move_products", queue=BULK)
def move_products(event: CategoryMoved, recorded: Recorded) -> None:
    services.move_products(category_id=event.category_id, now=recorded.at)


@batch_subscriber(ProductSaved, name="catalog.index_listings", queue=BULK)
def index_listings(events: Sequence[ProductSaved]) -> None:
    services.index_listings({ProductRef(event.vendor_id, event.product_id) for event in events})


@batch_subscriber(PricesChanged, name="catalog.record_prices", queue=BULK)
def record_prices(events: Sequence[PricesChanged]) -> None:
    services.record_prices(events)


@batch_subscriber(ProductSaved, name="catalog.record_terms", queue=BULK)
def record_terms(events: Sequence[ProductSaved]) -> None:
    services.record_terms({ProductRef(event.vendor_id, event.product_id) for event in events}, now=clock.now())


@subscriber(TermRenamed, name="catalog.apply_rename", queue=BULK)
def apply_rename(event: TermRenamed, recorded: Recorded) -> None:
    services.apply_rename(event.rename_id, now=clock.now())
