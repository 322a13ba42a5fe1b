from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from marketplace.foundation.clock import now
from marketplace.foundation.rest.permissions import ReauthenticationRequired
from marketplace.foundation.rest.tokens import STAFF, VENDOR, Principal
from marketplace.foundation.rest.views import principal_of


class IsPerson(BasePermission):
    """Anybody who logged in, of any audience; an API key is nobody's person."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, Principal) and bool(request.user.session_id)


class IsBackOfficePerson(BasePermission):
    """One of a vendor's people or of the operator's staff: who can have a second factor."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, Principal) and bool(request.user.session_id) and request.user.audience in (VENDOR, STAFF)


class IsFreshBackOfficePerson(IsBackOfficePerson):
    """The same, who has proved within the last minutes who they are: what is added here opens the account."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if not principal_of(request).was_authenticated_lately(now()):
            raise ReauthenticationRequired
        return True
