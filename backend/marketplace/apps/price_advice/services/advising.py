"""Makes advice: for every variant whose demand is known, from what holds today. Runs in a worker, after a training and every few hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product, ProductRef, Variant
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.price_advice import queries, statements
from marketplace.apps.price_advice.domain import advising, clearance, limits, reasons
from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.domain.limits import Bounds
from marketplace.apps.price_advice.errors import (
    AdviceOutdated,
    AutomationStopped,
    ChangeUnderWay,
    ExperimentUnderWay,
    PriceOutsideLimits,
)
from marketplace.apps.price_advice.models import DemandEstimate, DemandModel, PriceAdvice, VariantLimits
from marketplace.apps.price_advice.region_settings import ADVISES_PRICES, CHANGES_PRICES
from marketplace.apps.price_advice.services.applying import take_automatically
from marketplace.apps.price_advice.types import AdviceState, Estimate, PriceRule
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.foundation import rows, tenancy
from marketplace.foundation.documents.errors import DocumentContended
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import ProductId, VariantId, VendorId, new_id

BATCH = 100  # products that one read of documents brings
VALID = timedelta(days=7)
REST = timedelta(days=14)  # in which nothing is advised that the vendor has declined, or taken back
OUTDATED_KEPT = timedelta(days=28)
CLEARANCE_PRICES = 9

_OPEN = "state = 'open' AND variant_id = ANY (%(ids)s::text[]) ORDER BY id"
_SAME = ("price_minor", "advised_minor", "currency", "is_shadow")
_RENEWED = ("gain_minor", "gain_low_minor", "gain_high_minor", "sure_percent", "reasons", "model_version_id", "expires_at")
_ALL_OPEN = "state = 'open' AND (%(everything)s OR expires_at <= %(now)s)"
_TO_APPLY = """
    state = 'open' AND NOT is_shadow AND expires_at > %(now)s AND id > %(after)s ORDER BY id LIMIT %(most)s
