"""
Changes of prices: decided under a lock and the vendor's limits, then written into the product, then closed.

The product is a document, and lies outside the transaction. So a change is a row before it is a price: what a killed process leaves behind
is finished by ``resume_changes``, and done twice it is done once.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.errors import PriceMoved
from marketplace.apps.catalog.types import Product
from marketplace.apps.price_advice import queries, statements
from marketplace.apps.price_advice.domain import limits
from marketplace.apps.price_advice.domain.limits import Limit
from marketplace.apps.price_advice.errors import (
    AdviceNotFound,
    AdviceOutdated,
    AutomationStopped,
    ChangeNotFound,
    ChangeNotUndoable,
    ChangeUnderWay,
    ExperimentUnderWay,
    PriceAdviceOff,
    PriceOutsideLimits,
)
from marketplace.apps.price_advice.models import PriceAdvice, PriceChange, PriceExperiment
from marketplace.apps.price_advice.region_settings import ADVISES_PRICES, CHANGES_PRICES
from marketplace.apps.price_advice.services.setting import lock_automation
from marketplace.apps.price_advice.types import AdviceState, ChangeCause, ChangeState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.documents.errors import DocumentContended, DocumentNotFound
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import ProductId, VendorId, new_id
from marketplace.kit.money import Money

DAY = timedelta(hours=24)
LEFT_AFTER = timedelta(minutes=1)  # a change that takes longer was left by a process that ended

_OPEN_ADVICE = "id = %(id)s AND vendor_id = %(vendor_id)s AND NOT is_shadow"
_RUNNING = "variant_id = %(variant_id)s AND state = 'running'"
_UNDER_WAY = "variant_id = %(variant_id)s AND state = 'applying'"


class Wanted(NamedTuple):
    """A change as it is asked for: of which variant of a product, from which price to which (minor units), and why."""

    product: Product
    variant_id: str
    sku: str
    old: int
    new: int
    cause: ChangeCause
    cause_id: str


def accept_advice(*, vendor_id: str, advice_id: str, actor: Actor, now: datetime) -> PriceChange:
    """
    Ask the advised price from now on. Of two who accept at once, one does.

    :raises AdviceNotFound: :raises PriceAdviceOff: :raises ExperimentUnderWay: :raises ChangeUnderWay:
    :raises AdviceOutdated: if it was decided, has expired, or is of a price that has changed
    :raises PriceOutsideLimits: if the vendor's limits forbid it now; it stays open
    """
    if not ADVISES_PRICES.current():
        raise PriceAdviceOff
    advice = queries.own_advice(vendor_id, advice_id)
    return _take(advice, catalog_queries.find_product(vendor_id, advice.product_id), cause=ChangeCause.ACCEPTED, actor=actor, now=now)


def dismiss_advice(*, vendor_id: str, advice_id: str, actor: Actor, now: datetime) -> None:
    """
    Do nothing, and do not advise it again for a while. One that was dismissed stays so.

    :raises AdviceNotFound: :raises AdviceOutdated: if it was accepted, or replaced
    """
    with tenancy.atomic():
        advice = rows.first(PriceAdvice, _OPEN_ADVICE, {"id": advice_id, "vendor_id": vendor_id}, for_update=True)
        if advice is None:
            raise AdviceNotFound
        if advice.state == AdviceState.DISMISSED:
            return
        if advice.state != AdviceState.OPEN:
            raise AdviceOutdated(state=advice.state)
        advice.state, advice.decided_at, advice.decided_by = AdviceState.DISMISSED, now, actor.id
        rows.change(advice, "state", "decided_at", "decided_by")
        audit.record(actor=actor, action="price_advice.dismissed", resource=advice.id, new={"variant": advice.variant_id}, now=now)


def take_automatically(advice: PriceAdvice, product: Product | None, *, now: datetime) -> PriceChange:
    """
    What ``accept_advice`` does, by a machine: where the vendor's rule lets it, and neither the vendor nor the region has stopped it.

    :raises AutomationStopped: and all that ``accept_advice`` raises
    """
    return _take(advice, product, cause=ChangeCause.AUTOMATIC, actor=SYSTEM, now=now)


def undo_change(*, vendor_id: str, change_id: str, actor: Actor, now: datetime) -> PriceChange:
    """
    Bring back the price from before the variant's last change. Nothing is advised for it for a while.

    It is the vendor's own doing: no step and no count of changes holds it back.

    :raises ChangeNotFound: :raises ChangeNotUndoable: if it is not the last, or the price has changed since
    :raises ExperimentUnderWay: :raises ChangeUnderWay:
    """
    known = rows.first(PriceChange, "id = %(id)s AND vendor_id = %(vendor_id)s", {"id": change_id, "vendor_id": vendor_id})
    if known is None:
        raise ChangeNotFound
    product = catalog_queries.find_product(vendor_id, known.product_id)
    if product is None:
        raise ChangeNotUndoable
    with tenancy.atomic():
        lock_variant(known.variant_id)
        last = queries.last_changes([known.variant_id]).get(known.variant_id)
        if last is None or last.id != change_id or not queries.can_undo(last):
            raise ChangeNotUndoable
        wanted = Wanted(product, last.variant_id, last.sku, last.new_minor, last.old_minor, ChangeCause.UNDONE, last.id)
        change = open_change(wanted, actor=actor, now=now)
    if finish_change(change, now=now).state == ChangeState.FAILED:
        raise ChangeNotUndoable
    return change


def open_change(wanted: Wanted, *, actor: Actor, now: datetime) -> PriceChange:
    """
    Decide a change, in the caller's transaction and under ``lock_variant``. ``finish_change`` follows behind the transaction.

    :raises AutomationStopped: :raises ExperimentUnderWay: :raises ChangeUnderWay: :raises PriceOutsideLimits:
    """
    _check(wanted, now=now)
    change = PriceChange(
        id=new_id("pchg", at=now),
        vendor_id=wanted.product.vendor_id,
        variant_id=wanted.variant_id,
        product_id=wanted.product.id,
        sku=wanted.sku,
        currency=queries.currency(),
        old_minor=wanted.old,
        new_minor=wanted.new,
        cause=wanted.cause,
        cause_id=wanted.cause_id,
        state=ChangeState.APPLYING,
        changed_at=now,
        changed_by=actor.id,
    )
    rows.insert(change)
    audit.record(
        actor=actor,
        action="price.changed",
        resource=change.product_id,
        old={"variant": change.variant_id, "minor": change.old_minor, "currency": change.currency},
        new={"variant": change.variant_id, "minor": change.new_minor, "currency": change.currency, "change": change.id},
        reason=wanted.cause,
        now=now,
    )
    return change


def _check(wanted: Wanted, *, now: datetime) -> None:
    """What ``open_change`` raises."""
    is_of_experiment = wanted.cause in (ChangeCause.EXPERIMENT, ChangeCause.RESTORED)
    if wanted.cause in (ChangeCause.AUTOMATIC, ChangeCause.EXPERIMENT):
        check_automation(wanted.product.vendor_id)
    if not is_of_experiment and rows.first(PriceExperiment, _RUNNING, {"variant_id": wanted.variant_id}):
        raise ExperimentUnderWay
    check_none_under_way(wanted.variant_id)
    if (broken := _broken_limit(wanted, now=now)) is not None:
        raise PriceOutsideLimits(limit=broken)


def finish_change(change: PriceChange, *, now: datetime) -> PriceChange:
    """
    Give the product its new price, and note how that went. Outside a transaction; safe to repeat.

    One that another process has closed is let be: the price from before may have come back since.
    """
    known = rows.first(PriceChange, "id = %(id)s", {"id": change.id})
    if known is not None and known.state != ChangeState.APPLYING:
        change.state = known.state
        return change
    try:
        catalog_services.set_price(
            vendor_id=VendorId(change.vendor_id),
            product_id=ProductId(change.product_id),
            variant_id=change.variant_id,
            old=Money(change.old_minor, change.currency),
            new=Money(change.new_minor, change.currency),
            now=now,
        )
        change.state = ChangeState.APPLIED
    except (PriceMoved, DocumentNotFound):
        change.state = ChangeState.FAILED
    with tenancy.atomic():
        closed = rows.change_where(PriceChange, "id = %(id)s AND state = 'applying'", {"id": change.id}, state=change.state)
        if closed and change.state == ChangeState.FAILED:
            rows.change_where(PriceAdvice, "id = %(id)s", {"id": change.cause_id}, state=AdviceState.OUTDATED)
            facts = {"change": change.id, "variant": change.variant_id}
            audit.record(actor=SYSTEM, action="price.change_failed", resource=change.product_id, new=facts, now=now)
    return change


def resume_changes(*, now: datetime) -> int:
    """Finish what other processes left; how many there were. Safe to repeat, also at the same time."""
    left = queries.list_left_changes(now=now, older_than=LEFT_AFTER)
    for change in left:
        with suppress(DocumentContended):  # it is tried again within a minute; what comes behind it does not wait
            finish_change(change, now=now)
    return len(left)


def lock_variant(variant_id: str) -> None:
    """Until the transaction ends, nobody else decides a change of this variant's price."""
    sql.rows(statements.LOCK_VARIANT, {"variant_id": variant_id})


