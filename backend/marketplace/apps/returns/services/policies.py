"""What a vendor grants its customers."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.returns.events import ReturnPolicyChanged
from marketplace.apps.returns.models import ReturnPolicy
from marketplace.apps.returns.queries import NO_POLICY
from marketplace.apps.returns.types import PolicyView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Stale


def set_policy(*, vendor_id: str, days: int | None, instructions: str, etag: str, actor: Actor, now: datetime) -> PolicyView:
    """
    Change how long the vendor's customers may return products, and how they send them. The law's days hold below it.

    :raises Stale: if another person changed it since ``etag``
    """
    policy = ReturnPolicy(vendor_id=vendor_id, days=days, instructions=instructions, changed_at=now)
    with tenancy.atomic():
        if etag == NO_POLICY.etag:
            if not rows.insert(policy, unless_there=True):
                raise Stale
        else:
            present = int(etag) if etag.isdecimal() and len(etag) < 10 else 0
            policy.version = present + 1
            try:
                rows.change(policy, "days", "instructions", "version", "changed_at", expected={"version": present})
            except rows.StaleRow:
                raise Stale from None
        audit.record(actor=actor, action="return_policy.changed", resource=vendor_id, new={"days": days}, now=now)
        outbox.store([outbox.record(ReturnPolicyChanged(vendor_id=vendor_id), now=now)])
    return policy.as_view()
