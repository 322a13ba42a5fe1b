"""How a task carries its tenant: in a header of its message. Log lines read it before any model is loaded."""

from __future__ import annotations

from typing import Any

TENANT = "tenant"


def tenant_of(request: Any) -> str | None:
    """The slug that a task was sent with; none for one that is of no tenant, or was called without being sent."""
    return (request.headers or {}).get(TENANT) or getattr(request, TENANT, None)