def check_automation(vendor_id: str) -> None:
    """In a transaction: until it ends, nobody stops the vendor's automation. :raises AutomationStopped:"""
    if not CHANGES_PRICES.current() or lock_automation(vendor_id).is_stopped:
        raise AutomationStopped


def check_none_under_way(variant_id: str) -> None:
    """:raises ChangeUnderWay:"""
    if rows.first(PriceChange, _UNDER_WAY, {"variant_id": variant_id}):
        raise ChangeUnderWay


def _take(advice: PriceAdvice, product: Product | None, *, cause: ChangeCause, actor: Actor, now: datetime) -> PriceChange:
    variant = product.find_variant(advice.variant_id) if product else None
    if product is None or variant is None or variant.prices.get(advice.currency) != advice.price_minor:
        _outdate(advice)
        raise AdviceOutdated(state=AdviceState.OUTDATED)
    with tenancy.atomic():
        lock_variant(advice.variant_id)
        advice = rows.first(PriceAdvice, "id = %(id)s", {"id": advice.id}, for_update=True) or advice
        if advice.state != AdviceState.OPEN or advice.expires_at <= now:
            raise AdviceOutdated(state=advice.state)
        wanted = Wanted(product, advice.variant_id, advice.sku, advice.price_minor, advice.advised_minor, cause, advice.id)
        if cause == ChangeCause.AUTOMATIC:
            _check_rule(wanted)
        change = open_change(wanted, actor=actor, now=now)
        advice.state, advice.decided_at, advice.decided_by = AdviceState.ACCEPTED, now, actor.id
        rows.change(advice, "state", "decided_at", "decided_by")
    if finish_change(change, now=now).state == ChangeState.FAILED:
        raise AdviceOutdated(state=AdviceState.OUTDATED)
    return change


