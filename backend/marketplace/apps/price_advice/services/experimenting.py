"""Experiments with prices: one variant, one price at a time for everybody, in periods."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.price_advice import queries
from marketplace.apps.price_advice.domain import experiments, limits
from marketplace.apps.price_advice.domain.experiments import Verdict
from marketplace.apps.price_advice.errors import (
    AutomationStopped,
    ChangeUnderWay,
    ExperimentNotFound,
    ExperimentUnderWay,
    NoLimits,
    NotPriced,
    PriceOutsideLimits,
    TooManyExperiments,
)
from marketplace.apps.price_advice.models import ExperimentPeriod, PriceAdvice, PriceChange, PriceExperiment
from marketplace.apps.price_advice.services.advising import economics_of, vat_of
from marketplace.apps.price_advice.services.applying import (
    DAY,
    Wanted,
    check_automation,
    check_none_under_way,
    finish_change,
    lock_variant,
    open_change,
)
from marketplace.apps.price_advice.types import (
    MAX_RUNNING_EXPERIMENTS,
    AdviceState,
    ChangeCause,
    ChangeState,
    ExperimentKind,
    ExperimentResult,
    ExperimentState,
)
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money

BEFORE = timedelta(days=28)  # whose sales a bandit begins with
SEED_BITS = 32

_BY_ID = "id = %(id)s"
_RUNNING_OF_VARIANT = "variant_id = %(id)s AND state = 'running'"
_RUNNING_OF_VENDOR = "vendor_id = %(id)s AND state = 'running'"
_OPEN_ADVICE = "variant_id = %(id)s AND state = 'open'"
_PERIOD = "experiment_id = %(id)s AND number = %(number)s"


class _Seen(NamedTuple):
    """How many periods had begun, and the product and its variant's price (minor units) at that time."""

    periods: int
    product: Product | None
    price: int | None


def start_experiment(
    *,
    vendor_id: str,
    variant_id: str,
    kind: ExperimentKind,
    prices: Sequence[Money],
    period_hours: int,
    periods: int,
    seed: int | None,
    actor: Actor,
    now: datetime,
) -> PriceExperiment:
    """
    Try ``prices`` next to the present one. The first period begins with ``advance_experiment``, a day after the last change of the price.

    :raises NotFound: if the vendor has no such variant :raises NotPriced: :raises NoLimits: :raises AutomationStopped:
    :raises PriceOutsideLimits: if any way from one of the prices to another breaks a limit
    :raises ExperimentUnderWay: :raises TooManyExperiments:
    """
    known = queries.find_own_variant(vendor_id, variant_id)
    product, present = _priced_product(known)
    arms = list(dict.fromkeys([present, *(price.minor for price in prices)]))
    _check_arms(product, variant_id, arms, period_hours=period_hours)
    sold = inventory_queries.units_sold(variant_id, since=now - BEFORE, until=now)
    experiment = PriceExperiment(
        id=new_id("pexp", at=now),
        vendor_id=vendor_id,
        variant_id=variant_id,
        product_id=product.id,
        sku=known.sku,
        currency=queries.currency(),
        kind=kind,
        arms=arms,
        unit_profits=_unit_profits(product, variant_id, arms, now=now),
        units_per_day=sold / BEFORE.days,
        seed=secrets.randbits(SEED_BITS) if seed is None else seed,
        period_hours=period_hours,
        periods=periods,
        started_at=now,
        next_at=now,
    )
    _store(experiment, actor=actor, now=now)
    return experiment


def stop_experiment(*, vendor_id: str, experiment_id: str, actor: Actor, now: datetime) -> None:
    """End it now, and bring back the price from before. One that is over stays so. :raises ExperimentNotFound: :raises ChangeUnderWay:"""
    experiment = rows.first(PriceExperiment, "id = %(id)s AND vendor_id = %(vendor_id)s", {"id": experiment_id, "vendor_id": vendor_id})
    if experiment is None:
        raise ExperimentNotFound
    if experiment.state != ExperimentState.RUNNING:
        return
    _end(experiment, state=ExperimentState.STOPPED, reason="person", actor=actor, now=now)


