"""
Who did what: an append-only log, chained by hashes. Import this package as ``audit`` and call ``audit.record``.

Writing an entry takes no lock; ``sealing`` chains what was committed a little later, and ``verification`` proves the chain.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.foundation import tenancy
from marketplace.foundation.logs.request_id import current_request_id
from marketplace.kit.actors import Actor

__all__ = ["record"]


def record(
    *,
    actor: Actor,
    action: str,
    resource: str,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    reason: str = "",
    now: datetime,
) -> None:
    """
    Write one entry in the open transaction: ``action`` like ``vendor.approved``, ``resource`` the id of what it was done to.

    ``old`` and ``new`` are plain JSON values of what changed; never secrets, and account numbers only masked.

    :raises RuntimeError: outside ``tenancy.atomic()``, where it could be kept without the deed, or the deed without it
    """
    from marketplace.foundation.audit.models import AuditEntry  # models can be imported once the apps are loaded
    from marketplace.foundation.audit.notes import note_when_committed
    from marketplace.foundation.audit.requests import note_written

    if not tenancy.in_transaction():
        raise RuntimeError("record inside tenancy.atomic()")
    entry = AuditEntry.objects.create(
        tenant_id=tenancy.current().slug,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_role=actor.role,
        actor_address=actor.address,
        action=action,
        resource=resource,
        old=old,
        new=new,
        reason=reason,
        request_id=current_request_id(),
    )
    note_when_committed(entry)
    note_written(action)
