"""Who sees reports, and whose money."""

from __future__ import annotations

from rest_framework.request import Request

from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import principal_of

SEE_MONEY = {"admin", "finance"}
IS_STAFF = staff_role("admin", "support", "finance", "catalogue")  # all there are; money only for some of them
HANDLES_MONEY = staff_role("admin", "finance")
IS_ANALYST = vendor_role("owner", "manager", "accountant")


def sees_money(request: Request) -> bool:
    """Whether a member of staff handles money."""
    return not SEE_MONEY.isdisjoint(principal_of(request).roles)
