from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.foundation import audit, clock, tenancy
from marketplace.foundation.rest.tokens import STAFF, Principal, issue_access_token
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

ANNA = Actor("staff", "stf_anna", "admin", "192.0.2.7")
BILAL = Actor("vendor", "usr_bilal", "owner", "2001:db8::1")


def write(
    action: str = "vendor.approved",
    *,
    actor: Actor = ANNA,
    resource: str = "ven_1",
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    now: datetime = NOW,
) -> None:
    with tenancy.atomic():
        audit.record(actor=actor, action=action, resource=resource, old=old, new=new, reason="checked", now=now)


def write_many(count: int) -> None:
    for number in range(count):
        write(resource=f"ven_{number}", new={"rate": 0.1 * number, "name": "متجر", "list": [1, None, {"b": 2, "a": 1}]})


def a_token(audience: str = STAFF, *roles: str) -> str:
    principal = Principal(id="stf_1", audience=audience, session_id="ses_1", roles=roles or ("admin",))
    return issue_access_token(principal, now=clock.now())