def _outdate(advice: PriceAdvice) -> None:
    rows.change_where(PriceAdvice, "id = %(id)s AND state = 'open'", {"id": advice.id}, state=AdviceState.OUTDATED)


def _check_rule(wanted: Wanted) -> None:
    """:raises AutomationStopped: unless the vendor lets this price change by itself, between a floor and a ceiling"""
    product = wanted.product
    rule = queries.rule_for(product, queries.rules_of([product.vendor_id]))
    own = queries.limits_by_variant([wanted.variant_id]).get(wanted.variant_id)
    if not rule.is_automatic or not queries.bounds_of(own, rule).may_be_automatic:
        raise AutomationStopped


def _broken_limit(wanted: Wanted, *, now: datetime) -> Limit | None:
    """Limits as they are now, not as they were when the price was chosen."""
    if wanted.cause == ChangeCause.UNDONE:
        return None
    product = wanted.product
    own = queries.limits_by_variant([wanted.variant_id]).get(wanted.variant_id)
    bounds = queries.bounds_of(own, queries.rule_for(product, queries.rules_of([product.vendor_id])))
    ((changes_today,),) = sql.rows(statements.CHANGES_SINCE, {"variant_id": wanted.variant_id, "since": now - DAY})
    broken = limits.broken_limit(bounds, old=wanted.old, new=wanted.new, changes_today=changes_today)
    # What an experiment replaced comes back when it ends: however far that is, and however often the price has changed
    return None if wanted.cause == ChangeCause.RESTORED and broken in ("step", "changes_per_day") else broken
