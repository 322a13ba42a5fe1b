"""The words of price advice: what a vendor allows, what is known of demand, what is advised, changed and tried."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.kit import limits
from marketplace.kit.money import Money

MAX_STEP_PERCENT = 50
MAX_CHANGES_PER_DAY = 24
ENDINGS = ("", "0", "00", "5", "9", "90", "95", "99", "990", "999")
MAX_COMPETITOR_ROWS = limits.declare("price_advice.competitor_rows", 5_000, "rows", "Of a file of competitors' prices; 422 above.")
MAX_COMPETITOR_PRICES = limits.declare("price_advice.competitor_prices", 500, "prices", "Of competitors, in one request; 422 above.")
MAX_RUNNING_EXPERIMENTS = limits.declare("price_advice.experiments", 50, "experiments", "Of a vendor at the same time; 409 above.")
MAX_RULES = limits.declare("price_advice.rules", 500, "rules", "Of a vendor for categories and products; 409 above.")
EVERYTHING = "all"  # the scope of the rule for what no other rule is for


class AdviceState(StrEnum):
    """``open`` waits for the vendor; ``outdated`` was replaced, or is of a price that has changed since."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    OUTDATED = "outdated"


class ChangeCause(StrEnum):
    """Why a price was changed: a person took the advice, the vendor lets it be applied, a trial asks for it, or one was taken back."""

    ACCEPTED = "accepted"
    AUTOMATIC = "automatic"
    EXPERIMENT = "experiment"
    RESTORED = "restored"  # the price of before an experiment, which ended
    UNDONE = "undone"


class ChangeState(StrEnum):
    """``applying``: decided, and the product is not known to have it yet. ``failed``: the product had another price by then."""

    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"


class ExperimentKind(StrEnum):
    """``switchback`` draws a price for each period by lot; ``bandit`` prefers what has earned more so far (Thompson sampling)."""

    SWITCHBACK = "switchback"
    BANDIT = "bandit"


class ExperimentState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"  # after its periods, or because the stop rule said so
    STOPPED = "stopped"  # by a person, or because a price was changed by another person