def advance_experiment(*, experiment_id: str, now: datetime) -> None:
    """
    Close the period that is over, look at what is known, and begin the next one, or end. Before its time, and by a second worker, nothing
    happens. A price that another person has changed ends it: then nobody knows what sold at which.
    """
    experiment = rows.first(PriceExperiment, _BY_ID, {"id": experiment_id})
    if experiment is None or experiment.state != ExperimentState.RUNNING:
        return
    with suppress(ChangeUnderWay):  # a process ended in the midst of one: it is finished within a minute, and this is tried again
        _advance(experiment, now=now)


def _advance(experiment: PriceExperiment, *, now: datetime) -> None:
    seen = _look(experiment)
    try:
        ended, change = _step(experiment, seen, now=now)
    except (AutomationStopped, PriceOutsideLimits) as error:
        reason = "limits" if isinstance(error, PriceOutsideLimits) else "automation"
        _end(experiment, state=ExperimentState.STOPPED, reason=reason, actor=SYSTEM, now=now)
        return
    if ended:
        state = ExperimentState.STOPPED if ended == "price_moved" else ExperimentState.ENDED
        _end(experiment, state=state, reason=ended, actor=SYSTEM, now=now)
    elif change is not None and finish_change(change, now=now).state == ChangeState.FAILED:
        _end(experiment, state=ExperimentState.STOPPED, reason="price_moved", actor=SYSTEM, now=now)


def _look(experiment: PriceExperiment) -> _Seen:
    """
    Outside the transaction, where the product lies. The periods are counted first, so that a price that a period brought is either seen
    with it or still under way. :raises ChangeUnderWay:
    """
    periods = len(queries.list_periods(experiment.id))
    check_none_under_way(experiment.variant_id)
    product = catalog_queries.find_product(experiment.vendor_id, experiment.product_id)
    return _Seen(periods, product, _present_price(product, experiment.variant_id))


def _periods_as_seen(experiment: PriceExperiment, seen: _Seen) -> list[ExperimentPeriod]:
    """Under the variant's lock. :raises ChangeUnderWay: if another worker went on since ``_look``: the price that was seen is old"""
    begun = queries.list_periods(experiment.id)
    if len(begun) != seen.periods:
        raise ChangeUnderWay
    check_none_under_way(experiment.variant_id)
    return begun


def _priced_product(known: StockedVariant) -> tuple[Product, int]:
    """The product, and what its variant costs now (minor units). :raises NotPriced: if customers are not offered it"""
    product = catalog_queries.find_product(known.vendor_id, known.product_id)
    present = _present_price(product, known.variant_id)
    if product is None or present is None or not product.is_published:
        raise NotPriced(price=None if present is None else Money(present, queries.currency()))
    return product, present


def _unit_profits(product: Product, variant_id: str, arms: Sequence[int], *, now: datetime) -> list[float]:
    """What a unit earns at each price, in minor units, as things are now."""
    plan = vendor_queries.commission_plans([product.vendor_id]).get(product.vendor_id)
    own = queries.limits_by_variant([variant_id]).get(variant_id)
    economics = economics_of(product, own, plan, vat_bp=vat_of(product, now=now))
    return [round(economics.profit(arm), 2) for arm in arms]


