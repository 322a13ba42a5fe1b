"""What customers are asked for a variant: its history, and a price that another app sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.domain import offers
from marketplace.apps.catalog.errors import PriceMoved
from marketplace.apps.catalog.events import PricesChanged
from marketplace.apps.catalog.models import PriceHistory
from marketplace.apps.catalog.services.products import change_product, changed_by_hand
from marketplace.apps.catalog.types import Product
from marketplace.foundation import rows
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.money import Money

KEPT = timedelta(days=400)  # a year to learn from, and the days that a reduction is compared with
BATCH = 1_000
# The last row before that time says what was asked at its beginning.
_OLD = """
    changed_at < %(before)s AND EXISTS (
        SELECT FROM price_history AS later
        WHERE later.variant_id = price_history.variant_id AND later.currency = price_history.currency
            AND later.changed_at > price_history.changed_at AND later.changed_at <= %(before)s
    )
"""


def set_price(*, vendor_id: VendorId, product_id: ProductId, variant_id: str, old: Money, new: Money, now: datetime) -> Product:
    """
    Offer a variant at ``new`` instead of ``old``; one that has that price already stays as it is, so a repeat is harmless.

    Everybody is asked the same from the moment on at which the product is stored. A price that it is compared with is kept within the
    lowest of the last 30 days, and goes where that is not known (``offers.priced``).

    :raises DocumentNotFound: if that vendor has no such product
    :raises PriceMoved: if the variant is gone, or has another price than ``old``
    """
    lowest = queries.lowest_known_price(variant_id, new.currency, now=now)

    def priced(product: Product) -> Product | None:
        variant = product.find_variant(variant_id)
        present = None if variant is None else variant.price_in(old.currency)
        if variant is None or present not in (old, new):
            raise PriceMoved(price=present)
        if present == new:
            return None
        changed = offers.priced(variant, currency=new.currency, minor=new.minor, lowest=lowest)
        variants = [changed if other.id == variant_id else other for other in product.variants]
        return changed_by_hand(msgspec.structs.replace(product, variants=variants, updated_at=now))

    return change_product(vendor_id, product_id, priced, now=now)


def record_prices(events: Sequence[PricesChanged]) -> None:
    """Keep what the events say; safe to repeat, in any order."""
    rows.insert_all([row for event in events for row in _rows_of(event)], unless_there=True)


def record_past_prices(*, now: datetime) -> int:
    """Keep the present prices of products that were published before there was a history; how many are new. Safe to repeat."""
    recorded, found = 0, _present_rows(now)
    while batch := list(islice(found, BATCH)):
        spells = queries.price_spells(variant_ids=list({row.variant_id for row in batch}), until=now)
        known = {(spell.variant_id, spell.currency) for spell in spells}
        recorded += len(rows.insert_all([row for row in batch if (row.variant_id, row.currency) not in known], unless_there=True))
    return recorded


def forget_old_prices(*, now: datetime) -> None:
    """All that is older than what models learn from, but for the price with which that time began."""
    rows.delete_where(PriceHistory, _OLD, {"before": now - KEPT})


def _present_rows(now: datetime) -> Iterator[PriceHistory]:
    for product in queries.iter_published():
        asked = offers.changed_offers(None, product)
        event = PricesChanged(product_id=ProductId(product.id), vendor_id=product.vendor_id, offers=asked, at=now)
        yield from _rows_of(event)


def _rows_of(event: PricesChanged) -> Iterator[PriceHistory]:
    for offer in event.offers:
        yield PriceHistory(
            variant_id=offer.variant_id,
            currency=offer.currency,
            changed_at=event.at,
            vendor_id=event.vendor_id,
            product_id=event.product_id,
            minor=offer.minor,
        )
