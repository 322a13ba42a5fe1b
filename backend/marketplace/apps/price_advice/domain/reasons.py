"""Why a price is advised, as data: the web apps say it in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.types import AdviceReason, Estimate


def reasons_for(
    *,
    estimate: Estimate,
    economics: Economics,
    price: int,
    advised: int,
    stock_days: float | None,
    days_left: int | None,
    competitor: int | None,
) -> Iterator[AdviceReason]:
    """
    What weighed, the heaviest first. ``stock_days``: how long the stock lasts at the present price; ``days_left`` until it is to be
    cleared; ``competitor`` is the lowest of their prices. Prices are minor units.
    """
    if days_left is not None:
        yield AdviceReason(code="clearance", number=days_left)
    if stock_days is not None and advised > price:
        yield AdviceReason(code="stock_short", number=round(stock_days, 1))
    is_elastic = estimate.elasticity < -1
    yield AdviceReason(code="demand_elastic" if is_elastic else "demand_inelastic", number=round(estimate.elasticity, 2))
    own = round(100 * estimate.own_weight)
    yield AdviceReason(code="own_sales", number=estimate.days, weight_percent=own)
    yield AdviceReason(code="category_knowledge", weight_percent=100 - own)
    if economics.cost is None:
        yield AdviceReason(code="no_cost")
    else:
        yield AdviceReason(code="margin", number=round(100 * economics.profit(price) / price, 1))
    if competitor is not None:
        yield AdviceReason(code="competitor", number=round(100 * (price - competitor) / price, 1))
