"""Which audience, and which of its roles, an endpoint is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR, Principal

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which itself imports this module, as the setting of its default permission


class _OfAudience(BasePermission):
    audience = ""
    roles: frozenset[str] = frozenset()  # empty: every role

    def has_permission(self, request: Request, view: APIView) -> bool:
        principal = request.user
        if not isinstance(principal, Principal) or principal.audience != self.audience:
            return False
        return not self.roles or not self.roles.isdisjoint(principal.roles)


class IsNobody(BasePermission):
    """The default: a view that names no permission is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class IsCustomer(_OfAudience):
    audience = CUSTOMER


def vendor_role(*roles: str) -> type[BasePermission]:
    """A vendor's person (or API key) with one of the roles owner, manager, fulfilment, accountant; any when none is named."""
    return type("VendorRole", (_OfAudience,), {"audience": VENDOR, "roles": frozenset(roles)})


def staff_role(*roles: str) -> type[BasePermission]:
    """The operator's staff with one of the roles admin, support, finance, catalogue; any when none is named."""
    return type("StaffRole", (_OfAudience,), {"audience": STAFF, "roles": frozenset(roles)})