"""


class _World(NamedTuple):
    """What holds for the variants of one batch, each read once."""

    products: Mapping[ProductId, Product]
    stock: Mapping[VariantId, StockedVariant]
    limits: Mapping[str, VariantLimits]
    rules: Mapping[tuple[str, str], PriceRule]
    plans: Mapping[str, CommissionPlan]
    competitors: Mapping[str, int]
    resting: frozenset[str]
    vat: Mapping[str, int]  # basis points, by tax class
    today: date


class _Case(NamedTuple):
    """A variant as it is today."""

    estimate: Estimate
    product: Product
    variant: Variant
    price: int
    bounds: Bounds
    economics: Economics
    stock: int | None
    clear_by: date | None
    competitor: int | None


def make_advice(*, now: datetime) -> int:
    """
    Advise anew by the model that is used; how many there are. What was advised before goes on where the same is advised again, and is let
    go of elsewhere. Without a model, or while the region gives no advice, there is none. Safe to repeat.
    """
    model = queries.find_used_model() if ADVISES_PRICES.current() else None
    rows.change_where(PriceAdvice, _ALL_OPEN, {"everything": model is None, "now": now}, state=AdviceState.OUTDATED)
    count, after = 0, ""
    while model is not None and (batch := queries.next_estimates(model.version_id, after=after, most=BATCH)):
        count += _advise(batch, model, now=now)
        after = batch[-1].variant_id
    return count


def apply_automatic(*, now: datetime) -> int:
    """Apply what vendors let be applied by itself; how many prices changed. Safe to repeat, also at the same time."""
    changed, after = 0, ""
    if not (CHANGES_PRICES.current() and ADVISES_PRICES.current()):
        return 0
    while batch := rows.every(PriceAdvice, _TO_APPLY, {"now": now, "after": after, "most": BATCH}):
        after = batch[-1].id
        rules = queries.rules_of(advice.vendor_id for advice in batch)
        allowing = {vendor_id for (vendor_id, _), rule in rules.items() if rule.is_automatic}
        wanted = [advice for advice in batch if advice.vendor_id in allowing]
        products = catalog_queries.get_products([ProductRef(VendorId(one.vendor_id), ProductId(one.product_id)) for one in wanted])
        for advice in wanted:
            changed += _applied(advice, products.get(ProductId(advice.product_id)), now=now)
    return changed


def _applied(advice: PriceAdvice, product: Product | None, *, now: datetime) -> bool:
    try:
        take_automatically(advice, product, now=now)
    except (AdviceOutdated, AutomationStopped, ChangeUnderWay, ExperimentUnderWay, PriceOutsideLimits):
        return False
    except DocumentContended:  # decided, and finished by ``resume_changes``; what comes behind it does not wait
        return False
    return True


def _advise(batch: Sequence[DemandEstimate], model: DemandModel, *, now: datetime) -> int:
    world = _world(batch, now=now)
    made = {row.variant_id: row for estimate in batch if (row := _advice_for(estimate, world, model, now=now)) is not None}
    with tenancy.atomic():
        still_open = rows.every(PriceAdvice, _OPEN, {"ids": [row.variant_id for row in batch]}, for_update=True)
        kept = [row for row in still_open if _goes_on(row, made.get(row.variant_id))]
        rows.change_all(kept, *_RENEWED)
        gone = [row.id for row in still_open if row not in kept]
        rows.change_where(PriceAdvice, "id = ANY (%(ids)s::text[])", {"ids": gone}, state=AdviceState.OUTDATED)
        new = [row for variant_id, row in made.items() if variant_id not in {row.variant_id for row in kept}]
        return len(kept) + len(rows.insert_all(new, unless_there=True))  # another worker may have been first


def _goes_on(row: PriceAdvice, made: PriceAdvice | None) -> bool:
    """Where the same is advised again, what is known of it by now is noted in ``row``: a vendor that looks at it does not lose it."""
    if made is None or any(getattr(row, name) != getattr(made, name) for name in _SAME):
        return False
    for name in _RENEWED:
        setattr(row, name, getattr(made, name))
    return True


def forget_old_advice(*, now: datetime) -> None:
    """That was replaced, and was of no use for a while. Safe to repeat."""
    rows.delete_where(PriceAdvice, "state = 'outdated' AND expires_at < %(before)s", {"before": now - OUTDATED_KEPT})


def _world(batch: Sequence[DemandEstimate], *, now: datetime) -> _World:
    variant_ids = [row.variant_id for row in batch]
    vendor_ids = {row.vendor_id for row in batch}
    refs = {ProductRef(VendorId(row.vendor_id), ProductId(row.product_id)) for row in batch}
    resting = sql.rows(statements.RESTING, {"ids": variant_ids, "since": now - REST})
    products = catalog_queries.get_products(sorted(refs, key=lambda ref: ref.product_id))
    return _World(
        products=products,
        stock=inventory_queries.find_variants(variant_ids),
        limits=queries.limits_by_variant(variant_ids),
        rules=queries.rules_of(vendor_ids),
        plans=vendor_queries.commission_plans(vendor_ids),
        competitors=queries.lowest_now(variant_ids, now=now),
        resting=frozenset(variant_id for (variant_id,) in resting),
        vat={product.tax_class: vat_of(product, now=now) for product in products.values()},
        today=tenancy.current().local_day(now),
    )


def vat_of(product: Product, *, now: datetime) -> int:
    """
    The rate (basis points) at which a product is reckoned with: of the region's first country. Where a customer's differs, the price that
    the customer pays is the same, and the vendor keeps a little more or less.
    """
    try:
        return tax_queries.vat_rate(tenancy.current().countries[0], product.tax_class, tax_queries.tax_day(now), postcode="")
    except tax_queries.NoTaxRate:
        return 0


def economics_of(product: Product, row: VariantLimits | None, plan: CommissionPlan | None, *, vat_bp: int) -> Economics:
    """What the vendor keeps of a price of this product."""
    cost = row.cost_minor if row and row.currency == queries.currency() else None
    return Economics(vat_bp, plan, product.category_path, queries.currency(), cost)


def _case_of(row: DemandEstimate, world: _World) -> _Case | None:
    product = world.products.get(ProductId(row.product_id))
    variant = product.find_variant(row.variant_id) if product and product.is_published else None
    if product is None or variant is None or not variant.is_active or row.variant_id in world.resting:
        return None
    price = variant.prices.get(queries.currency())
    own = world.limits.get(row.variant_id)
    stocked = world.stock.get(variant.id)
    if price is None or stocked is None or (own is not None and own.currency != queries.currency()):
        return None
    is_finite = stocked.is_tracked and not stocked.allows_backorders
    return _Case(
        estimate=msgspec.convert(row.value, Estimate),
        product=product,
        variant=variant,
        price=price,
        bounds=queries.bounds_of(own, queries.rule_for(product, world.rules)),
        economics=economics_of(product, own, world.plans.get(product.vendor_id), vat_bp=world.vat[product.tax_class]),
        stock=max(stocked.available, 0) if is_finite else None,
        clear_by=own.clear_by if own else None,
        competitor=world.competitors.get(row.variant_id),
    )


def _advice_for(row: DemandEstimate, world: _World, model: DemandModel, *, now: datetime) -> PriceAdvice | None:
    case = _case_of(row, world)
    if case is None or case.stock == 0:
        return None
    demand = advising.demand_of(case.estimate, price=case.price)
    days_left = (case.clear_by - world.today).days if case.clear_by else None
    is_clearance = days_left is not None and days_left >= 1 and case.stock is not None
    chosen = _cleared(case, demand, days_left or 0) if is_clearance else _best(case, demand)
    if chosen is None:
        return None
    lasts = case.stock / case.estimate.units_per_day if case.stock is not None and case.estimate.units_per_day > 0 else None
    found = reasons.reasons_for(
        estimate=case.estimate,
        economics=case.economics,
        price=case.price,
        advised=chosen.price,
        stock_days=lasts if lasts is not None and lasts < advising.STOCK_DAYS else None,
        days_left=days_left if is_clearance else None,
        competitor=case.competitor,
    )
    return PriceAdvice(
        id=new_id("padv", at=now),
        vendor_id=row.vendor_id,
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=case.variant.sku,
        currency=queries.currency(),
        price_minor=case.price,
        advised_minor=chosen.price,
        gain_minor=round(chosen.gain),
        gain_low_minor=round(chosen.gain_low),
        gain_high_minor=round(chosen.gain_high),
        sure_percent=round(100 * chosen.sure),
        reasons=[msgspec.to_builtins(reason) for reason in found],
        model_version_id=model.version_id,
        is_shadow=model.is_shadow,
        made_at=now,
        expires_at=now + VALID,
    )


def _best(case: _Case, demand: advising.Demand) -> advising.Chosen | None:
    """
    Between cost and the vendor's limits. A vendor that said neither what it costs nor how low it may go is advised no lower price, which
    might be below cost.
    """
    least = case.price if case.economics.cost is None and case.bounds.floor is None else 1
    prices = [price for price in limits.candidates(case.bounds, price=case.price, least=least) if case.economics.profit(price) > 0]
    return advising.best_price(demand, case.economics, prices=prices, stock=case.stock)


def _cleared(case: _Case, demand: advising.Demand, days: int) -> advising.Chosen | None:
    """Towards the day by which the stock is to be sold; below cost where the vendor's floor lets it."""
    bounds = case.bounds if case.bounds.floor is not None else case.bounds._replace(floor=case.price)
    first = [*limits.candidates(bounds, price=case.price, most=CLEARANCE_PRICES), case.price]
    wide = bounds._replace(max_step_percent=99, ceiling=max(first))
    prices = sorted({*first, *limits.candidates(wide, price=case.price, most=CLEARANCE_PRICES)})
    chosen = clearance.plan(
        prices=prices,
        days=days,
        stock=case.stock or 0,
        units_per_day=lambda price: sum(demand.units(price)) / len(demand.pairs),
        kept=case.economics.kept,
        reachable=lambda old, new: abs(new - old) * 100 <= bounds.max_step_percent * old,
        first=first,
    )
    if chosen.price == case.price:
        return None
    return advising.compared(demand, case.economics, price=chosen.price, stock=case.stock, days=days)
