"""What the operator keeps: a new version of a vendor's plan for each change."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.vendors.domain.commission import faults_of
from marketplace.apps.vendors.models import CommissionPlanVersion
from marketplace.apps.vendors.queries import plan_of
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.types import CommissionTerms, PlanVersion
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text


def set_commission_plan(
    *, vendor_id: str, terms: CommissionTerms, reason: str, actor: Actor, now: datetime, etag: str | None = None
) -> PlanVersion:
    """
    The terms for sales from now on; fees of earlier sales are frozen and stay as they are.

    ``etag`` is the version that the caller saw; ``None`` skips the comparison, for set-up by commands.

    :raises InvalidInput: for rates or amounts that make no sense, or without a reason
    :raises StaleRow: if another version came in between
    :raises VendorStateForbids: once the vendor is closed
    """
    errors = _faults_in(terms)
    if not reason.strip():
        errors.append(FieldError("reason", "required", Text("Say why")))
    if errors:
        raise InvalidInput(errors=errors)
    with tenancy.atomic():
        old = _present_plan(vendor_id)
        if etag is not None and str(old.version) != etag:
            raise StaleRow
        values = msgspec.to_builtins(terms)
        row = CommissionPlanVersion(
            id=new_id("cpl", at=now),
            vendor_id=vendor_id,
            version=old.version + 1,
            reason=reason.strip(),
            set_by=actor.id,
            valid_from=now,
            **{name: values[name] for name in CommissionTerms.__struct_fields__},
        )
        rows.insert(row)
        plan = plan_of(row)
        audit.record(
            actor=actor,
            action="vendor.commission_plan_set",
            resource=vendor_id,
            old=msgspec.to_builtins(plan_of(old)),
            new=msgspec.to_builtins(plan),
            reason=row.reason,
            now=now,
        )
    return PlanVersion(plan=plan, reason=row.reason, set_by=row.set_by, valid_from=row.valid_from)


def check_commission_terms(terms: CommissionTerms) -> None:
    """:raises InvalidInput: for rates or amounts that ``set_commission_plan`` would refuse"""
    if errors := _faults_in(terms):
        raise InvalidInput(errors=errors)


def _faults_in(terms: CommissionTerms) -> list[FieldError]:
    return [FieldError(field, "invalid", message) for field, message in faults_of(terms, currencies=tenancy.current().currencies)]


def _present_plan(vendor_id: str) -> CommissionPlanVersion:
    """The newest version; the vendor's row is locked, so that two changes cannot both follow it."""
    lock_open_vendor(vendor_id)
    return CommissionPlanVersion.objects.filter(vendor_id=vendor_id).latest("version")
