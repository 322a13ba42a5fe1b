"""Which products may show new pictures. The state is read again, so order and repeats do not matter."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.catalog.events import ProductSaved
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.visual_search import services
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber


@batch_subscriber(ProductSaved, name="visual_search.note_pictures", queue=BULK)
def note_pictures(events: Sequence[ProductSaved]) -> None:
    services.note_pictures({ProductRef(event.vendor_id, event.product_id) for event in events}, now=clock.now())