class PriceLimits(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a vendor allows for one variant, in the region's own currency: the least and the highest price, and what a unit costs the vendor
    (without VAT). ``clear_by`` is the day by which the stock is to be sold.
    """

    floor: Money | None = None
    ceiling: Money | None = None
    cost: Money | None = None
    clear_by: date | None = None


class PriceRule(msgspec.Struct, frozen=True, kw_only=True):
    """
    How prices may change in a scope. ``is_automatic``: advice is applied without a person, for variants that have a floor and a ceiling.
    A change is at most ``max_step_percent`` of the present price, and there are at most ``max_changes_per_day`` in 24 hours. ``ending`` are
    the last digits of a price in minor units; where no such price is allowed, any other may be advised.
    """

    is_automatic: bool = False
    max_step_percent: int = 10
    max_changes_per_day: int = 1
    ending: str = ""


class ScopedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's rule for ``all`` products, for a category and those below it, or for a product: the narrowest holds, as a whole."""

    scope: str
    rule: PriceRule
    etag: str


class LimitsView(msgspec.Struct, frozen=True, kw_only=True):
    """A variant, what it costs now, and what its vendor allows. ``price`` is null where it is not sold in the region's own currency."""

    variant_id: str
    product_id: str
    sku: str
    price: Money | None
    limits: PriceLimits
    etag: str


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a model knows of a variant's demand. At ``price_minor`` it sells ``units_per_day``; one percent more on the price changes that by
    ``elasticity`` percent, of which ``elasticity_error`` is the standard error (that of ``units_per_day`` is relative). ``own_weight`` (0
    to 1) is how much the variant's own sales say of the elasticity; the rest is its category. ``competitor_elasticity`` is the same for
    the lowest price of competitors; 0 where none was known.
    """

    variant_id: str
    product_id: str
    price_minor: int
    units_per_day: float
    units_error: float
    elasticity: float
    elasticity_error: float
    own_weight: float
    competitor_elasticity: float
    prices_seen: int
    days: int


AdviceReasonCode = Literal[
    "demand_elastic", "demand_inelastic", "category_knowledge", "own_sales", "margin", "no_cost", "stock_short", "clearance", "competitor"
]


class AdviceReason(msgspec.Struct, frozen=True, kw_only=True):
    """
    What weighed in advice. ``number`` is the elasticity, the percentage of the margin, the days that the stock lasts, the days
    left, how many percent competitors are cheaper (above 0) or dearer (below), or days of sales, by ``code``. ``weight_percent`` is how
    much of what is known about demand comes from there; 0 for what is no knowledge of demand.
    """

    code: AdviceReasonCode
    number: float = 0
    weight_percent: int = 0


class AdviceView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A price that is advised instead of the present one. ``gain`` is what it is expected to bring in a week, after VAT, commission and (where
    the vendor said it) cost, more than the present price; four times in five between ``gain_low`` and ``gain_high``. ``sure_percent``: the
    probability that it brings more.
    """

    id: str
    variant_id: str
    product_id: str
    sku: str
    price: Money
    advised_price: Money
    gain: Money
    gain_low: Money
    gain_high: Money
    sure_percent: int
    reasons: list[AdviceReason]
    state: AdviceState
    made_at: datetime
    expires_at: datetime
    decided_at: datetime | None


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a price that this app made. ``can_undo``: it is the variant's last one, and holds."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    old_price: Money
    new_price: Money
    cause: ChangeCause
    state: ChangeState
    changed_at: datetime
    can_undo: bool


class AutomationView(msgspec.Struct, frozen=True, kw_only=True):
    """While ``is_stopped``, no price of the vendor's changes by itself, whatever its rules say. ``is_on`` is the region's switch."""

    is_on: bool
    is_stopped: bool
    stopped_at: datetime | None


class CompetitorPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What a competitor asked for the same thing at a time; ``source`` is the id of the import or of the program that said so."""

    variant_id: str
    sku: str
    competitor: str
    price: Money
    seen_at: datetime
    source: str


class NewCompetitorPrice(msgspec.Struct, frozen=True, kw_only=True):
    """As it comes in: by the vendor's SKU."""

    sku: str
    competitor: str
    price: Money
    seen_at: datetime


class FileProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a cell of a file: the row as a spreadsheet shows it (the heads are row 1), the column's name, and why."""

    row: int
    column: str
    code: str
    message: str


class CompetitorImport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file: ``accepted`` rows were stored (of a trial run: would be), and the others have problems."""

    source: str
    rows: int
    accepted: int
    problems: list[FileProblem]


class ArmView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A price of an experiment and what it brought. ``profit_per_day`` is after VAT, commission and cost, where that is known, by hours that
    it held; ``best_percent`` is how probable it is that this price earns most, in a bandit (null in a
    switchback, and before a bandit's first period is over).
    """

    price: Money
    periods: int
    hours: float
    units: int
    profit_per_day: Money
    best_percent: int | None


class ExperimentResult(msgspec.Struct, frozen=True, kw_only=True):
    """
    How the best of the other prices did against the present one: the difference of profit a day (below zero where the present one is
    better), nine times in ten between ``low`` and ``high``, and the probability of a difference like that by mere chance (a permutation
    test; null in a bandit).
    """

    best: Money
    gain_per_day: Money
    low: Money
    high: Money
    p_value: float | None
    is_clear: bool


class ExperimentView(msgspec.Struct, frozen=True, kw_only=True):
    """Prices of one variant, one after the other in periods of ``period_hours``: never two at the same time. ``seed`` repeats the lots."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    kind: ExperimentKind
    state: ExperimentState
    seed: int
    period_hours: int
    periods: int
    periods_done: int
    arms: list[ArmView]
    result: ExperimentResult | None
    stop_reason: str
    started_at: datetime
    ended_at: datetime | None
