"""
What price advice earns, on synthetic markets whose elasticities are known, and how well elasticities are found on real scanner data.

A market has 40 products of four categories. Each has a base demand, an elasticity around its category's, a cost and a price that its vendor
set by a rule of thumb; demand has weekdays, a slow season and Poisson's chance. For eight weeks the vendor changes prices now and then,
as vendors do, which is all that is known; then for 16 weeks each policy sets prices day by day. No policy leaves 60 to 180 % of the first
price, nor changes a price by more than a tenth (the bandit by more than from one of its prices to another), nor more than once a day. The
oracle knows the demand and is bound by the same limits; what another policy earns less is its regret.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from datasets import debian_member
from rdata import read_rdata

from marketplace.apps.intelligence.domain import price_response
from marketplace.apps.intelligence.domain.price_response import Floats, Panel
from marketplace.apps.price_advice.domain import advising, clearance, experiments, limits
from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.domain.experiments import Period
from marketplace.apps.price_advice.domain.limits import Bounds
from marketplace.apps.price_advice.types import Estimate

PRODUCTS, CATEGORIES, KNOWN_DAYS, DAYS, MARKETS, SEED = 40, 4, 56, 112, 10, 7
ADVISED_EVERY = 7  # days
BANDIT_DAYS = 2  # of a period
ARMS = (0.9, 0.95, 1.0, 1.05, 1.1)
CLEARED_DAYS, CLEARED_UNITS = 28, 40
STORES, WEEKS = 20, 12
BRANDS = 11
ORANGE_JUICE = ("r-cran-bayesm", "/data/orangeJuice.rda")


@dataclass(frozen=True, slots=True)
class Market:
    base: Floats  # units a day at the first price
    elasticity: Floats
    cost: Floats
    first: Floats  # price in minor units
    categories: Any
    season: Floats

    def mean(self, prices: Floats, day: int) -> Floats:
        return self.base * (prices / self.first) ** self.elasticity * self.season[day]

    def profit(self, prices: Floats, units: Floats) -> float:
        return float(((prices - self.cost) * units).sum())


def make_market(seed: int) -> Market:
    random = np.random.default_rng(seed)
    categories = random.integers(0, CATEGORIES, PRODUCTS)
    elasticity = np.clip(random.normal(-2.3, 0.7, CATEGORIES)[categories] + random.normal(0, 0.4, PRODUCTS), -6, -1.15)
    cost = np.round(np.exp(random.normal(6.8, 0.6, PRODUCTS)))
    first = np.round(cost * random.uniform(1.2, 2.6, PRODUCTS))  # a rule of thumb, sometimes far off
    days = np.arange(KNOWN_DAYS + DAYS)
    season = (1 + 0.25 * np.sin(days / 20 + random.uniform(0, 6))) * (1 + 0.3 * (days % 7 >= 5))
    return Market(np.exp(random.normal(0.3, 0.9, PRODUCTS)), elasticity, cost, first, categories, season)


def measure_prices() -> None:
    print(f"prices: {MARKETS} synthetic markets of {PRODUCTS} products, {KNOWN_DAYS} days known, {DAYS} days priced")
    policies: dict[str, Callable[[Market, int], float]] = {
        "advice": advised,
        "bandit": bandit,
        "try, then keep": try_then_keep,
        "cost-plus": cost_plus,
        "fixed": fixed,
    }
    earned: dict[str, list[float]] = {name: [] for name in policies}
    for number in range(MARKETS):
        market = make_market(SEED + number)
        best = oracle(market, SEED + number)
        for name, policy in policies.items():
            earned[name].append(policy(market, SEED + number) / best)
    for name, shares in earned.items():
        error = float(np.std(shares, ddof=1)) / len(shares) ** 0.5
        print(f"  {name:15} {fmean(shares):.3f} of the oracle's profit (regret {1 - fmean(shares):.3f}, standard error {error:.3f})")
    _measure_elasticities()
    _measure_clearance()


def fixed(market: Market, seed: int) -> float:
    return _run(market, seed, lambda day, prices, history: prices)


def cost_plus(market: Market, seed: int) -> float:
    """Half on top of the cost, which the vendor knows."""
    return _run(market, seed, lambda day, prices, history: _towards(market, prices, market.cost * 1.5))


def oracle(market: Market, seed: int) -> float:
    best = market.cost * market.elasticity / (1 + market.elasticity)
    return _run(market, seed, lambda day, prices, history: _towards(market, prices, best))


def advised(market: Market, seed: int) -> float:
    """What this platform does: learn every week, and take all advice."""

    def prices_of(day: int, prices: Floats, history: list[tuple[Floats, Floats]]) -> Floats:
        if day % ADVISED_EVERY:
            return prices
        return _advice(market, prices, history)

    return _run(market, seed, prices_of)


def bandit(market: Market, seed: int) -> float:
    """Thompson sampling over five prices within a tenth of the first one, each product alone."""
    arms = [np.clip(np.round(market.first * share), *_bounds_of(market)) for share in ARMS]
    periods: list[list[Period]] = [[] for _ in range(PRODUCTS)]
    chosen = np.full(PRODUCTS, ARMS.index(1.0))

    def prices_of(day: int, prices: Floats, history: list[tuple[Floats, Floats]]) -> Floats:
        if day % BANDIT_DAYS:
            return prices
        for product in range(PRODUCTS):
            if day:
                units = sum(int(units[product]) for _, units in history[-BANDIT_DAYS:])
                periods[product].append(Period(int(chosen[product]), 24.0 * BANDIT_DAYS, units))
            profits = [float(arm[product] - market.cost[product]) for arm in arms]
            known = float(np.mean([units[product] for _, units in history[:KNOWN_DAYS]]))
            facts = {"unit_profits": profits, "units_per_day": known, "seed": seed * PRODUCTS + product, "number": day}
            chosen[product] = experiments.bandit_arm(periods[product], **facts)
        return np.array([arms[arm][product] for product, arm in enumerate(chosen)])

    return _run(market, seed, prices_of)


def try_then_keep(market: Market, seed: int) -> float:
    """The two outer prices of the bandit by turns for four weeks, then the better one for good: a plain A/B test."""
    arms = [np.clip(np.round(market.first * share), *_bounds_of(market)) for share in (ARMS[0], ARMS[-1])]
    sums = np.zeros((2, PRODUCTS))

    def prices_of(day: int, prices: Floats, history: list[tuple[Floats, Floats]]) -> Floats:
        if 0 < day <= 28:
            asked, units = history[-1]
            sums[(day - 1) // 2 % 2] += (asked - market.cost) * units
        if day < 28:
            arm = arms[day // 2 % 2]
            return _towards(market, prices, arm)
        return _towards(market, prices, np.where(sums[0] > sums[1], arms[0], arms[1]))

    return _run(market, seed, prices_of)


def _run(market: Market, seed: int, policy: Callable[[int, Floats, list[tuple[Floats, Floats]]], Floats]) -> float:
    """Profit of the days that a policy prices; the days before are the same for all."""
    random = np.random.default_rng(seed + 1000)
    history: list[tuple[Floats, Floats]] = []
    prices, changes = market.first.copy(), np.random.default_rng(seed + 2000)
    for day in range(KNOWN_DAYS):
        if day and day % 14 == 0:
            moved = changes.random(PRODUCTS) < 0.6
            prices = np.where(moved, np.round(market.first * np.exp(changes.uniform(-0.15, 0.15, PRODUCTS))), prices)
        history.append((prices.copy(), random.poisson(market.mean(prices, day)).astype(float)))
    total = 0.0
    for day in range(DAYS):
        prices = policy(day, prices.copy(), history)
        units = random.poisson(market.mean(prices, KNOWN_DAYS + day)).astype(float)
        history.append((prices.copy(), units))
        total += market.profit(prices, units)
    return total


def _bounds_of(market: Market) -> tuple[Floats, Floats]:
    return np.ceil(market.first * 0.6), np.floor(market.first * 1.8)


def _towards(market: Market, prices: Floats, wanted: Floats) -> Floats:
    """As near as one change may come."""
    low, high = _bounds_of(market)
    return np.clip(np.round(np.clip(wanted, np.ceil(prices * 0.9), np.floor(prices * 1.1))), low, high)


def _advice(market: Market, prices: Floats, history: list[tuple[Floats, Floats]]) -> Floats:
    asked, units = (np.array(each).T for each in zip(*history, strict=True))
    response = price_response.fit(Panel(units, asked, np.full(units.shape, np.nan), market.categories))
    low, high = _bounds_of(market)
    chosen = prices.copy()
    for product in range(PRODUCTS):
        price = int(prices[product])
        bounds = Bounds(int(low[product]), int(high[product]), 10, 1)
        economics = Economics(0, None, (), "EUR", int(market.cost[product]))
        demand = advising.demand_of(_estimate(response, product), price=price)
        found = advising.best_price(demand, economics, prices=limits.candidates(bounds, price=price), stock=None)
        chosen[product] = found.price if found else price
    return chosen


def _estimate(response: price_response.Response, product: int) -> Estimate:
    return Estimate(
        variant_id="",
        product_id="",
        price_minor=int(response.reference[product]),
        units_per_day=float(np.exp(response.level[product])),
        units_error=float(response.level_error[product]),
        elasticity=float(response.elasticity[product]),
        elasticity_error=float(response.error[product]),
        own_weight=float(response.own_weight[product]),
        competitor_elasticity=0.0,
        prices_seen=int(response.prices_seen[product]),
        days=int(response.days[product]),
    )


def _measure_elasticities() -> None:
    """After the days that are known alone, before any advice."""
    errors: dict[str, list[float]] = {"shrunk": [], "own sales alone": [], "category alone": []}
    inside = []
    for number in range(MARKETS):
        market = make_market(SEED + number)
        seen: list[list[tuple[Floats, Floats]]] = []

        def note(day: int, prices: Floats, history: list[tuple[Floats, Floats]], seen: Any = seen) -> Floats:
            if day == 0:
                seen.append(list(history))
            return prices

        _run(market, SEED + number, note)
        asked, units = (np.array(each).T for each in zip(*seen[0], strict=True))
        found = price_response.fit(Panel(units, asked, np.full(units.shape, np.nan), market.categories))
        for name, values in {"shrunk": found.elasticity, "own sales alone": found.own, "category alone": found.category}.items():
            errors[name].append(float(np.abs(values - market.elasticity).mean()))
        inside.append(float((np.abs(found.elasticity - market.elasticity) < 1.645 * found.error).mean()))
    print("  error of an elasticity: " + ", ".join(f"{name} {fmean(values):.2f}" for name, values in errors.items()))
    print(f"  the truth lies in nine of ten intervals: {fmean(inside):.2f}")


def _measure_clearance() -> None:
    """40 units to be sold in 28 days; three a week would be bought at the first price."""
    random, first, elasticity, usual = np.random.default_rng(SEED), 2000, -2.0, 0.45
    grid = [*range(500, 2001, 100)]

    def mean(price: float) -> float:
        return usual * (price / first) ** elasticity

    def planned(day: int, left: int, price: int) -> int:
        return clearance.plan(
            prices=grid,
            days=CLEARED_DAYS - day,
            stock=left,
            units_per_day=mean,
            kept=float,
            reachable=lambda old, new: True,
            first=grid,
        ).price

    ways: dict[str, Callable[[int, int, int], int]] = {
        "dynamic programme": planned,
        "half price for the last week": lambda day, left, price: first if day < CLEARED_DAYS - 7 else first // 2,
        "one price": lambda day, left, price: first,
    }
    for name, way in ways.items():
        totals = []
        for _ in range(60):
            left, total, price = CLEARED_UNITS, 0, first
            for day in range(CLEARED_DAYS):
                if left and (day % 4 == 0 or way is not planned):
                    price = way(day, left, price)
                sold = min(int(random.poisson(mean(price))), left)
                left, total = left - sold, total + sold * price
            totals.append(total / 100)
        print(f"  clearance, {name:30} {fmean(totals):7.1f}, of {CLEARED_UNITS * first / 100:.0f} at the first price")


def measure_orange_juice(folder: Path) -> None:
    """
    Refrigerated orange juice of 11 brands in 83 stores, by week (bayesm's ``orangeJuice``). What all stores together say of a brand over
    all weeks stands for the truth; asked is what 12 weeks in a row of one store say, drawn by lot, of 20 stores.
    """
    table = debian_member(folder, *ORANGE_JUICE)
    rows = read_rdata(table)["orangeJuice"]["yx"]
    store, brand, week, sold = (np.asarray(rows[name], float) for name in ("store", "brand", "week", "logmove"))
    price = np.array([np.asarray(rows[f"price{number}"], float) for number in range(1, BRANDS + 1)])
    own = price[brand.astype(int) - 1, np.arange(len(brand))]
    truth = np.array([_slope(store, np.log(own), sold, brand == number) for number in range(1, BRANDS + 1)])
    errors: dict[str, list[float]] = {"shrunk": [], "own sales alone": [], "category alone": []}
    random = np.random.default_rng(SEED)
    for number in random.permutation(np.unique(store))[:STORES]:
        every = np.unique(week[store == number])
        begin = int(random.integers(len(every) - WEEKS))
        weeks = every[begin : begin + WEEKS]
        chosen = (store == number) & np.isin(week, weeks)
        units, asked = (np.full((BRANDS, WEEKS), np.nan) for _ in range(2))
        places = brand[chosen].astype(int) - 1, np.searchsorted(weeks, week[chosen])
        units[places], asked[places] = np.exp(sold[chosen]) / 64, own[chosen]
        panel = Panel(np.nan_to_num(units), asked, np.full(asked.shape, np.nan), np.zeros(BRANDS, dtype=np.int64))
        found = price_response.fit(panel, week=1)
        for name, values in {"shrunk": found.elasticity, "own sales alone": found.own, "category alone": found.category}.items():
            errors[name].append(float(np.abs(values - truth).mean()))
    print(f"orange juice: {len(sold)} rows; elasticities of {BRANDS} brands {truth.min():.1f} to {truth.max():.1f}")
    print(f"  error from {WEEKS} weeks of a store: " + ", ".join(f"{name} {fmean(values):.2f}" for name, values in errors.items()))


def _slope(store: Floats, price: Floats, sold: Floats, chosen: Any) -> float:
    """Log-log, with an effect of each store."""
    _, places = np.unique(store[chosen], return_inverse=True)
    count = np.bincount(places)

    def within(values: Floats) -> Floats:
        return values - (np.bincount(places, values) / count)[places]

    moved, answered = within(price[chosen]), within(sold[chosen])
    return float((moved * answered).sum() / (moved * moved).sum())
