from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec


class AuditLogQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries; ``""`` and ``None`` mean any. ``since`` is included, ``until`` is not."""

    actor: str = ""
    action: str = ""
    resource: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditLogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the audit log."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_role: str
    actor_address: str
    action: str
    resource: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    reason: str
    request_id: str


class TouchedEntry(msgspec.Struct, frozen=True):
    """
    The first entry that is not as it was written, and how; none where a head noted or signed earlier is no longer in the chain,
    or where a checkpoint was not made by this program.
    """

    entry_id: int | None
    kind: Literal["altered", "missing", "inserted", "chain_broken", "head_lost", "checkpoint_forged"]


class AuditLogVerification(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``sealed`` entries were proven, ``unsealed`` ones are new; ``head`` is the chain's last hash, worth noting elsewhere.

    Of the sealed ones, the first ``proven_earlier`` were walked when a checkpoint was made, and not again now.
    """

    is_intact: bool
    sealed: int
    proven_earlier: int
    unsealed: int
    head: str
    first_touched: TouchedEntry | None
