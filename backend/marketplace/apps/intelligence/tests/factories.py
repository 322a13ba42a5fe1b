"""Histories to learn from, written as the events and the stock would have left them, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count
from typing import TypeVar

import numpy as np
from django.db import connections

from marketplace.apps.catalog.types import Product
from marketplace.apps.intelligence.models import ModelVersion, NeighbourList, Purchase
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import Evaluated, ListKind, ModelName
from marketplace.apps.inventory.models import StockMovement, Warehouse
from marketplace.apps.inventory.types import MovementKind
from marketplace.foundation import rows, tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.testing import NOW

T = TypeVar("T")
_orders, _versions = count(1), count(1)


def bought(
    baskets: Iterable[Sequence[str]], *, customer_ids: Sequence[str] = ("",), country: str = "NL", now: datetime = NOW, days: int = 40
) -> None:
    """Each basket is an order, spread evenly over the last ``days`` until an hour ago. Customers take turns."""
    wanted = [list(basket) for basket in baskets]
    made = []
    for place, basket in enumerate(wanted):
        at = now - timedelta(hours=1) - timedelta(days=days) * (1 - (place + 1) / len(wanted))
        order_id = f"ord_of_tests_{next(_orders)}"
        customer_id = customer_ids[place % len(customer_ids)]
        for product_id in basket:
            made.append(
                Purchase(order_id=order_id, product_id=product_id, customer_id=customer_id, country=country, quantity=1, bought_at=at)
            )
    rows.insert_all(made)


def made_version(
    lists: Mapping[str, Sequence[str]], *, name: ModelName = ModelName.RECOMMENDATIONS, state: str = "active", until: date | None = None
) -> ModelVersion:
    """A version as a training would have left it, with what goes with each product; an active one takes the place of another."""
    now = NOW + timedelta(seconds=next(_versions))
    evaluated = Evaluated(metrics={}, baselines={}, reason="not_better" if state == "refused" else "")
    window = (date(2026, 1, 1), until or (NOW - timedelta(days=2)).date())
    with tenancy.atomic():
        version = registry.open_version(name, evaluated, window=window, row_count=1, duration_ms=1, trained_by="system", now=now)
        rows.insert_all(
            [
                NeighbourList(version=version, kind=ListKind.BASKET, product_id=product_id, products=[(other, 1.0) for other in others])
                for product_id, others in lists.items()
            ]
        )
        if state == "active":
            registry.make_active(version, actor=SYSTEM, now=now)
        elif state == "retired":
            version.state = state
            rows.change(version, "state")
    return version


TASTES = 5


def habits(pairs: Sequence[tuple[str, str]], noise: Sequence[str], *, orders: int = 1_500, seed: int = 1) -> list[list[str]]:
    """
    Baskets of which each has a pair that goes together, and most something of ``noise``: its first, which everybody buys, and what those
    buy who buy such a pair (one of ``TASTES``). Every second basket has something that nobody buys again, as in every shop.
    """
    random = np.random.default_rng(seed)
    baskets = []
    for place in range(orders):
        taste = noise[1:][place % len(pairs) % TASTES :: TASTES]
        basket = [*pairs[place % len(pairs)], taste[int(random.integers(len(taste)))]]
        if random.random() < 0.5:
            basket.append(noise[0])
        if random.random() < 0.5:
            basket.append(f"prod_once{place}")
        baskets.append(list(dict.fromkeys(basket)))
    return baskets


def sold_daily(product: Product, units: Sequence[int], *, now: datetime = NOW) -> None:
    """So many units of the first variant on each day, the last of them yesterday, from the vendor's default warehouse."""
    warehouse = Warehouse.objects.get(vendor_id=product.vendor_id, is_default=True)
    first = now.replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=len(units))
    rows.insert_all(
        [
            StockMovement(
                item_id=product.variants[0].id,
                vendor_id=product.vendor_id,
                warehouse=warehouse,
                kind=MovementKind.SOLD,
                on_hand_change=-sold,
                reserved_change=-sold,
                on_hand_after=1_000,
                reserved_after=0,
                actor_kind=SYSTEM.kind,
                actor_id=SYSTEM.id,
                moved_at=first + timedelta(days=day),
            )
            for day, sold in enumerate(units)
            if sold
        ]
    )


def in_a_thread(do: Callable[[], T]) -> T:
    """A connection of its own, as another request would have."""

    def run() -> T:
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(run).result(timeout=60)