def _store(experiment: PriceExperiment, *, actor: Actor, now: datetime) -> None:
    with tenancy.atomic():
        lock_variant(experiment.variant_id)
        check_automation(experiment.vendor_id)  # its lock also lets one start of the vendor's after the other count those that run
        if rows.first(PriceExperiment, _RUNNING_OF_VARIANT, {"id": experiment.variant_id}):
            raise ExperimentUnderWay
        if len(rows.every(PriceExperiment, _RUNNING_OF_VENDOR, {"id": experiment.vendor_id})) >= MAX_RUNNING_EXPERIMENTS:
            raise TooManyExperiments
        # A change that came before counts against the limit of a day, and would stop the experiment at its first change
        last = queries.last_changes([experiment.variant_id]).get(experiment.variant_id)
        if last is not None:
            experiment.next_at = max(experiment.next_at, last.changed_at + DAY)
        rows.change_where(PriceAdvice, _OPEN_ADVICE, {"id": experiment.variant_id}, state=AdviceState.OUTDATED)
        rows.insert(experiment)
        new = {"variant": experiment.variant_id, "arms": experiment.arms, "seed": experiment.seed, "kind": experiment.kind}
        audit.record(actor=actor, action="price_experiment.started", resource=experiment.id, new=new, now=now)


def _step(experiment: PriceExperiment, seen: _Seen, *, now: datetime) -> tuple[str, PriceChange | None]:
    """
    Why it ends (empty: it goes on), and the change of price that the next period begins with. Decided under the variant's lock.

    A stop ends it also where the next price is the present one. Its lock comes before the experiment's, as for who sets it.
    """
    product, present = seen.product, seen.price
    with tenancy.atomic():
        lock_variant(experiment.variant_id)
        check_automation(experiment.vendor_id)
        experiment = rows.first(PriceExperiment, _BY_ID, {"id": experiment.id}, for_update=True) or experiment
        if experiment.state != ExperimentState.RUNNING or experiment.next_at > now:
            return "", None
        begun = _periods_as_seen(experiment, seen)
        held = experiment.arms[begun[-1].arm] if begun else experiment.arms[0]
        _close_last(experiment, begun, holds=present == held, now=now)
        if present is None or product is None or present != held:
            return "price_moved", None
        if begun and (ended := _judge(experiment, begun)):
            return ended, None
        return "", _begin_next(experiment, product, begun, present, now=now)


def _close_last(experiment: PriceExperiment, begun: Sequence[ExperimentPeriod], *, holds: bool, now: datetime) -> None:
    """A period in which the price did not hold until the end is kept, and counts for nothing."""
    if not begun or begun[-1].ended_at is not None:
        return
    last = begun[-1]
    last.ended_at, last.is_left_out = now, not holds
    last.units = inventory_queries.units_sold(experiment.variant_id, since=last.began_at, until=now)
    values = {"ended_at": now, "units": last.units, "is_left_out": last.is_left_out}
    rows.change_where(ExperimentPeriod, _PERIOD, {"id": experiment.id, "number": last.number}, **values)


def _judge(experiment: PriceExperiment, begun: Sequence[ExperimentPeriod]) -> str:
    """Note what is known by now; why the experiment is over, if it is."""
    periods, is_last = queries.finished(begun), len(begun) >= experiment.periods
    if experiment.kind == ExperimentKind.BANDIT:
        facts = {"unit_profits": experiment.unit_profits, "units_per_day": experiment.units_per_day, "seed": experiment.seed}
        verdict: Verdict | None = experiments.judge_bandit(periods, **facts)
    else:
        verdict = experiments.judge_switchback(periods, unit_profits=experiment.unit_profits, seed=experiment.seed, is_last=is_last)
    if verdict is not None:
        experiment.result = msgspec.to_builtins(_result(experiment, verdict))
        experiment.chances = list(verdict.chances) or None
        rows.change(experiment, "result", "chances")
    if is_last:
        return "periods"
    return "clear" if verdict is not None and verdict.is_clear and experiment.kind == ExperimentKind.SWITCHBACK else ""


