"""What price advice stands on, in the tenant in scope: a model of demand, limits and rules, as training and vendors leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.inventory.models import StockMovement, Warehouse
from marketplace.apps.inventory.types import MovementKind
from marketplace.apps.price_advice import queries, services
from marketplace.apps.price_advice.models import PriceAdvice
from marketplace.apps.price_advice.types import EVERYTHING, Estimate, PriceLimits, PriceRule
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def estimate_of(product: Product, *, elasticity: float = -3.0, error: float = 0.2, units_per_day: float = 4.0) -> Estimate:
    """Of the first variant, at the price that it has."""
    variant = product.variants[0]
    return Estimate(
        variant_id=variant.id,
        product_id=product.id,
        price_minor=variant.prices["EUR"],
        units_per_day=units_per_day,
        units_error=0.1,
        elasticity=elasticity,
        elasticity_error=error,
        own_weight=0.6,
        competitor_elasticity=0.0,
        prices_seen=4,
        days=90,
    )


def know_demand(*products: Product, is_shadow: bool = False, **facts: float) -> str:
    """A model that is used, with an estimate for each product; its version."""
    version_id = new_id("mdl", at=clock.now())
    services.store_model(version_id=version_id, estimates=[(product.vendor_id, estimate_of(product, **facts)) for product in products])
    services.use_model(version_id=version_id, is_shadow=is_shadow)
    return version_id


def allow(
    product: Product,
    *,
    floor: int | None = None,
    ceiling: int | None = None,
    cost: int | None = None,
    now: datetime | None = None,
    **more: object,
) -> None:
    """Limits of the first variant."""
    variant_id = product.variants[0].id
    limits = PriceLimits(
        floor=None if floor is None else euros(floor),
        ceiling=None if ceiling is None else euros(ceiling),
        cost=None if cost is None else euros(cost),
        **more,  # type: ignore[arg-type]
    )
    etag = queries.get_limits(product.vendor_id, variant_id).etag
    named = {"vendor_id": product.vendor_id, "variant_id": variant_id}
    services.set_limits(**named, limits=limits, etag=etag, actor=VENDOR_ACTOR, now=now or clock.now())


def rule(vendor_id: str, scope: str = EVERYTHING, **values: object) -> None:
    """The vendor's rule of a scope, as a whole."""
    etag = queries.get_rule(vendor_id, scope).etag
    made = PriceRule(**values)  # type: ignore[arg-type]
    services.set_rule(vendor_id=vendor_id, scope=scope, rule=made, etag=etag, actor=VENDOR_ACTOR, now=clock.now())


def advised(product: Product, *, now: datetime | None = None) -> PriceAdvice | None:
    """What is advised for the product's first variant, made anew."""
    services.make_advice(now=now or clock.now())
    return rows.first(PriceAdvice, "variant_id = %(id)s AND state = 'open'", {"id": product.variants[0].id})


def price_of(product: Product) -> int:
    """What the first variant costs now."""
    return catalog_queries.get_product(product.vendor_id, product.id).variants[0].prices["EUR"]


def sold_at(product: Product, times: Sequence[datetime]) -> None:
    """A unit of the first variant at each of these times."""
    warehouse = Warehouse.objects.get(vendor_id=product.vendor_id, is_default=True)
    rows.insert_all(
        [
            StockMovement(
                item_id=product.variants[0].id,
                vendor_id=product.vendor_id,
                warehouse=warehouse,
                kind=MovementKind.SOLD,
                on_hand_change=-1,
                reserved_change=-1,
                on_hand_after=1_000,
                reserved_after=0,
                actor_kind=SYSTEM.kind,
                actor_id=SYSTEM.id,
                moved_at=at,
            )
            for at in times
        ]
    )


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


class Stall:
    """A vendor with a product of 20.00 that costs it 8.00 and of which four a day are sold; a lower price would sell many more."""

    def __init__(self) -> None:
        self.vendor = make_vendor()
        self.token = vendor_token(self.vendor.id)
        self.product = make_product(vendor=self.vendor.id, stock=500, price=euros(2000))
        allow(self.product, floor=1500, ceiling=2500, cost=800)
        know_demand(self.product)

    def advice(self) -> PriceAdvice:
        found = advised(self.product)
        assert found is not None
        return found


def set_region(**settings: bool) -> None:
    """What staff set for the region in scope."""
    record = TenantRecord.objects.get(slug=tenancy.current().slug)
    record.settings = {**record.settings, **settings}
    record.save()


def fresh() -> Any:
    directory.forget()
    return directory.get("eu")
