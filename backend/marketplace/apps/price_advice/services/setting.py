"""What a vendor allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.price_advice import queries
from marketplace.apps.price_advice.errors import TooManyRules
from marketplace.apps.price_advice.models import AutomationStop, PriceExperiment, VariantLimits, VendorPriceRule
from marketplace.apps.price_advice.types import MAX_RULES, PriceLimits, PriceRule
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound

_OF_VARIANT = "variant_id = %(id)s"
_OF_SCOPE = "vendor_id = %(vendor_id)s AND scope = %(scope)s"


def set_limits(*, vendor_id: str, variant_id: str, limits: PriceLimits, etag: str, actor: Actor, now: datetime) -> None:
    """
    Set a variant's limits as a whole. What was advised outside them is advised no more: it is checked again when it is to be applied.

    :raises NotFound: if the vendor has no such variant :raises StaleRow: if another person set them meanwhile
    """
    known = queries.find_own_variant(vendor_id, variant_id)
    made = VariantLimits(
        variant_id=variant_id,
        vendor_id=vendor_id,
        product_id=known.product_id,
        currency=queries.currency(),
        floor_minor=limits.floor.minor if limits.floor else None,
        ceiling_minor=limits.ceiling.minor if limits.ceiling else None,
        cost_minor=limits.cost.minor if limits.cost else None,
        clear_by=limits.clear_by,
    )
    with tenancy.atomic():
        row = rows.first(VariantLimits, _OF_VARIANT, {"id": variant_id}, for_update=True)
        made.version = _next_version(row.version if row else None, etag)
        if row is None:
            if not rows.insert(made, unless_there=True):
                raise StaleRow  # another person was first
        else:
            rows.change(made, "currency", "floor_minor", "ceiling_minor", "cost_minor", "clear_by", "version")
        old, new = (msgspec.to_builtins(queries.limits_of(each)) for each in (row, made))
        audit.record(actor=actor, action="price_limits.set", resource=variant_id, old=old, new=new, now=now)


def set_rule(*, vendor_id: str, scope: str, rule: PriceRule, etag: str, actor: Actor, now: datetime) -> None:
    """
    Set the rule of a scope as a whole.

    :raises NotFound: if the scope is no category, and no product of the vendor's :raises StaleRow: if another person set it meanwhile
    :raises TooManyRules:
    """
    queries.require_scope(vendor_id, scope)
    named = {"vendor_id": vendor_id, "scope": scope}
    value = msgspec.to_builtins(rule)
    with tenancy.atomic():
        row = queries.find_rule(vendor_id, scope, for_update=True)
        version = _next_version(row.version if row else None, etag)
        if row is not None:
            rows.change_where(VendorPriceRule, _OF_SCOPE, named, value=value, version=version)
        else:
            if len(rows.every(VendorPriceRule, "vendor_id = %(vendor_id)s", {"vendor_id": vendor_id})) >= MAX_RULES:
                raise TooManyRules
            if not rows.insert(VendorPriceRule(**named, value=value, version=version), unless_there=True):
                raise StaleRow  # another person was first
        _audit_rule(scope, old=row.value if row else {}, new=value, vendor_id=vendor_id, actor=actor, now=now)


def remove_rule(*, vendor_id: str, scope: str, actor: Actor, now: datetime) -> None:
    """What it was for falls to the next wider rule. :raises NotFound: if the vendor has none of that scope"""
    with tenancy.atomic():
        row = queries.find_rule(vendor_id, scope, for_update=True)
        if row is None:
            raise NotFound
        rows.delete_where(VendorPriceRule, _OF_SCOPE, {"vendor_id": vendor_id, "scope": scope})
        _audit_rule(scope, old=row.value, new={}, vendor_id=vendor_id, actor=actor, now=now)


def set_automation(*, vendor_id: str, is_stopped: bool, actor: Actor, now: datetime) -> None:
    """
    Stop all of the vendor's automatic changes, or let them go on. Once this has returned, none begins; experiments end, and their prices
    from before come back, with their next step.
    """
    with tenancy.atomic():
        stop = lock_automation(vendor_id)
        if stop.is_stopped == is_stopped:
            return
        stop.is_stopped, stop.stopped_at = is_stopped, now if is_stopped else None
        rows.change(stop, "is_stopped", "stopped_at")
        if is_stopped:
            rows.change_where(PriceExperiment, "vendor_id = %(id)s AND state = 'running'", {"id": vendor_id}, next_at=now)
        audit.record(
            actor=actor,
            action="price_automation.set",
            resource=vendor_id,
            old={"is_stopped": not is_stopped},
            new={"is_stopped": is_stopped},
            now=now,
        )


def lock_automation(vendor_id: str) -> AutomationStop:
    """The vendor's stop, locked until the transaction ends: a change by a machine comes before it or not at all."""
    rows.insert(AutomationStop(vendor_id=vendor_id), unless_there=True)
    stop = rows.first(AutomationStop, "vendor_id = %(id)s", {"id": vendor_id}, for_update=True)
    assert stop is not None
    return stop


def _next_version(present: int | None, etag: str) -> int:
    """:raises StaleRow: if ``etag`` is not the present version"""
    if (queries.UNSET_VERSION if present is None else str(present)) != etag:
        raise StaleRow
    return (present or 0) + 1


def _audit_rule(scope: str, *, old: dict[str, Any], new: dict[str, Any], vendor_id: str, actor: Actor, now: datetime) -> None:
    action = "price_rule.set" if new else "price_rule.removed"
    audit.record(actor=actor, action=action, resource=vendor_id, old={scope: old}, new={scope: new}, now=now)