def _begin_next(
    experiment: PriceExperiment, product: Product, begun: Sequence[ExperimentPeriod], present: int, *, now: datetime
) -> PriceChange | None:
    number, seed = len(begun), experiment.seed
    if experiment.kind == ExperimentKind.BANDIT:
        known = {"unit_profits": experiment.unit_profits, "units_per_day": experiment.units_per_day}
        arm = experiments.bandit_arm(queries.finished(begun), **known, seed=seed, number=number)
    else:
        arm = experiments.switchback_arm(seed=seed, number=number, arms=len(experiment.arms))
    change, wanted = None, experiment.arms[arm]
    if wanted != present:
        asked = Wanted(product, experiment.variant_id, experiment.sku, present, wanted, ChangeCause.EXPERIMENT, experiment.id)
        change = open_change(asked, actor=SYSTEM, now=now)
    rows.insert(ExperimentPeriod(experiment=experiment, number=number, arm=arm, began_at=now))
    experiment.next_at = now + timedelta(hours=experiment.period_hours)
    rows.change(experiment, "next_at")
    return change


def _end(experiment: PriceExperiment, *, state: ExperimentState, reason: str, actor: Actor, now: datetime) -> None:
    """
    Once: the second to come finds it over. The price from before comes back, unless a person has set another meanwhile.

    :raises ChangeUnderWay: if a price that it tries is not known to be in the product: nobody could tell whether it has to be brought back
    """
    seen = _look(experiment)
    product, present = seen.product, seen.price
    change: PriceChange | None = None
    with tenancy.atomic():
        lock_variant(experiment.variant_id)
        experiment = rows.first(PriceExperiment, _BY_ID, {"id": experiment.id}, for_update=True) or experiment
        if experiment.state != ExperimentState.RUNNING:
            return
        begun = _periods_as_seen(experiment, seen)
        held = experiment.arms[begun[-1].arm] if begun else experiment.arms[0]
        _close_last(experiment, begun, holds=present == held, now=now)
        experiment.state, experiment.stop_reason, experiment.ended_at = state, reason, now
        rows.change(experiment, "state", "stop_reason", "ended_at")
        audit.record(actor=actor, action="price_experiment.ended", resource=experiment.id, new={"reason": reason}, now=now)
        if product is not None and present == held != experiment.arms[0]:
            asked = Wanted(product, experiment.variant_id, experiment.sku, held, experiment.arms[0], ChangeCause.RESTORED, experiment.id)
            change = _restoring(asked, actor=actor, now=now)
    if change is not None:
        finish_change(change, now=now)


def _restoring(asked: Wanted, *, actor: Actor, now: datetime) -> PriceChange | None:
    """None where the vendor's floor or ceiling no longer allows the price from before: then the last one stays."""
    try:
        return open_change(asked, actor=actor, now=now)
    except PriceOutsideLimits:
        return None


def _result(experiment: PriceExperiment, verdict: Verdict) -> ExperimentResult:
    def money(minor: float) -> Money:
        return Money(round(minor), experiment.currency)

    return ExperimentResult(
        best=money(experiment.arms[verdict.best]),
        gain_per_day=money(verdict.gain),
        low=money(verdict.low),
        high=money(verdict.high),
        p_value=None if verdict.p_value is None else round(verdict.p_value, 4),
        is_clear=verdict.is_clear,
    )


def _present_price(product: Product | None, variant_id: str) -> int | None:
    variant = product.find_variant(variant_id) if product else None
    return variant.prices.get(queries.currency()) if variant else None


def _check_arms(product: Product, variant_id: str, arms: Sequence[int], *, period_hours: int) -> None:
    """:raises NoLimits: :raises PriceOutsideLimits:"""
    rule = queries.rule_for(product, queries.rules_of([product.vendor_id]))
    bounds = queries.bounds_of(queries.limits_by_variant([variant_id]).get(variant_id), rule)
    if not bounds.may_be_automatic:
        raise NoLimits
    if period_hours * rule.max_changes_per_day < 24:
        raise PriceOutsideLimits(limit="changes_per_day")
    for old in arms:
        for new in arms:
            if (broken := limits.broken_limit(bounds, old=old, new=new, changes_today=0)) is not None:
                raise PriceOutsideLimits(limit=broken)
