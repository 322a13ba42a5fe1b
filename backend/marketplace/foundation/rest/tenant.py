"""The HTTP way in: the host names the tenant, and the request runs in its scope."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from marketplace.foundation import tenancy
from marketplace.foundation.logs.scope_filter import TENANT
from marketplace.foundation.rest.problems import problem_response
from marketplace.foundation.rest.tokens import is_staff_request
from marketplace.foundation.tenancy import directory
from marketplace.kit.texts import Text

# A load balancer asks these by the machine's address, before it knows any region's host.
HOSTLESS_PATHS = frozenset({"/api/v1/health/live", "/api/v1/health/ready"})
# Staff must be able to log in to end the maintenance that shuts everybody out.
OPEN_IN_MAINTENANCE = frozenset({"/api/v1/auth/login", "/api/v1/auth/refresh"})


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
            is_closed = tenant.is_in_maintenance and request.path not in OPEN_IN_MAINTENANCE
            if is_closed and not is_staff_request(request):
                return problem_response(tenancy.InMaintenance(retry_after_s=120), request)
            return self.get_response(request)
