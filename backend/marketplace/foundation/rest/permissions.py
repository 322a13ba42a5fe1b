"""Which audience, and which of its roles, an endpoint is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from marketplace.foundation.clock import now
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR, Principal
from marketplace.kit.errors import MarketplaceError

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which itself imports this module, as the setting of its default permission


class SecondFactorRequired(MarketplaceError):
    """The region asks for a second factor here, and the session began without one."""

    code = "second_factor_required"
    status = 403
    title = "This region asks for a second factor here: set one up in your security settings"


class ReauthenticationRequired(MarketplaceError):
    """The session is good, but the person proved too long ago who they are: ``me/reauthentication``, then the same request again."""

    code = "reauthentication_required"
    status = 403
    title = "Confirm that it is you, then try again"


class _OfAudience(BasePermission):
    audience = ""
    roles: frozenset[str] = frozenset()  # empty: every role
    needs_second_factor = False  # to write, where the region asks for it
    needs_recent_authentication = False  # of a person, to write

    def has_permission(self, request: Request, view: APIView) -> bool:
        principal = request.user
        if not isinstance(principal, Principal) or principal.audience != self.audience:
            return False
        if self.roles and self.roles.isdisjoint(principal.roles):
            return False
        if request.method not in SAFE_METHODS:
            self._check_write(principal)
        return True

    def _check_write(self, principal: Principal) -> None:
        """:raises SecondFactorRequired: :raises ReauthenticationRequired:"""
        if self.needs_second_factor and principal.lacks_second_factor:
            raise SecondFactorRequired
        is_person = bool(principal.session_id)  # an API key has no session
        if self.needs_recent_authentication and is_person and not principal.was_authenticated_lately(now()):
            raise ReauthenticationRequired


class IsNobody(BasePermission):
    """The default: a view that names no permission is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class IsCustomer(_OfAudience):
    audience = CUSTOMER


def vendor_role(*roles: str, needs_second_factor: bool = False, needs_recent_authentication: bool = False) -> type[BasePermission]:
    """
    A vendor's person (or API key) with one of the roles owner, manager, fulfilment, accountant; any when none is named.

    ``needs_second_factor``: what is written here moves money, roles or keys. ``needs_recent_authentication``: an open browser is not
    enough to write it; the person has proved within the last minutes who they are.
    """
    needs = {"needs_second_factor": needs_second_factor, "needs_recent_authentication": needs_recent_authentication}
    return type("VendorRole", (_OfAudience,), {"audience": VENDOR, "roles": frozenset(roles), **needs})


def staff_role(*roles: str, needs_recent_authentication: bool = False) -> type[BasePermission]:
    """
    The operator's staff with one of the roles admin, support, finance, catalogue; any when none is named.

    Staff write nothing without the second factor that a region asks for: each of their writes reaches other people's money or rights.
    ``needs_recent_authentication`` as for ``vendor_role``.
    """
    needs = {"needs_second_factor": True, "needs_recent_authentication": needs_recent_authentication}
    return type("StaffRole", (_OfAudience,), {"audience": STAFF, "roles": frozenset(roles), **needs})
