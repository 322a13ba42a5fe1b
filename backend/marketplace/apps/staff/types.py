from __future__ import annotations

from datetime import datetime

import msgspec

ROLES = ("admin", "support", "finance", "catalogue")


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the operator's staff. ``password`` is the stored hash and never leaves the server."""

    id: str
    email: str
    name: str
    language: str
    password: str
    roles: tuple[str, ...]
    is_active: bool
    sessions_ended_at: datetime | None
    created_at: datetime
    version: int
