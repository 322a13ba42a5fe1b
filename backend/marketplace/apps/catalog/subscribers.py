from __future__ import annotations

from marketplace.apps.catalog import services
from marketplace.apps.catalog.events import CategoryMoved
from marketplace.foundation.events.subscribers import BULK, subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(CategoryMoved, name="catalog.move_products", queue=BULK)
def move_products(event: CategoryMoved, recorded: Recorded) -> None:
    services.move_products(category_id=event.category_id, now=recorded.at)
