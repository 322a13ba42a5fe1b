"""The HTTP way in: the host names the tenant, and the request runs in its scope."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from marketplace.foundation import clock, tenancy
from marketplace.foundation.logs.scope_filter import TENANT
from marketplace.foundation.rest.language import pick_text
from marketplace.foundation.rest.problems import language_of, problem_response
from marketplace.foundation.rest.tokens import is_staff_request
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.types import RETRY_AFTER_S
from marketplace.kit.texts import Text

# A load balancer asks these by the machine's address, before it knows any region's host.
HOSTLESS_PATHS = frozenset({"/api/v1/health/live", "/api/v1/health/ready"})
# Staff must be able to log in, with a new password if need be, to end the maintenance that shuts everybody out. The panel reads the region.
OPEN_IN_MAINTENANCE = frozenset(
    f"/api/v1/{route}"
    for route in (
        "auth/login",
        "auth/login/code",
        "auth/login/passkey",
        "auth/refresh",
        "auth/logout",
        "auth/password-reset",
        "auth/password-reset/confirm",
        "store/region",
    )
)
# What was paid before is still paid: providers report it. Files open by their own secret, and staff's pages show them.
ALWAYS_OPEN = ("/api/v1/webhooks/", "/media/", "/private/")


class TenantMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in HOSTLESS_PATHS:
            return self.get_response(request)
        tenant = directory.find_by_host(request.META.get("HTTP_HOST", ""))
        if tenant is None:
            return problem_response(tenancy.WrongRegion(Text("No marketplace has this host name.")), request)
        request.META[TENANT] = tenant.slug
        with tenancy.scope(tenant):
            if tenant.is_in_maintenance and not _is_open(request.path) and not is_staff_request(request):
                return problem_response(_in_maintenance(tenant, request), request)
            return self.get_response(request)


def _is_open(path: str) -> bool:
    return path in OPEN_IN_MAINTENANCE or path.startswith(ALWAYS_OPEN)


def _in_maintenance(tenant: tenancy.Tenant, request: HttpRequest) -> tenancy.InMaintenance:
    """With what the operator says of it, in the caller's language."""
    notice = tenant.maintenance
    message, _ = pick_text(notice.texts, language_of(request))
    detail = Text("This marketplace is under maintenance. {message}", message=message) if message else None
    if notice.expected_end is None:
        return tenancy.InMaintenance(detail, retry_after_s=RETRY_AFTER_S, expected_end=None)
    now = clock.now()
    return tenancy.InMaintenance(detail, retry_after_s=notice.retry_after_s(now), expected_end=notice.end_after(now))
