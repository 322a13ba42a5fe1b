"""What staff does about a product that should not be sold: its vendor goes on selling the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCTS
from marketplace.apps.catalog.errors import NotTakenDown, TakenDownByStaff
from marketplace.apps.catalog.events import ProductReinstated, ProductTakenDown
from marketplace.apps.catalog.services.products import events_of
from marketplace.apps.catalog.types import Product, TakeDown
from marketplace.foundation import audit, tenancy
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.ids import ProductId


def take_down_product(*, product_id: str, reason: str, actor: Actor, now: datetime) -> Product:
    """
    Take a product out of the shop, whatever its status: its vendor reads ``reason``, may mend it, and cannot publish it.

    :raises DocumentNotFound: :raises TakenDownByStaff: if it is taken down already
    """

    def take_down(product: Product) -> Product:
        if product.taken_down is not None:
            raise TakenDownByStaff(reason=product.taken_down.reason)
        return msgspec.structs.replace(product, taken_down=TakeDown(reason=reason, at=now), updated_at=now)

    product = queries.get_any_product(product_id)
    event = ProductTakenDown(product_id=ProductId(product.id), vendor_id=product.vendor_id)
    return _moderate(product, take_down, event, reason=reason, actor=actor, now=now)


def reinstate_product(*, product_id: str, reason: str, actor: Actor, now: datetime) -> Product:
    """
    Let a product be sold again that was taken down: it has the status that its vendor gave it.

    :raises DocumentNotFound: :raises NotTakenDown:
    """

    def reinstate(product: Product) -> Product:
        if product.taken_down is None:
            raise NotTakenDown
        return msgspec.structs.replace(product, taken_down=None, updated_at=now)

    product = queries.get_any_product(product_id)
    event = ProductReinstated(product_id=ProductId(product.id), vendor_id=product.vendor_id)
    return _moderate(product, reinstate, event, reason=reason, actor=actor, now=now)


def _moderate(product: Product, change: Callable[[Product], Product], event: Event, *, reason: str, actor: Actor, now: datetime) -> Product:
    """The document with its events first, then the entry: were the process killed in between, the request's intent stays in the log."""

    def change_and_announce(current: Product) -> Changed[Product]:
        changed = change(current)
        return Changed(changed, [*events_of(changed, before=current, now=now), outbox.record(event, now=now)])

    changed = PRODUCTS.change(PRODUCTS.pk(product), product.id, change_and_announce, known=product)
    action = "product.taken_down" if changed.taken_down else "product.reinstated"
    facts: dict[str, Any] = {"resource": product.id, "old": _audited(product), "new": _audited(changed), "reason": reason}
    with tenancy.atomic():
        audit.record(actor=actor, action=action, now=now, **facts)
    return changed


def _audited(product: Product) -> dict[str, Any]:
    return {"vendor": product.vendor_id, "status": product.status.value, "is_taken_down": product.taken_down is not None}
